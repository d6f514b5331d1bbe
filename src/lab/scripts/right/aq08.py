# Digit recognizer from scratch -- tiny version with synthetic 5x5 "digits" so it runs offline.
# 25 -> 16 -> 16 -> 5, ReLU, softmax, SGD with momentum (exponential average), step decay of the lr
import numpy as np

np.random.seed(0)

glyphs = [
    "01110 10001 10001 10001 01110",
    "00100 01100 00100 00100 01110",
    "11110 00001 01110 10000 11111",
    "10010 10010 11111 00010 00010",
    "11111 00010 00100 01000 01000",
]
templates = np.array([[int(c) for c in g.replace(" ", "")] for g in glyphs], dtype=float)

n_samples = 600
labels = np.random.randint(0, 5, n_samples)
data = templates[labels] + np.random.normal(0, 0.45, (n_samples, 25))

# columns are examples
data_train, Y_train = data[:500].T, labels[:500]
data_dev, Y_dev = data[500:].T, labels[500:]


def init_params():
    W1 = np.random.randn(16, 25) * np.sqrt(2 / 25)
    b1 = np.zeros((16, 1))
    W2 = np.random.randn(16, 16) * np.sqrt(2 / 16)
    b2 = np.zeros((16, 1))
    W3 = np.random.randn(5, 16) * np.sqrt(1 / 16)
    b3 = np.zeros((5, 1))
    return [W1, b1, W2, b2, W3, b3]


def ReLU(Z):
    return np.maximum(Z, 0)


def ReLU_deriv(Z):
    return Z > 0


def softmax(Z):
    Z = Z - np.max(Z, axis=0)
    return np.exp(Z) / np.sum(np.exp(Z), axis=0)


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, 5))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def forward_prop(params, X):
    W1, b1, W2, b2, W3, b3 = params
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = ReLU(Z2)
    Z3 = W3.dot(A2) + b3
    A3 = softmax(Z3)
    return Z1, A1, Z2, A2, Z3, A3


def backward_prop(params, Z1, A1, Z2, A2, A3, X, Y):
    W1, b1, W2, b2, W3, b3 = params
    m = X.shape[1]
    dZ3 = A3 - one_hot(Y)
    dW3 = 1 / m * dZ3.dot(A2.T)
    db3 = 1 / m * np.sum(dZ3, axis=1, keepdims=True)
    dZ2 = W3.T.dot(dZ3) * ReLU_deriv(Z2)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return [dW1, db1, dW2, db2, dW3, db3]


def get_accuracy(A3, Y):
    return np.sum(np.argmax(A3, 0) == Y) / Y.size


def get_loss(A3, Y):
    return -np.mean(np.log(A3[Y, np.arange(Y.size)] + 1e-12))


def gradient_descent(X, Y, epochs, batch_size, lr, beta):
    params = init_params()
    velocity = [np.zeros_like(p) for p in params]
    for epoch in range(epochs):
        if epoch > 0 and epoch % 15 == 0:
            lr = lr * 0.5
        order = np.random.permutation(X.shape[1])
        for start in range(0, X.shape[1], batch_size):
            batch = order[start:start + batch_size]
            Xb, Yb = X[:, batch], Y[batch]
            Z1, A1, Z2, A2, Z3, A3 = forward_prop(params, Xb)
            grads = backward_prop(params, Z1, A1, Z2, A2, A3, Xb, Yb)
            for i in range(len(params)):
                velocity[i] = beta * velocity[i] + (1 - beta) * grads[i]
                params[i] = params[i] - lr * velocity[i]
        if epoch % 10 == 0:
            A3 = forward_prop(params, X)[-1]
            print("Epoch:", epoch, " loss: %.4f" % get_loss(A3, Y), " acc:", get_accuracy(A3, Y))
    return params


params = gradient_descent(data_train, Y_train, epochs=51, batch_size=50, lr=0.2, beta=0.9)
print("dev accuracy:", get_accuracy(forward_prop(params, data_dev)[-1], Y_dev))
