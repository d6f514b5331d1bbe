import numpy as np

def stable_softmax(logits):
    logits = logits - logits.max(axis=-1, keepdims=True)
    ex = np.exp(logits)
    return ex / ex.sum(axis=-1, keepdims=True)

def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(p + 1e-12), axis=1))

# iris look-alike: four measurements, three species
rng = np.random.default_rng(6)
mu = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
X = np.concatenate([m + rng.normal(0, 0.3, (50, 4)) for m in mu])
T = np.eye(3)[np.repeat([0, 1, 2], 50)]
X = (X - X.mean(0)) / X.std(0)

# interleave the classes once, then keep the order
order = np.arange(150).reshape(3, 50).T.ravel()
X, T = X[order], T[order]
X_train, T_train, X_test, T_test = X[:120], T[:120], X[120:], T[120:]

theta = {
    "W1": rng.normal(0, 0.4, (4, 6)), "b1": np.zeros(6),
    "W2": rng.normal(0, 0.4, (6, 5)), "b2": np.zeros(5),
    "W3": rng.normal(0, 0.4, (5, 3)), "b3": np.zeros(3),
}
batch_size, learning_rate, epochs = 16, 0.1, 60

for epoch in range(epochs):
    for start in range(0, len(X_train), batch_size):
        xb = X_train[start:start + batch_size]
        tb = T_train[start:start + batch_size]

        a1 = np.tanh(xb @ theta["W1"] + theta["b1"])
        a2 = np.tanh(a1 @ theta["W2"] + theta["b2"])
        p = stable_softmax(a2 @ theta["W3"] + theta["b3"])

        d3 = (p - tb) / xb.shape[0]
        d2 = (1 - a2 ** 2) * (d3 @ theta["W3"].T)
        d1 = (1 - a1 ** 2) * (d2 @ theta["W2"].T)
        grad = {
            "W3": a2.T @ d3, "b3": d3.sum(0),
            "W2": a1.T @ d2, "b2": d2.sum(0),
            "W1": xb.T @ d1, "b1": d1.sum(0),
        }
        for name, g in grad.items():
            theta[name] -= learning_rate * g

    if epoch % 10 == 0:
        q = np.tanh(np.tanh(X_test @ theta["W1"] + theta["b1"]) @ theta["W2"] + theta["b2"])
        q = stable_softmax(q @ theta["W3"] + theta["b3"])
        print(f"epoch {epoch}: test ce {cross_entropy(q, T_test):.3f}, "
              f"test acc {(q.argmax(1) == T_test.argmax(1)).mean():.2f}")
