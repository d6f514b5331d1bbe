# toy experiment: teacher / student regression with ELU units
# objective: L = 1/(2B) sum_b |f(x_b) - y_b|^2, AdamW (decoupled weight decay)
import numpy as np

SEED = 1234
D_IN, D_HID, D_OUT = 5, 12, 2
B, STEPS = 32, 500
LR, B1, B2, EPS, WD = 3e-3, 0.9, 0.999, 1e-8, 1e-2
rng = np.random.default_rng(SEED)


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def delu(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def init(shapes):
    # theta[2i] : weight (out, in),  theta[2i + 1] : bias (out,)
    theta = []
    for o, i in shapes:
        theta += [rng.standard_normal((o, i)) * np.sqrt(1.5 / i), np.zeros(o)]
    return theta


def f(theta, x):
    W1, b1, W2, b2, W3, b3 = theta
    z1 = np.einsum("oi,bi->bo", W1, x) + b1
    h1 = elu(z1)
    z2 = np.einsum("oi,bi->bo", W2, h1) + b2
    h2 = elu(z2)
    out = np.einsum("oi,bi->bo", W3, h2) + b3
    return out, (x, z1, h1, z2, h2)


def loss_fn(out, y):
    return 0.5 * np.einsum("bo,bo->", out - y, out - y) / len(y)


def grad_fn(theta, out, y, cache):
    W1, b1, W2, b2, W3, b3 = theta
    x, z1, h1, z2, h2 = cache
    e3 = (out - y) / len(y)
    e2 = np.einsum("bo,oi->bi", e3, W3) * delu(z2)
    e1 = np.einsum("bo,oi->bi", e2, W2) * delu(z1)
    return [
        np.einsum("bo,bi->oi", e1, x), np.einsum("bo->o", e1),
        np.einsum("bo,bi->oi", e2, h1), np.einsum("bo->o", e2),
        np.einsum("bo,bi->oi", e3, h2), np.einsum("bo->o", e3),
    ]


# teacher data
teacher = init([(8, D_IN), (8, 8), (D_OUT, 8)])
X = rng.standard_normal((256, D_IN))
Y, _ = f(teacher, X)
X_test = rng.standard_normal((64, D_IN))
Y_test, _ = f(teacher, X_test)

theta = init([(D_HID, D_IN), (D_HID, D_HID), (D_OUT, D_HID)])
mu = [np.zeros_like(p) for p in theta]
nu = [np.zeros_like(p) for p in theta]

for t in range(1, STEPS + 1):
    batch = rng.integers(0, len(X), size=B)
    x, y = X[batch], Y[batch]
    out, cache = f(theta, x)
    grads = grad_fn(theta, out, y, cache)
    for k in range(len(theta)):
        mu[k] = B1 * mu[k] + (1 - B1) * grads[k]
        nu[k] = B2 * nu[k] + (1 - B2) * grads[k] ** 2
        mhat = mu[k] / (1 - B1 ** t)
        nhat = nu[k] / (1 - B2 ** t)
        update = mhat / (np.sqrt(nhat) + EPS)
        if theta[k].ndim == 2:  # no decay on biases
            update = update + WD * theta[k]
        theta[k] = theta[k] - LR * update
    if t % 50 == 0:
        train, test = loss_fn(f(theta, X)[0], Y), loss_fn(f(theta, X_test)[0], Y_test)
        print(f"{t:5d}  train {train:.8f}  test {test:.8f}")

print("final test loss", loss_fn(f(theta, X_test)[0], Y_test))
