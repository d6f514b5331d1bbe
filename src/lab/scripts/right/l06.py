# affine - batchnorm - relu - affine - softmax on the spiral dataset
import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), np.sum(dout, axis=0)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    ivar = 1.0 / np.sqrt(var + eps)
    xhat = (x - mu) * ivar
    return gamma * xhat + beta, (x, xhat, gamma, ivar)


def batchnorm_backward(dout, cache):
    x, xhat, gamma, ivar = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dx = ivar / N * (N * dxhat - dxhat.sum(axis=0) - xhat * np.sum(dxhat * xhat, axis=0))
    return dx, dgamma, dbeta


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx


def softmax_loss(scores, y):
    N = scores.shape[0]
    exp_scores = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    return loss, dscores


class TwoLayerNet:
    def __init__(self, D, H, C, reg):
        self.reg = reg
        self.params = {
            'W1': 0.1 * np.random.randn(D, H), 'b1': np.zeros(H),
            'gamma': np.ones(H), 'beta': np.zeros(H),
            'W2': 0.1 * np.random.randn(H, C), 'b2': np.zeros(C),
        }

    def loss(self, X, y=None):
        p = self.params
        a, c1 = affine_forward(X, p['W1'], p['b1'])
        n, c2 = batchnorm_forward(a, p['gamma'], p['beta'])
        h, c3 = relu_forward(n)
        scores, c4 = affine_forward(h, p['W2'], p['b2'])
        if y is None:
            return scores
        data_loss, dscores = softmax_loss(scores, y)
        loss = data_loss + 0.5 * self.reg * (np.sum(p['W1'] ** 2) + np.sum(p['W2'] ** 2))
        g = {}
        dh, g['W2'], g['b2'] = affine_backward(dscores, c4)
        dn = relu_backward(dh, c3)
        da, g['gamma'], g['beta'] = batchnorm_backward(dn, c2)
        _, g['W1'], g['b1'] = affine_backward(da, c1)
        g['W2'] += self.reg * p['W2']
        g['W1'] += self.reg * p['W1']
        return loss, g


np.random.seed(0)
N, D, K = 80, 2, 3
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.0, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

net = TwoLayerNet(D, 40, K, reg=1e-3)
velocity = {k: np.zeros_like(val) for k, val in net.params.items()}
learning_rate, mu = 0.1, 0.9
for it in range(900):
    batch = np.random.choice(N * K, 64, replace=False)
    loss, grads = net.loss(X[batch], y[batch])
    for k in net.params:
        v = velocity[k]
        v_prev = v.copy()
        v *= mu
        v -= learning_rate * grads[k]
        net.params[k] += -mu * v_prev + (1 + mu) * v   # Nesterov
    if (it + 1) % 300 == 0:
        learning_rate *= 0.5
    if it % 150 == 0:
        print('iteration %d: loss %f' % (it, loss))
print('final loss %.6f' % net.loss(X, y)[0])
print('training accuracy: %.4f' % np.mean(np.argmax(net.loss(X), axis=1) == y))
