import numpy as np


class TwoLayerNet(object):
    """
    input - fully connected layer - ReLU - fully connected layer - softmax
    """

    def __init__(self, input_size, hidden_size, output_size, std=0.1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape

        # forward pass
        hidden = np.maximum(0, X.dot(W1) + b1)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores

        # loss
        scores -= np.max(scores, axis=1, keepdims=True)
        exp_scores = np.exp(scores)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        correct_logprobs = -np.log(probs[range(N), y])
        loss = np.sum(correct_logprobs) / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        # backward pass
        grads = {}
        dscores = probs
        dscores[range(N), y] -= 1
        dscores /= N

        grads['W2'] = np.dot(hidden.T, dscores)
        grads['b2'] = np.sum(dscores, axis=0)
        dhidden = np.dot(dscores, W2.T)
        dhidden[hidden <= 0] = 0
        grads['W1'] = np.dot(X.T, dhidden)
        grads['b1'] = np.sum(dhidden, axis=0)

        grads['W2'] += 2 * reg * W2
        grads['W1'] += 2 * reg * W1
        return loss, grads

    def train(self, X, y, X_val, y_val, learning_rate=5e-3, decay_rate=0.95,
              reg=1e-3, num_iters=500, batch_size=40, eps=1e-7):
        num_train = X.shape[0]
        cache = {name: np.zeros_like(p) for name, p in self.params.items()}
        loss_history = []

        for it in range(num_iters):
            batch_indices = np.random.choice(num_train, batch_size)
            X_batch = X[batch_indices]
            y_batch = y[batch_indices]

            loss, grads = self.loss(X_batch, y=y_batch, reg=reg)
            loss_history.append(loss)

            # RMSprop
            for name in self.params:
                dx = grads[name]
                cache[name] = decay_rate * cache[name] + (1 - decay_rate) * dx ** 2
                self.params[name] -= learning_rate * dx / (np.sqrt(cache[name]) + eps)

            if it % 100 == 0:
                val_loss, _ = self.loss(X_val, y_val, reg)
                val_acc = (self.predict(X_val) == y_val).mean()
                print('iteration %d / %d: loss %f val loss %f val acc %.3f' % (it, num_iters, loss, val_loss, val_acc))
        return loss_history

    def predict(self, X):
        return np.argmax(self.loss(X), axis=1)


np.random.seed(231)
num_classes, dim, num = 5, 6, 400
prototypes = 1.2 * np.random.randn(num_classes, dim)
y_all = np.random.randint(num_classes, size=num)
X_all = prototypes[y_all] + np.random.randn(num, dim)
X_train, y_train = X_all[:300], y_all[:300]
X_val, y_val = X_all[300:], y_all[300:]

net = TwoLayerNet(dim, 15, num_classes)
history = net.train(X_train, y_train, X_val, y_val)
print('final train loss: %.5f' % np.mean(history[-20:]))
print('train acc: %.4f' % (net.predict(X_train) == y_train).mean())
print('val acc: %.4f' % (net.predict(X_val) == y_val).mean())
