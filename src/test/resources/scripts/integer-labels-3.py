import numpy as np

class TwoLayerNet(object):
    """
    affine - relu - affine - softmax, trained with minibatches
    (loss returns both the value and the gradients)
    """

    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape

        z1 = X.dot(W1) + b1
        a1 = np.maximum(0, z1)
        scores = a1.dot(W2) + b2
        if y is None:
            return scores

        shifted = scores - np.max(scores, axis=1, keepdims=True)
        probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[np.arange(N), y])) / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = a1.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        da1 = dscores.dot(W2.T)
        dz1 = da1 * (z1 > 0)
        grads['W1'] = X.T.dot(dz1) + 2 * reg * W1
        grads['b1'] = np.mean(dz1, axis=0)
        return loss, grads

    def train(self, X, y, learning_rate=0.5, reg=1e-3, num_iters=250, batch_size=25):
        num_train = X.shape[0]
        for it in range(num_iters):
            idx = np.random.choice(num_train, batch_size)
            X_batch, y_batch = X[idx], y[idx]
            loss, grads = self.loss(X_batch, y=y_batch, reg=reg)
            for p in self.params:
                self.params[p] -= learning_rate * grads[p]
            if it % 100 == 0:
                acc = (self.predict(X) == y).mean()
                print('iteration %d / %d: loss %f, acc %f' % (it, num_iters, loss, acc))

    def predict(self, X):
        return np.argmax(self.loss(X), axis=1)

np.random.seed(1)
means = 2.0 * np.random.randn(4, 5)
labels = np.random.randint(0, 4, 160)
feats = means[labels] + np.random.randn(160, 5)
net = TwoLayerNet(5, 10, 4)
net.train(feats, labels)
