import numpy as np


class TwoLayerNet:
    """affine - leaky relu - affine - softmax; inputs X are (N, D), labels y are (N,) ints."""

    def __init__(self, input_size, hidden_size, num_classes, reg=0.0, alpha=0.1, seed=0):
        rng = np.random.default_rng(seed)
        self.reg = reg
        self.alpha = alpha
        self.params = {
            'W1': rng.normal(0, np.sqrt(2 / input_size), (input_size, hidden_size)),
            'b1': np.zeros(hidden_size),
            'W2': rng.normal(0, np.sqrt(1 / hidden_size), (hidden_size, num_classes)),
            'b2': np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        """Class scores if y is None, otherwise (loss, grads)."""
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N = X.shape[0]

        z = X @ W1 + b1
        h = np.where(z > 0, z, self.alpha * z)
        scores = h @ W2 + b2
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        data_loss = -log_probs[np.arange(N), y].mean()
        reg_loss = 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        loss = data_loss + reg_loss

        grads = {}
        dscores = np.exp(log_probs)
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = h.T @ dscores + self.reg * W2
        grads['b2'] = dscores.sum(axis=0)
        dh = dscores @ W2.T
        dz = np.where(z > 0, dh, self.alpha * dh)
        grads['W1'] = X.T @ dz + self.reg * W1
        grads['b1'] = dz.sum(axis=0)
        return loss, grads

    def train(self, X, y, X_val, y_val, learning_rate=5e-3, lr_decay=0.95, rho=0.9,
              batch_size=32, num_epochs=20, seed=1):
        rng = np.random.default_rng(seed)
        num_train = X.shape[0]
        sq_avg = {k: np.zeros_like(v) for k, v in self.params.items()}
        history = []
        for epoch in range(num_epochs):
            order = rng.permutation(num_train)
            total = 0.0
            for start in range(0, num_train, batch_size):
                idx = order[start:start + batch_size]
                X_batch, y_batch = X[idx], y[idx]
                loss, grads = self.loss(X_batch, y_batch)
                total += loss * len(idx)
                # RMSprop
                for k in self.params:
                    sq_avg[k] = rho * sq_avg[k] + (1 - rho) * grads[k] ** 2
                    self.params[k] -= learning_rate * grads[k] / (np.sqrt(sq_avg[k]) + 1e-8)
            learning_rate *= lr_decay
            history.append(total / num_train)
            if epoch % 4 == 3:
                val_acc = (self.predict(X_val) == y_val).mean()
                print(f'epoch {epoch + 1:2d}  loss {history[-1]:.5f}  val acc {val_acc:.3f}')
        return history

    def predict(self, X):
        return self.loss(X).argmax(axis=1)


def make_rings(n, seed):
    """Four noisy classes: a point's class depends on its radius and on the side it lies on."""
    rng = np.random.default_rng(seed)
    radius = rng.uniform(0.2, 2.0, n)
    angle = rng.uniform(0, 2 * np.pi, n)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    y = 2 * (radius > 1.1).astype(int) + (X[:, 0] > 0).astype(int)
    return X + rng.normal(0, 0.05, X.shape), y


X_train, y_train = make_rings(500, seed=10)
X_val, y_val = make_rings(200, seed=11)
net = TwoLayerNet(2, 24, 4, reg=1e-3)
first, _ = net.loss(X_train, y_train)
print(f'initial loss {first:.5f}')
history = net.train(X_train, y_train, X_val, y_val)
print('best epoch loss %.5f' % min(history))
print('train acc %.3f' % (net.predict(X_train) == y_train).mean())
