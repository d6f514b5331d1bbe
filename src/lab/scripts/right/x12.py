import numpy as np


class MLP:
    """Three hidden layers, Adam, L2 penalty, gradients summed over micro-batches."""

    def __init__(self, dims, seed=0, l2=1e-3):
        rng = np.random.default_rng(seed)
        self.n = len(dims) - 1
        self.l2 = l2
        self.Ws = [rng.normal(0, 1 / np.sqrt(dims[i]), (dims[i], dims[i + 1])) for i in range(self.n)]
        self.bs = [np.zeros((1, dims[i + 1])) for i in range(self.n)]
        self.t = 0
        self.m = [np.zeros_like(p) for p in self.Ws + self.bs]
        self.v = [np.zeros_like(p) for p in self.Ws + self.bs]
        self.zero_grad()

    def zero_grad(self):
        self.gWs = [np.zeros_like(W) for W in self.Ws]
        self.gbs = [np.zeros_like(b) for b in self.bs]

    def forward(self, x):
        self.acts = [x]
        for i in range(self.n):
            z = self.acts[-1] @ self.Ws[i] + self.bs[i]
            self.acts.append(np.tanh(z) if i < self.n - 1 else z)
        return self.acts[-1]

    def penalty(self):
        return 0.5 * self.l2 * sum(np.sum(W ** 2) for W in self.Ws)

    def backward(self, target, total):
        # loss: half squared error summed over outputs, mean over the `total` examples
        delta = (self.acts[-1] - target) / total
        for i in range(self.n - 1, -1, -1):
            self.gWs[i] += self.acts[i].T @ delta
            self.gbs[i] += delta.sum(axis=0, keepdims=True)
            if i > 0:
                delta = (delta @ self.Ws[i].T) * (1 - self.acts[i] ** 2)

    def adam_step(self, lr, b1=0.9, b2=0.99, eps=1e-8):
        for i in range(self.n):
            self.gWs[i] += self.l2 * self.Ws[i]
        self.t += 1
        params = self.Ws + self.bs
        grads = self.gWs + self.gbs
        for k, (p, g) in enumerate(zip(params, grads)):
            self.m[k] = b1 * self.m[k] + (1 - b1) * g
            self.v[k] = b2 * self.v[k] + (1 - b2) * g * g
            mhat = self.m[k] / (1 - b1 ** self.t)
            vhat = self.v[k] / (1 - b2 ** self.t)
            p -= lr * mhat / (np.sqrt(vhat) + eps)


def main():
    rng = np.random.default_rng(8)
    X = rng.uniform(-1, 1, (64, 2))
    Y = np.c_[np.sin(3 * X[:, 0]), X[:, 0] * X[:, 1], np.cos(2 * X[:, 1])]
    model = MLP([2, 10, 8, 6, 3])
    lr = 0.01
    for epoch in range(61):
        perm = rng.permutation(64)
        loss = 0.0
        for start in range(0, 64, 32):
            batch = perm[start:start + 32]
            model.zero_grad()
            for micro in np.split(batch, 4):
                out = model.forward(X[micro])
                loss += 0.5 * np.sum((out - Y[micro]) ** 2) / 64
                model.backward(Y[micro], len(batch))
            model.adam_step(lr)
        lr *= 0.99
        if epoch % 12 == 0:
            print("epoch", epoch, "loss", round(float(loss + model.penalty()), 8))
    print("prediction", model.forward(X[:2]))
    print("norms", [round(float(np.linalg.norm(W)), 7) for W in model.Ws])


if __name__ == "__main__":
    main()
