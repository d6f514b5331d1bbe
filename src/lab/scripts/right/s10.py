import numpy as np

# robust (mean absolute error) fit of a noisy sine, lasso penalty, einsum everywhere
# indices: b batch, i inputs, o outputs;  W has shape (o, i)
g = np.random.default_rng(12)
x = np.linspace(-3, 3, 32)[:, None]
y = np.sin(x) + 0.05 * g.standard_normal((32, 1))

H = 6
W1 = g.standard_normal((H, 1)); b1 = np.zeros(H)
W2 = g.standard_normal((H, H)) / np.sqrt(H); b2 = np.zeros(H)
W3 = g.standard_normal((H, H)) / np.sqrt(H); b3 = np.zeros(H)
W4 = g.standard_normal((1, H)) / np.sqrt(H); b4 = np.zeros(1)
lam = 2e-3
lr = 0.05

elu = lambda z: np.where(z > 0, z, np.expm1(z))
elu_grad = lambda z: np.where(z > 0, 1.0, np.exp(z))
affine = lambda a, W, b: np.einsum("bi,oi->bo", a, W) + b

for step in range(300):
    if step > 0 and step % 100 == 0:
        lr *= 0.5

    z1 = affine(x, W1, b1);  h1 = elu(z1)
    z2 = affine(h1, W2, b2); h2 = elu(z2)
    z3 = affine(h2, W3, b3); h3 = elu(z3)
    pred = affine(h3, W4, b4)

    mae = np.mean(np.abs(pred - y))
    penalty = lam * sum(np.abs(W).sum() for W in (W1, W2, W3, W4))
    if step % 60 == 0:
        print(f"{step:4d} mae={mae:.4f} penalty={penalty:.4f} objective={mae + penalty:.4f}")

    d4 = np.sign(pred - y) / len(x)
    d3 = np.einsum("bo,oi->bi", d4, W4) * elu_grad(z3)
    d2 = np.einsum("bo,oi->bi", d3, W3) * elu_grad(z2)
    d1 = np.einsum("bo,oi->bi", d2, W2) * elu_grad(z1)

    gW4 = np.einsum("bo,bi->oi", d4, h3) + lam * np.sign(W4)
    gW3 = np.einsum("bo,bi->oi", d3, h2) + lam * np.sign(W3)
    gW2 = np.einsum("bo,bi->oi", d2, h1) + lam * np.sign(W2)
    gW1 = np.einsum("bo,bi->oi", d1, x) + lam * np.sign(W1)
    gb4 = np.einsum("bo->o", d4)
    gb3 = np.einsum("bo->o", d3)
    gb2 = np.einsum("bo->o", d2)
    gb1 = np.einsum("bo->o", d1)

    W4 -= lr * gW4
    b4 -= lr * gb4
    W3 -= lr * gW3
    b3 -= lr * gb3
    W2 -= lr * gW2
    b2 -= lr * gb2
    W1 -= lr * gW1
    b1 -= lr * gb1
