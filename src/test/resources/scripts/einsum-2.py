import numpy as np

def init(rng, sizes):
    return [(rng.normal(0, np.sqrt(1 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes[:-1], sizes[1:])]

def forward(params, x):
    (w1, b1), (w2, b2), (w3, b3) = params
    h1 = np.tanh(np.einsum('bi,ij->bj', x, w1) + b1)
    h2 = np.tanh(np.einsum('bi,ij->bj', h1, w2) + b2)
    out = np.einsum('bi,ij->bj', h2, w3) + b3
    return h1, h2, out

def loss_fn(out, y):
    return np.mean((out - y) ** 2)

def grad_fn(params, x, y):
    (w1, b1), (w2, b2), (w3, b3) = params
    h1, h2, out = forward(params, x)
    g3 = 2 * (out - y) / y.size
    g2 = np.einsum('bj,ij->bi', g3, w3) * (1 - h2 ** 2)
    g1 = np.einsum('bj,ji->bi', g2, w2) * (1 - h1 ** 2)
    return [(np.einsum('bi,bj->ij', x, g1), g1.sum(0)),
            (np.einsum('bi,bj->ij', h1, g2), g2.sum(0)),
            (np.einsum('bi,bj->ij', h2, g3), g3.sum(0))]

def update(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

rng = np.random.default_rng(47)
x = rng.uniform(-1, 1, (100, 2))
y = (x[:, :1] ** 2 + np.sin(2 * x[:, 1:]))
params = init(rng, [2, 8, 8, 1])
for epoch in range(250):
    params = update(params, grad_fn(params, x, y), lr=0.1)
    if epoch % 100 == 0:
        print(epoch, loss_fn(forward(params, x)[-1], y))
