import numpy as np


class NeuralNetwork(object):
    """One hidden ReLU layer with dropout, softmax output."""

    def __init__(self, input_size, hidden_size, output_size, keep_prob=0.8, seed=0):
        self.rng = np.random.RandomState(seed)
        self.keep_prob = keep_prob
        self.params = {}
        self.params['W1'] = 0.3 * self.rng.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = 0.3 * self.rng.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)
        self.velocity = {name: np.zeros_like(p) for name, p in self.params.items()}

    def scores(self, X, training=False):
        self.X = X
        self.z1 = X.dot(self.params['W1']) + self.params['b1']
        self.h1 = np.maximum(self.z1, 0)
        if training:
            self.mask = (self.rng.rand(*self.h1.shape) < self.keep_prob) / self.keep_prob
            self.h1 = self.h1 * self.mask
        return self.h1.dot(self.params['W2']) + self.params['b2']

    def loss(self, X, y, reg=0.0, training=True):
        W1, W2 = self.params['W1'], self.params['W2']
        N = X.shape[0]

        scores = self.scores(X, training)
        scores = scores - np.max(scores, axis=1, keepdims=True)
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        data_loss = -np.sum(np.log(probs[range(N), y])) / N
        reg_loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        loss = data_loss + reg_loss
        if not training:
            return loss, None

        grads = {}
        dscores = probs
        dscores[range(N), y] -= 1
        dscores /= N
        grads['W2'] = self.h1.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dh1 = dscores.dot(W2.T)
        dh1 *= self.mask
        dh1[self.z1 <= 0] = 0
        grads['W1'] = self.X.T.dot(dh1) + 2 * reg * W1
        grads['b1'] = np.sum(dh1, axis=0)
        return loss, grads

    def train(self, X, y, X_val, y_val, learning_rate=0.1, momentum=0.9,
              lr_decay=0.95, reg=1e-3, batch_size=30, epochs=50):
        num_train = X.shape[0]
        for epoch in range(epochs):
            order = self.rng.permutation(num_train)
            for i in range(0, num_train, batch_size):
                X_batch = X[order[i:i + batch_size]]
                y_batch = y[order[i:i + batch_size]]
                loss, grads = self.loss(X_batch, y_batch, reg)
                for name in self.params:
                    self.velocity[name] = momentum * self.velocity[name] - learning_rate * grads[name]
                    self.params[name] += self.velocity[name]
            learning_rate *= lr_decay
            if epoch % 5 == 0:
                train_loss, _ = self.loss(X, y, reg, training=False)
                val_acc = (self.predict(X_val) == y_val).mean()
                print('epoch %d / %d: loss %f, val acc %.3f' % (epoch, epochs, train_loss, val_acc))

    def predict(self, X):
        return np.argmax(self.scores(X), axis=1)


def toy_data(n, rng):
    """four classes, one per quadrant, rotated and with noise"""
    X = rng.uniform(-1, 1, (n, 2))
    y = (X[:, 0] > 0).astype(int) + 2 * (X[:, 1] > 0).astype(int)
    c, s = np.cos(0.5), np.sin(0.5)
    X = X.dot(np.array([[c, -s], [s, c]])) + 0.03 * rng.randn(n, 2)
    return X, y


data_rng = np.random.RandomState(123)
X_train, y_train = toy_data(300, data_rng)
X_val, y_val = toy_data(100, data_rng)

net = NeuralNetwork(2, 30, 4)
net.train(X_train, y_train, X_val, y_val)

final_loss, _ = net.loss(X_train, y_train, 1e-3, training=False)
print('final training loss: %f' % final_loss)
print('training accuracy: %.4f' % (net.predict(X_train) == y_train).mean())
print('validation accuracy: %.4f' % (net.predict(X_val) == y_val).mean())
