import numpy as np


class Adam:
    def __init__(self, params, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0
        self.m = [np.zeros_like(p) for p in params]
        self.v = [np.zeros_like(p) for p in params]

    def step(self, grads):
        self.t += 1
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            p -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


def build(seed):
    rng = np.random.RandomState(seed)
    W1 = rng.randn(3, 12) / np.sqrt(3)
    b1 = np.zeros(12)
    W2 = rng.randn(12, 1) / np.sqrt(12)
    b2 = np.zeros(1)
    return [W1, b1, W2, b2]


def loss_and_grads(params, X, y):
    W1, b1, W2, b2 = params
    hidden = np.tanh(X @ W1 + b1)
    yhat = hidden @ W2 + b2
    resid = yhat - y
    loss = np.mean(resid ** 2)
    dy = 2 * resid / resid.size
    dh = (dy @ W2.T) * (1 - hidden ** 2)
    return loss, [X.T @ dh, dh.sum(axis=0), hidden.T @ dy, dy.sum(axis=0)]


def main():
    rng = np.random.RandomState(55)
    X = rng.randn(200, 3)
    y = (np.sin(X[:, 0]) + 0.5 * X[:, 1] * X[:, 2])[:, None]
    params = build(1)
    opt = Adam(params, lr=0.01)
    for epoch in range(25):
        idx = rng.permutation(200)
        for s in range(0, 200, 20):
            rows = idx[s:s + 20]
            loss, grads = loss_and_grads(params, X[rows], y[rows])
            opt.step(grads)
        if epoch % 8 == 0:
            print("epoch", epoch, "train mse", round(loss_and_grads(params, X, y)[0], 5))


if __name__ == "__main__":
    main()
