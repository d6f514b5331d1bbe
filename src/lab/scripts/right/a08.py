import numpy as np

# Two-layer net on the spiral data set, softmax + L2, minibatch SGD


class TwoLayerNet:
    def __init__(self, D, H, C, std=0.3):
        self.params = {}
        self.params['W1'] = std * np.random.randn(D, H)
        self.params['b1'] = np.zeros(H)
        self.params['W2'] = std * np.random.randn(H, C)
        self.params['b2'] = np.zeros(C)

    def loss(self, X, y, reg):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N = X.shape[0]

        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        scores -= np.max(scores, axis=1, keepdims=True)
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        data_loss = -np.sum(np.log(probs[range(N), y])) / N
        loss = data_loss + 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        # gradients
        dscores = probs
        dscores[range(N), y] -= 1
        dscores /= N
        grads = {}
        grads['W2'] = h.T.dot(dscores) + reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dh = dscores.dot(W2.T)
        dh[h <= 0] = 0
        grads['W1'] = X.T.dot(dh) + reg * W1
        grads['b1'] = np.sum(dh, axis=0)
        return loss, grads

    def train(self, X, y, learning_rate, decay, reg, num_iters, batch_size):
        num_train = X.shape[0]
        iters_per_epoch = num_train // batch_size
        history = []
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size, replace=False)
            X_batch = X[idx]
            y_batch = y[idx]
            loss, grads = self.loss(X_batch, y_batch, reg)
            history.append(loss)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]
            if (it + 1) % iters_per_epoch == 0:
                learning_rate *= decay
            if it % 200 == 0:
                print('iteration %d / %d: loss %f' % (it, num_iters, loss))
        return history

    def predict(self, X):
        h = np.maximum(0, X.dot(self.params['W1']) + self.params['b1'])
        return np.argmax(h.dot(self.params['W2']) + self.params['b2'], axis=1)


np.random.seed(0)
N, K = 100, 3
X = np.zeros((N * K, 2))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.0, 1, N)
    theta = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(theta), r * np.cos(theta)]
    y[ix] = j

net = TwoLayerNet(2, 60, K)
hist = net.train(X, y, learning_rate=0.8, decay=0.995, reg=1e-3, num_iters=1200, batch_size=64)
print('last losses: %.6f' % np.mean(hist[-50:]))
print('training accuracy: %.4f' % np.mean(net.predict(X) == y))
