# A little two-hidden-layer network that learns "same sign or not".
# Everything in one flat script, sigmoid everywhere, squared error.
import numpy as np

np.random.seed(3)

N = 80
X = np.random.uniform(-1, 1, size=(N, 2))
y = (X[:, 0] * X[:, 1] > 0).astype(float).reshape(N, 1)

H = 6
w1 = np.random.randn(2, H) * 2
b1 = np.zeros((1, H))
w2 = np.random.randn(H, H)
b2 = np.zeros((1, H))
w3 = np.random.randn(H, 1)
b3 = np.zeros((1, 1))

lr = 4.0

for it in range(1500):
    # forward pass
    z1 = np.dot(X, w1) + b1
    h1 = 1.0 / (1.0 + np.exp(-z1))
    z2 = np.dot(h1, w2) + b2
    h2 = 1.0 / (1.0 + np.exp(-z2))
    z3 = np.dot(h2, w3) + b3
    out = 1.0 / (1.0 + np.exp(-z3))

    err = out - y
    loss = 0.5 * np.sum(err ** 2) / N

    # backward pass
    d3 = err / N * out * (1 - out)
    d2 = np.dot(d3, w3.T) * h2 * (1 - h2)
    d1 = np.dot(d2, w2.T) * h1 * (1 - h1)

    # gradient descent
    w3 -= lr * np.dot(h2.T, d3)
    b3 -= lr * np.sum(d3, axis=0, keepdims=True)
    w2 -= lr * np.dot(h1.T, d2)
    b2 -= lr * np.sum(d2, axis=0, keepdims=True)
    w1 -= lr * np.dot(X.T, d1)
    b1 -= lr * np.sum(d1, axis=0, keepdims=True)

    if it % 250 == 0:
        print("iter", it, "loss %.8f" % loss)

acc = np.mean((out > 0.5) == (y > 0.5))
print("final loss %.8f" % loss)
print("training accuracy %.3f" % acc)
