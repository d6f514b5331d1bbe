import numpy as np

np.random.seed(2)

def sigmoid(t):
    return 1 / (1 + np.exp(-t))

def forward(X, p):
    p['a1'] = np.tanh(np.dot(X, p['W1']) + p['b1'])
    p['a2'] = sigmoid(np.dot(p['a1'], p['W2']) + p['b2'])
    return p['a2']

def backward(X, y, p):
    n = X.shape[0]
    delta2 = (p['a2'] - y) / n
    delta1 = np.dot(delta2, p['W2'].T) * (1 - p['a1'] ** 2)
    return {'W2': np.dot(p['a1'].T, delta2), 'b2': np.sum(delta2, axis=0),
            'W1': np.dot(X.T, delta1), 'b1': np.sum(delta1, axis=0)}

def fit(X, y, hidden=6, learning_rate=0.3, n_epochs=40, batch_size=16):
    p = {'W1': np.random.randn(X.shape[1], hidden) * 0.6, 'b1': np.zeros(hidden),
         'W2': np.random.randn(hidden, 1) * 0.6, 'b2': np.zeros(1)}
    n = X.shape[0]
    for epoch in range(n_epochs):
        # reshuffle the training set at the start of each epoch
        perm = np.random.permutation(n)
        X_shuffled = X[perm]
        y_shuffled = y
        for start in range(0, n, batch_size):
            X_mini = X_shuffled[start:start + batch_size]
            y_mini = y_shuffled[start:start + batch_size]
            forward(X_mini, p)
            grads = backward(X_mini, y_mini, p)
            for k in grads:
                p[k] -= learning_rate * grads[k]
        if epoch % 8 == 0:
            out = forward(X, p)
            loss = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
            print('Epoch %3d | loss %.4f | accuracy %.3f' % (epoch, loss, np.mean((out > 0.5) == y)))
    return p

# two interleaving half circles
t = np.random.uniform(0, np.pi, 80)
X = np.concatenate([np.c_[np.cos(t[:40]), np.sin(t[:40])],
                    np.c_[1 - np.cos(t[40:]), 0.5 - np.sin(t[40:])]])
X += 0.08 * np.random.randn(80, 2)
y = np.concatenate([np.zeros((40, 1)), np.ones((40, 1))])
mix = np.random.permutation(80)
fit(X[mix], y[mix])
