# "MNIST from scratch" in miniature: 5x5 bitmaps of the letters T, L, X and O
import numpy as np

GLYPHS = {
    "T": ["#####", "..#..", "..#..", "..#..", "..#.."],
    "L": ["#....", "#....", "#....", "#....", "#####"],
    "X": ["#...#", ".#.#.", "..#..", ".#.#.", "#...#"],
    "O": [".###.", "#...#", "#...#", "#...#", ".###."],
}

rng = np.random.RandomState(3)
base = np.array([[1.0 if ch == "#" else 0.0 for row in g for ch in row] for g in GLYPHS.values()])
copies = 25
X = np.repeat(base, copies, axis=0)
X = np.abs(X - (rng.rand(*X.shape) < 0.15))          # flip some pixels
Y = np.repeat(np.eye(4), copies, axis=0)
X, Y = X.T, Y.T                                       # examples in columns

def init_params():
    W1 = rng.rand(8, 25) - 0.5
    b1 = rng.rand(8, 1) - 0.5
    W2 = rng.rand(4, 8) - 0.5
    b2 = rng.rand(4, 1) - 0.5
    return W1, b1, W2, b2

def ReLU(Z):
    return np.maximum(Z, 0)

def softmax(Z):
    Z = Z - Z.max(axis=0)
    return np.exp(Z) / np.exp(Z).sum(axis=0)

def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2

def ReLU_deriv(Z):
    return Z > 0

def backward_prop(Z1, A1, Z2, A2, W2, X, Y):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1).reshape(-1, 1)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1).reshape(-1, 1)
    return dW1, db1, dW2, db2

def get_accuracy(A2, Y):
    return np.sum(np.argmax(A2, 0) == np.argmax(Y, 0)) / Y.shape[1]

def gradient_descent(X, Y, alpha, iterations):
    W1, b1, W2, b2 = init_params()
    for i in range(iterations):
        Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
        dW1, db1, dW2, db2 = backward_prop(Z1, A1, Z2, A2, W2, X, Y)
        W1 = W1 - alpha * dW1
        b1 = b1 - alpha * db1
        W2 = W2 - alpha * dW2
        b2 = b2 - alpha * db2
        if i % 50 == 0:
            print("Iteration: ", i, " Accuracy: ", get_accuracy(A2, Y))
    return W1, b1, W2, b2

gradient_descent(X, Y, 0.25, 250)
