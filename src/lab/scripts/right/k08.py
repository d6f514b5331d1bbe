'''
multilabel.py
A multi-label tagger: every example may carry several of 4 tags.
softplus / sigmoid hidden layers chosen by name, sigmoid output,
binary cross entropy with positive-class weights.
'''
import numpy as np

ACT = {
    'sigmoid': (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    'softplus': (lambda z: np.logaddexp(0, z), lambda z, a: 1 / (1 + np.exp(-z))),
    'tanh': (lambda z: np.tanh(z), lambda z, a: 1 - a * a),
}


class MLP:
    def __init__(self, sizes, acts, lr=0.3, momentum=0.8, l2=1e-4, drop=0.1, seed=1):
        self.rnd = np.random.RandomState(seed)
        self.acts = acts
        self.lr, self.mu, self.l2, self.drop = lr, momentum, l2, drop
        self.W, self.B, self.VW, self.VB = [], [], [], []
        for n, m in zip(sizes, sizes[1:]):
            self.W.append(self.rnd.normal(0, np.sqrt(2.0 / (n + m)), size=(n, m)))
            self.B.append(np.zeros((1, m)))
            self.VW.append(np.zeros((n, m)))
            self.VB.append(np.zeros((1, m)))

    def forward(self, X, train=False):
        self.Z, self.A, self.M = [], [X], []
        last = len(self.W) - 1
        for i, (W, B) in enumerate(zip(self.W, self.B)):
            z = self.A[-1].dot(W) + B
            a = ACT[self.acts[i]][0](z)
            self.Z.append(z)
            mask = np.ones_like(a)
            if train and i < last:
                mask = (self.rnd.rand(*a.shape) >= self.drop) / (1 - self.drop)
            self.M.append(mask)
            self.A.append(a * mask)
        return self.A[-1]

    def loss(self, P, T, pos_w):
        ce = -(pos_w * T * np.log(P + 1e-9) + (1 - T) * np.log(1 - P + 1e-9))
        reg = 0.5 * self.l2 * sum((W ** 2).sum() for W in self.W)
        return ce.sum(axis=1).mean() + reg

    def backward(self, P, T, pos_w):
        n = T.shape[0]
        # d(loss)/d(logit) of the weighted cross entropy
        d = ((1 - T) * P - pos_w * T * (1 - P)) / n
        GW, GB = [None] * len(self.W), [None] * len(self.W)
        for i in reversed(range(len(self.W))):
            GW[i] = self.A[i].T.dot(d) + self.l2 * self.W[i]
            GB[i] = d.sum(axis=0, keepdims=True)
            if i > 0:
                z = self.Z[i - 1]
                a = ACT[self.acts[i - 1]][0](z)
                d = d.dot(self.W[i].T) * self.M[i - 1] * ACT[self.acts[i - 1]][1](z, a)
        return GW, GB

    def update(self, GW, GB, lr):
        for i in range(len(self.W)):
            self.VW[i] = self.mu * self.VW[i] + GW[i]
            self.VB[i] = self.mu * self.VB[i] + GB[i]
            self.W[i] -= lr * self.VW[i]
            self.B[i] -= lr * self.VB[i]

    def fit(self, X, T, epochs=150, batch_size=25):
        pos_w = (1 - T).sum(axis=0) / T.sum(axis=0)
        n = len(X)
        history = []
        for ep in range(epochs):
            # cosine decay from lr down to nearly nothing
            lr = 0.5 * self.lr * (1 + np.cos(np.pi * ep / epochs))
            p = self.rnd.permutation(n)
            Xs, Ts = X[p], T[p]
            for k in range(n // batch_size):
                xb = Xs[k * batch_size:(k + 1) * batch_size]
                tb = Ts[k * batch_size:(k + 1) * batch_size]
                P = self.forward(xb, train=True)
                GW, GB = self.backward(P, tb, pos_w)
                self.update(GW, GB, lr)
            history.append(self.loss(self.forward(X), T, pos_w))
            if (ep + 1) % 30 == 0:
                print('epoch %d lr %.4f loss %.5f' % (ep + 1, lr, history[-1]))
        return history


def main():
    r = np.random.RandomState(8)
    X = r.rand(250, 5) * np.array([1, 10, 100, 5, 2])      # very different scales
    U = (X - X.mean(0)) / X.std(0)
    T = np.column_stack([U[:, 0] + U[:, 1] > 0.5, U[:, 2] * U[:, 3] > 0.3,
                         U[:, 4] > 0.4, U[:, 1] - U[:, 2] > 1]).astype(float)
    X_train, T_train, X_val, T_val = X[:200], T[:200], X[200:], T[200:]
    lo, hi = X_train.min(axis=0), X_train.max(axis=0)
    X_train = (X_train - lo) / (hi - lo) * 2 - 1
    X_val = (X_val - lo) / (hi - lo) * 2 - 1
    net = MLP([5, 20, 12, 4], ['softplus', 'tanh', 'sigmoid'])
    net.fit(X_train, T_train)
    for name, A, B in (('train', X_train, T_train), ('val', X_val, T_val)):
        pred = net.forward(A) > 0.5
        print(name, 'tag accuracy %.4f' % (pred == (B > 0.5)).mean())


main()
