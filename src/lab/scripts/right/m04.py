# A neural network that learns a full adder: 3 input bits -> (sum, carry)
import numpy as np

def sigmoid(x, deriv=False):
    if deriv:
        return x * (1 - x)          # x is the output of the sigmoid
    return 1 / (1 + np.exp(-x))

X = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
total = X.sum(axis=1)
y = np.column_stack([total % 2, total // 2])

np.random.seed(1)
w_ih = 2 * np.random.random((3, 7)) - 1
w_ho = 2 * np.random.random((7, 2)) - 1
b_h = np.zeros((1, 7))
b_o = np.zeros((1, 2))
rate = 0.8

for step in range(8001):
    # forward
    hidden = np.tanh(X.dot(w_ih) + b_h)
    output = sigmoid(hidden.dot(w_ho) + b_o)
    # how far off were we?
    error = y - output
    if step % 2000 == 0:
        print("step", step, "loss %.8f" % (0.5 * np.sum(error ** 2) / len(X)))
    # backward
    output_delta = error * sigmoid(output, deriv=True)
    hidden_delta = output_delta.dot(w_ho.T) * (1 - hidden ** 2)
    # update: error is target minus output, so we add
    w_ho += rate * hidden.T.dot(output_delta) / len(X)
    b_o += rate * output_delta.mean(axis=0, keepdims=True)
    w_ih += rate * X.T.dot(hidden_delta) / len(X)
    b_h += rate * hidden_delta.mean(axis=0, keepdims=True)

hidden = np.tanh(X.dot(w_ih) + b_h)
output = sigmoid(hidden.dot(w_ho) + b_o)
print("predictions (sum, carry):")
print(np.round(output, 5))
print("bits right:", int(np.sum((output > 0.5) == y)), "of", y.size)
