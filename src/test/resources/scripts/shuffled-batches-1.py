import numpy as np

def moons(n, seed):
    rs = np.random.RandomState(seed)
    a = np.linspace(0, np.pi, n)
    X = np.vstack((np.column_stack((np.cos(a), np.sin(a))),
                   np.column_stack((1 - np.cos(a), -np.sin(a) + 0.5))))
    X += rs.normal(scale=0.1, size=X.shape)
    y = np.hstack((np.zeros(n), np.ones(n)))
    return X, y

X, y = moons(100, seed=4)
X_val, y_val = moons(40, seed=5)
y = y[:, np.newaxis]

rs = np.random.RandomState(1)
W1 = rs.randn(2, 10) * 0.5
b1 = np.zeros((1, 10))
W2 = rs.randn(10, 1) * 0.5
b2 = np.zeros((1, 1))

lr = 0.5
batch = 20
n_epochs = 25

for epoch in range(n_epochs):
    perm = np.random.RandomState(epoch).permutation(len(X))
    epoch_loss = 0.0
    for i in range(0, len(X), batch):
        sel = perm[i:i + batch]
        xb, yb = X[sel], y[sel]

        hid = np.tanh(xb @ W1 + b1)
        prob = 1.0 / (1.0 + np.exp(-(hid @ W2 + b2)))
        epoch_loss += -np.sum(yb * np.log(prob) + (1 - yb) * np.log(1 - prob))

        g_out = (prob - yb) / len(xb)
        g_hid = (g_out @ W2.T) * (1.0 - hid * hid)

        W2 -= lr * (hid.T @ g_out)
        b2 -= lr * g_out.sum(axis=0, keepdims=True)
        W1 -= lr * (xb.T @ g_hid)
        b1 -= lr * g_hid.sum(axis=0, keepdims=True)

    if epoch % 10 == 9:
        pv = 1.0 / (1.0 + np.exp(-(np.tanh(X_val @ W1 + b1) @ W2 + b2)))
        print("epoch", epoch + 1, "loss", round(epoch_loss / len(X), 4),
              "val acc", np.mean((pv.ravel() > 0.5) == y_val))
