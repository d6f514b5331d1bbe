import numpy as np

np.random.seed(42)


def make_spiral(n_per_class, n_classes):
    X = np.zeros((n_per_class * n_classes, 2))
    y = np.zeros(n_per_class * n_classes, dtype=int)
    for c in range(n_classes):
        ix = range(n_per_class * c, n_per_class * (c + 1))
        r = np.linspace(0.05, 1, n_per_class)
        t = np.linspace(c * 4, (c + 1) * 4, n_per_class) + np.random.randn(n_per_class) * 0.15
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[ix] = c
    return X, y


class TwoLayerNet(object):
    """ReLU net with softmax loss and L2 regularization on the weights."""

    def __init__(self, D, H, C, std=0.1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(D, H)
        self.params['b1'] = np.zeros(H)
        self.params['W2'] = std * np.random.randn(H, C)
        self.params['b2'] = np.zeros(C)

    def scores(self, X):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        hidden = np.maximum(0, X.dot(W1) + b1)
        return hidden, hidden.dot(W2) + b2

    def loss(self, X, y, reg):
        W1, W2 = self.params['W1'], self.params['W2']
        N = X.shape[0]
        hidden, scores = self.scores(X)

        shifted = scores - np.max(scores, axis=1, keepdims=True)
        exp_scores = np.exp(shifted)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        data_loss = -np.log(probs[np.arange(N), y]).mean()
        reg_loss = 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N

        grads = {}
        grads['W2'] = hidden.T.dot(dscores) + reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[hidden <= 0] = 0
        grads['W1'] = X.T.dot(dhidden) + reg * W1
        grads['b1'] = np.sum(dhidden, axis=0)
        return data_loss + reg_loss, grads

    def train(self, X, y, lr=0.5, reg=1e-3, batch_size=30, epochs=300):
        N = X.shape[0]
        for epoch in range(epochs):
            order = np.random.permutation(N)
            total = 0.0
            for start in range(0, N, batch_size):
                idx = order[start:start + batch_size]
                loss, grads = self.loss(X[idx], y[idx], reg)
                total += loss * len(idx)
                for name in self.params:
                    self.params[name] -= lr * grads[name]
            if epoch % 50 == 0:
                print('epoch %d: loss %f, acc %.2f' % (epoch, total / N, self.accuracy(X, y)))

    def accuracy(self, X, y):
        return np.mean(np.argmax(self.scores(X)[1], axis=1) == y)


X, y = make_spiral(50, 3)
net = TwoLayerNet(2, 40, 3)
net.train(X, y)
print('final accuracy', net.accuracy(X, y))
