# Backprop, one sample at a time ("online"), bias as an extra weight.
# Question on SO: why is it so slow?  (but it works)
import numpy as np

rs = np.random.RandomState(5)
nSamples = 60
nInput = 2
nHidden = 7
nOutput = 1
eta = 0.04
alpha = 0.5        # momentum
maxEpochs = 100
tol = 1e-3

# XOR-like data, targets are -1 / +1
inputs = rs.uniform(-1, 1, (nSamples, nInput))
targets = np.where(inputs[:, 0] * inputs[:, 1] > 0, 0.9, -0.9)

# last column of each weight matrix = bias
Wih = rs.uniform(-0.7, 0.7, (nHidden, nInput + 1))
Who = rs.uniform(-0.7, 0.7, (nOutput, nHidden + 1))
dWih_prev = np.zeros(Wih.shape)
dWho_prev = np.zeros(Who.shape)


def feed(x):
    xb = np.append(x, 1.0)
    hid = np.tanh(Wih.dot(xb))
    hb = np.append(hid, 1.0)
    out = np.tanh(Who.dot(hb))
    return xb, hid, hb, out


for epoch in range(maxEpochs):
    order = rs.permutation(nSamples)
    sse = 0.0
    for s in order:
        xb, hid, hb, out = feed(inputs[s])

        # output layer: E = 1/2 (t - o)^2
        delta_o = np.zeros(nOutput)
        for k in range(nOutput):
            e = targets[s] - out[k]
            sse += 0.5 * e * e
            delta_o[k] = e * (1 - out[k] ** 2)

        # hidden layer
        delta_h = np.zeros(nHidden)
        for j in range(nHidden):
            total = 0.0
            for k in range(nOutput):
                total += delta_o[k] * Who[k, j]
            delta_h[j] = total * (1 - hid[j] ** 2)

        # change of the weights hidden -> output
        for k in range(nOutput):
            for j in range(nHidden + 1):
                dW = eta * delta_o[k] * hb[j] + alpha * dWho_prev[k, j]
                Who[k, j] += dW
                dWho_prev[k, j] = dW

        # change of the weights input -> hidden
        for j in range(nHidden):
            for i in range(nInput + 1):
                dW = eta * delta_h[j] * xb[i] + alpha * dWih_prev[j, i]
                Wih[j, i] += dW
                dWih_prev[j, i] = dW

    if epoch % 20 == 0:
        print("epoch", epoch, "error", round(sse / nSamples, 6))
    if sse / nSamples < tol:
        print("converged in epoch", epoch)
        break

correct = 0
for s in range(nSamples):
    out = feed(inputs[s])[3]
    if out[0] * targets[s] > 0:
        correct += 1
print("final error", round(sse / nSamples, 6))
print("correct", correct, "of", nSamples)
