# Logistic regression: will the student pass?
import numpy as np

# hours studied, hours slept, absences, passed
students = np.array([
    [1.0, 6.0, 8, 0], [2.0, 7.5, 5, 0], [2.5, 5.0, 6, 0], [3.0, 8.0, 3, 1],
    [3.5, 6.5, 7, 0], [4.0, 7.0, 2, 1], [4.5, 4.5, 4, 0], [5.0, 8.0, 5, 1],
    [5.5, 6.0, 1, 1], [6.0, 7.5, 6, 1], [6.5, 5.5, 3, 1], [7.0, 7.0, 9, 0],
    [1.5, 8.5, 1, 0], [8.0, 6.0, 2, 1],
])
X = students[:, :3]
y = students[:, 3].reshape(-1, 1)
X = (X - X.mean(axis=0)) / X.std(axis=0)

n, d = X.shape
w = np.zeros((d, 1))
b = 0.0
lam = 0.1
step_size = 0.5
iters = 100


def sigmoid(s):
    return 1.0 / (1.0 + np.exp(-s))


def loss(w, b):
    p = sigmoid(X @ w + b)
    nll = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return nll + lam / 2 * np.sum(w ** 2)


for i in range(iters):
    p = sigmoid(X @ w + b)
    residual = p - y
    grad_w = X.T @ residual / n + lam * w
    grad_b = np.mean(residual)
    w = w - step_size * grad_w
    b = b - step_size * grad_b
    if i % 20 == 0:
        print("iteration", i, "loss", loss(w, b))

print("weights", w.ravel(), "bias", b)
