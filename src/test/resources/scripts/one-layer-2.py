import numpy as np

# Multinomial logistic regression, no hidden layer, weight decay
rng = np.random.default_rng(60)
K, D, n = 5, 6, 200
prototypes = rng.normal(0, 2, (K, D))
labels = rng.integers(0, K, n)
images = prototypes[labels] + rng.normal(0, 1.2, (n, D))

W = 0.01 * rng.normal(size=(D, K))
b = np.zeros(K)
eta = 0.2
decay = 0.01

for epoch in range(15):
    perm = rng.permutation(n)
    for i in range(0, n, 40):
        X, y = images[perm[i:i+40]], labels[perm[i:i+40]]
        s = X @ W + b
        s -= s.max(axis=1)[:, None]
        p = np.exp(s)
        p /= p.sum(axis=1)[:, None]
        loss = -np.mean(np.log(p[np.arange(len(y)), y])) + decay/2*np.sum(W*W)

        p[np.arange(len(y)), y] -= 1
        W -= eta*(X.T @ p/len(y) + decay*W)
        b -= eta*p.mean(axis=0)
    print(f'epoch {epoch:2d} last batch loss {loss:.4f}  accuracy {np.mean((images @ W + b).argmax(1) == labels):.3f}')
