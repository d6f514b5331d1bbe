# Denoising autoencoder: get the clean 8-pixel "strip" back from a noisy one.
# All three layers are 8 x 8. Nesterov momentum, full batch.
import numpy as np

rng = np.random.default_rng(2023)
d, n = 8, 200

# clean strips: a smooth bump at a random place, all values in (0, 1)
pos = rng.uniform(1, 6, (n, 1))
width = rng.uniform(0.7, 1.6, (n, 1))
clean = 0.1 + 0.8 * np.exp(-((np.arange(d) - pos) / width) ** 2)
noisy = clean + rng.normal(0, 0.15, (n, d))


def sig(a):
    return 1 / (1 + np.exp(-a))


def forward(x, W, b):
    h1 = np.tanh(x @ W[0] + b[0])
    h2 = np.tanh(h1 @ W[1] + b[1])
    out = sig(h2 @ W[2] + b[2])
    return h1, h2, out


def loss_fn(out, target):
    # half the squared error of a strip, averaged over the strips
    return 0.5 * np.sum((out - target) ** 2) / len(target)


def gradients(x, target, W, b):
    h1, h2, out = forward(x, W, b)
    d3 = (out - target) / len(x) * out * (1 - out)
    d2 = (d3 @ W[2].T) * (1 - h2 ** 2)
    d1 = (d2 @ W[1].T) * (1 - h1 ** 2)
    gW = [x.T @ d1, h1.T @ d2, h2.T @ d3]
    gb = [d1.sum(axis=0), d2.sum(axis=0), d3.sum(axis=0)]
    return gW, gb


W = [rng.normal(0, 1 / np.sqrt(d), (d, d)) for _ in range(3)]
b = [np.zeros(d) for _ in range(3)]
vW = [np.zeros((d, d)) for _ in range(3)]
vb = [np.zeros(d) for _ in range(3)]
lr, mu = 0.3, 0.9

print("noisy input itself: %.6f" % loss_fn(noisy, clean))
for it in range(1001):
    if it % 200 == 0:
        print("iter %4d   loss %.6f" % (it, loss_fn(forward(noisy, W, b)[-1], clean)))
    # Nesterov: take the gradient at the point the velocity is carrying us to
    aheadW = [W[k] + mu * vW[k] for k in range(3)]
    aheadb = [b[k] + mu * vb[k] for k in range(3)]
    gW, gb = gradients(noisy, clean, aheadW, aheadb)
    for k in range(3):
        vW[k] *= mu
        vW[k] -= lr * gW[k]
        vb[k] *= mu
        vb[k] -= lr * gb[k]
        W[k] = W[k] + vW[k]
        b[k] = b[k] + vb[k]

restored = forward(noisy, W, b)[-1]
print("mean abs error after denoising: %.6f" % np.abs(restored - clean).mean())
print("strip 0 clean   ", np.round(clean[0], 5))
print("strip 0 restored", np.round(restored[0], 5))
