"""Functional flavour: each layer is a set of closures, trained online with Adagrad."""
import numpy as np


def dense(fan_in, fan_out, rng):
    W = rng.standard_normal((fan_out, fan_in)) / np.sqrt(fan_in)
    b = np.zeros(fan_out)
    GW = np.zeros_like(W)
    Gb = np.zeros_like(b)
    memo = {}

    def forward(x):
        memo['x'] = x
        return W @ x + b

    def backward(dy):
        memo['dW'] = np.outer(dy, memo['x'])
        memo['db'] = dy
        return W.T @ dy

    def step(lr):
        nonlocal W, b, GW, Gb
        dW, db = memo['dW'], memo['db']
        GW = GW + dW ** 2
        Gb = Gb + db ** 2
        W = W - lr * dW / (np.sqrt(GW) + 1e-8)
        b = b - lr * db / (np.sqrt(Gb) + 1e-8)

    return forward, backward, step, lambda: (W, b)


def elu(alpha=1.0):
    memo = {}

    def forward(z):
        memo['z'] = z
        return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))

    def backward(dy):
        z = memo['z']
        return dy * np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))

    return forward, backward, lambda lr: None, None


def tanh():
    memo = {}

    def forward(z):
        memo['a'] = np.tanh(z)
        return memo['a']

    def backward(dy):
        return dy * (1 - memo['a'] ** 2)

    return forward, backward, lambda lr: None, None


def squared_error(out, target):
    err = out - target
    return np.sum(err ** 2), 2 * err


rng = np.random.default_rng(11)
layers = [dense(2, 8, rng), elu(), dense(8, 6, rng), tanh(), dense(6, 2, rng)]
angles = rng.uniform(0, 2 * np.pi, 40)
radius = rng.uniform(0.3, 1.5, 40)
inputs = np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)
outputs = np.stack([radius, np.sin(2 * angles)], axis=1)

for epoch in range(25):
    total = 0.0
    for n in rng.permutation(40):
        signal = inputs[n]
        for forward, _, _, _ in layers:
            signal = forward(signal)
        loss, grad = squared_error(signal, outputs[n])
        total += loss
        for _, backward, _, _ in reversed(layers):
            grad = backward(grad)
        for _, _, step, _ in layers:
            step(0.1)
    if epoch % 6 == 0:
        print('epoch %2d   loss per example %.8f' % (epoch, total / 40))

for i in (0, 2, 4):
    W, b = layers[i][3]()
    print('layer', i, 'norm of W', np.linalg.norm(W), 'b', b[:3])
