import numpy as np

np.random.seed(5)

# ---------- data: 4 blobs on a cross, examples in columns ----------
m_train = 256
mus = np.array([[1.5, 0], [0, 1.5], [-1.5, 0], [0, -1.5]])
lab = np.repeat(np.arange(4), m_train // 4)
X = (mus[lab] + 0.7 * np.random.randn(m_train, 2)).T          # (2, m)
Y = np.zeros((4, m_train))
Y[lab, np.arange(m_train)] = 1                                 # one hot, (4, m)

n_x, n_1, n_2, n_y = 2, 20, 12, 4
keep_prob1, keep_prob2 = 0.9, 0.8
alpha0, decay_rate = 0.5, 0.05
num_epochs, batch = 40, 64

W1 = np.random.randn(n_1, n_x) * np.sqrt(2 / n_x)
b1 = np.zeros((n_1, 1))
W2 = np.random.randn(n_2, n_1) * np.sqrt(2 / n_1)
b2 = np.zeros((n_2, 1))
W3 = np.random.randn(n_y, n_2) * np.sqrt(1 / n_2)
b3 = np.zeros((n_y, 1))


def relu(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def forward(X, training=True):
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    D1 = np.ones(A1.shape)
    if training:
        D1 = (np.random.rand(*A1.shape) < keep_prob1) / keep_prob1
    A1 = A1 * D1
    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    D2 = np.ones(A2.shape)
    if training:
        D2 = (np.random.rand(*A2.shape) < keep_prob2) / keep_prob2
    A2 = A2 * D2
    Z3 = W3 @ A2 + b3
    A3 = softmax(Z3)
    return A3, (Z1, D1, A1, Z2, D2, A2)


def cross_entropy(A3, Y):
    return -np.sum(Y * np.log(A3)) / Y.shape[1]


def backward(X, Y, A3, cache):
    Z1, D1, A1, Z2, D2, A2 = cache
    m = X.shape[1]

    dZ3 = (A3 - Y) / m
    dW3 = dZ3 @ A2.T
    db3 = np.sum(dZ3, axis=1, keepdims=True)

    dA2 = W3.T @ dZ3
    dA2 = dA2 * D2
    dZ2 = dA2 * (Z2 > 0)
    dW2 = dZ2 @ A1.T
    db2 = np.sum(dZ2, axis=1, keepdims=True)

    dA1 = W2.T @ dZ2
    dA1 = dA1 * D1
    dZ1 = dA1 * (Z1 > 0)
    dW1 = dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2, dW3, db3


for epoch in range(num_epochs):
    alpha = alpha0 / (1 + decay_rate * epoch)
    order = np.random.permutation(m_train)
    X_sh, Y_sh = X[:, order], Y[:, order]
    epoch_cost = 0
    for k in range(0, m_train, batch):
        xb, yb = X_sh[:, k:k + batch], Y_sh[:, k:k + batch]
        A3, cache = forward(xb)
        epoch_cost += cross_entropy(A3, yb) * xb.shape[1] / m_train
        dW1, db1, dW2, db2, dW3, db3 = backward(xb, yb, A3, cache)
        W1 = W1 - alpha * dW1
        b1 = b1 - alpha * db1
        W2 = W2 - alpha * dW2
        b2 = b2 - alpha * db2
        W3 = W3 - alpha * dW3
        b3 = b3 - alpha * db3
    if epoch % 8 == 0 or epoch == num_epochs - 1:
        probs, _ = forward(X, training=False)
        acc = np.mean(np.argmax(probs, axis=0) == lab)
        print("epoch", epoch, "cost", np.round(epoch_cost, 5), "test cost", np.round(cross_entropy(probs, Y), 5), "acc", acc)
