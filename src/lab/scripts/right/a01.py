# Hi all, this is my XOR network (2 inputs, 4 hidden, 1 output).
# Written from scratch so that I understand backprop. It seems to learn!
import numpy as np

np.random.seed(1)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_deriv(s):
    # s is already sigmoid(x)
    return s * (1 - s)

X = np.array([[0, 0],
              [0, 1],
              [1, 0],
              [1, 1]])
y = np.array([[0], [1], [1], [0]])

lr = 0.8

w1 = 2 * np.random.random((2, 4)) - 1
b1 = np.zeros((1, 4))
w2 = 2 * np.random.random((4, 1)) - 1
b2 = np.zeros((1, 1))

for i in range(6000):
    # forward
    hidden = sigmoid(np.dot(X, w1) + b1)
    output = sigmoid(np.dot(hidden, w2) + b2)

    # how much did we miss
    error = y - output
    if i % 1000 == 0:
        print("Error:", np.mean(np.square(error)))

    # backward
    output_delta = error * sigmoid_deriv(output)
    hidden_delta = output_delta.dot(w2.T) * sigmoid_deriv(hidden)

    # update
    w2 += lr * hidden.T.dot(output_delta)
    b2 += lr * np.sum(output_delta, axis=0, keepdims=True)
    w1 += lr * X.T.dot(hidden_delta)
    b1 += lr * np.sum(hidden_delta, axis=0, keepdims=True)

print("Output after training:")
print(output)
