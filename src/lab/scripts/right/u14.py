import numpy as np

# ---- autoencoder 8 -> 6 -> 2 -> 6 -> 8 on data that lies near a curved surface ----
rng = np.random.default_rng(77)
n = 210
latent = rng.uniform(-1, 1, (n, 2))
mix = rng.normal(size=(5, 8))
feats = np.c_[latent, latent ** 2, latent[:, :1] * latent[:, 1:]]
data = 1 / (1 + np.exp(-(feats @ mix)))
data = np.clip(data + 0.02 * rng.normal(size=data.shape), 0.01, 0.99)

sizes = [8, 6, 2, 6, 8]
acts = ['relu', 'tanh', 'relu', 'sigmoid']


def act(name, z):
    if name == 'relu':
        return np.where(z > 0, z, 0)
    if name == 'tanh':
        return np.tanh(z)
    return 1 / (1 + np.exp(-z))


def act_grad(name, z, a):
    if name == 'relu':
        return (z > 0) * 1.0
    if name == 'tanh':
        return 1 - a * a
    return a * (1 - a)


Ws = [rng.normal(size=(i, o)) * np.sqrt(2 / (i + o)) for i, o in zip(sizes[:-1], sizes[1:])]
bs = [np.zeros(o) + 0.05 for o in sizes[1:]]


def forward(x):
    zs, outs = [], [x]
    for W, b, name in zip(Ws, bs, acts):
        zs.append(outs[-1] @ W + b)
        outs.append(act(name, zs[-1]))
    return zs, outs


def loss_fn(x_hat, x, wd):
    rec = ((x_hat - x) ** 2).sum(axis=1).mean()
    return rec + wd * sum((W ** 2).sum() for W in Ws)


def backward(x, wd):
    zs, outs = forward(x)
    gW, gb = [], []
    grad = 2 * (outs[-1] - x) / x.shape[0]
    for k in range(len(Ws) - 1, -1, -1):
        grad = grad * act_grad(acts[k], zs[k], outs[k + 1])
        gW.insert(0, outs[k].T @ grad + 2 * wd * Ws[k])
        gb.insert(0, grad.sum(axis=0))
        grad = grad @ Ws[k].T
    return gW, gb, loss_fn(outs[-1], x, wd)


def lr_at(step, base, warmup, total):
    if step < warmup:
        return base * (step + 1) / warmup
    return base * 0.5 * (1 + np.cos(np.pi * (step - warmup) / (total - warmup)))


wd = 1e-4
epochs, bsz = 80, 30
total_steps = epochs * (n // bsz)
m = [np.zeros_like(p) for p in Ws + bs]
v = [np.zeros_like(p) for p in Ws + bs]
b1, b2, eps = 0.9, 0.999, 1e-8
step = 0

for epoch in range(epochs):
    rng.shuffle(data)
    running = 0.0
    for s in range(0, n, bsz):
        gW, gb, loss = backward(data[s:s + bsz], wd)
        running += loss
        lr = lr_at(step, 0.02, 50, total_steps)
        step += 1
        for i, (p, g) in enumerate(zip(Ws + bs, gW + gb)):
            m[i] = b1 * m[i] + (1 - b1) * g
            v[i] = b2 * v[i] + (1 - b2) * g ** 2
            mhat = m[i] / (1 - b1 ** step)
            vhat = v[i] / (1 - b2 ** step)
            p -= lr * mhat / (np.sqrt(vhat) + eps)
    if epoch % 10 == 0:
        print(f'epoch {epoch:3d} | loss {running / (n // bsz):.6f} | lr {lr:.5f}')

_, outs = forward(data)
print(f'final loss {loss_fn(outs[-1], data, wd):.6f}')
print('code of first example:', np.round(outs[2][0], 4))
