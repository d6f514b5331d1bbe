# All the parameters live in one long vector theta, the way optimisers like it.
import numpy as np

SIZES = [2, 5, 5, 5, 2]
LAM = 1e-3


def unpack(theta):
    weights, pos = [], 0
    for n_in, n_out in zip(SIZES[:-1], SIZES[1:]):
        W = theta[pos:pos + n_in * n_out].reshape(n_in, n_out)
        pos += n_in * n_out
        b = theta[pos:pos + n_out]
        pos += n_out
        weights.append((W, b))
    return weights


def activations(theta, X):
    acts = [X]
    weights = unpack(theta)
    for depth, (W, b) in enumerate(weights):
        z = np.matmul(acts[-1], W) + b
        last = depth == len(weights) - 1
        acts.append(1.0 / (1.0 + np.exp(-z)) if last else np.tanh(z))
    return acts


def objective(theta, X, Y):
    """Binary cross entropy of both outputs plus LAM/2 * |weights|^2, and its gradient."""
    weights = unpack(theta)
    acts = activations(theta, X)
    P = acts[-1]
    value = -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))
    for W, _ in weights:
        value += 0.5 * LAM * np.sum(W * W)

    pieces = []
    delta = (P - Y) / X.shape[0]
    for depth in range(len(weights) - 1, -1, -1):
        W = weights[depth][0]
        gW = np.matmul(acts[depth].T, delta) + LAM * W
        gb = delta.sum(axis=0)
        pieces.append(np.concatenate([gW.ravel(), gb]))
        if depth > 0:
            delta = np.matmul(delta, W.T) * (1 - acts[depth] ** 2)
    pieces.reverse()
    return value, np.concatenate(pieces)


def first_theta(rs):
    parts = []
    for n_in, n_out in zip(SIZES[:-1], SIZES[1:]):
        parts.append(rs.randn(n_in * n_out) * np.sqrt(1.5 / n_in))
        parts.append(np.zeros(n_out))
    return np.concatenate(parts)


rs = np.random.RandomState(99)
X = rs.uniform(-1.5, 1.5, (120, 2))
Y = np.stack([X[:, 0] + X[:, 1] > 0.2, X[:, 0] ** 2 + X[:, 1] ** 2 < 1.2], axis=1).astype(float)

theta = first_theta(rs)
v = np.zeros_like(theta)
mu = 0.9
lr0 = 0.08
for t in range(700):
    lr = lr0 * 0.999 ** t
    value, grad = objective(theta, X, Y)
    # Nesterov in the "jumped" variables
    v_prev = v.copy()
    v *= mu
    v -= lr * grad
    theta += -mu * v_prev + (1 + mu) * v
    if t % 100 == 0:
        print("t=%d value=%.8f" % (t, value))

value, grad = objective(theta, X, Y)
print("final value=%.8f |grad|=%.6f" % (value, np.linalg.norm(grad)))
print("hit rates:", np.mean((activations(theta, X)[-1] > 0.5) == (Y > 0.5), axis=0))
