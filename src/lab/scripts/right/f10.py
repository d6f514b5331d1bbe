"""Unbalanced 3-class problem: class-weighted cross entropy, L1 penalty, leaky ReLU,
mini-batch SGD with step decay, early stopping on the validation loss."""
import numpy as np

CONFIG = dict(hidden=16, lr=0.1, drop_every=20, drop_factor=0.5, batch=30,
              epochs=120, patience=15, l1=2e-4, slope=0.1, seed=19)


def make_data(rng, counts=(260, 90, 50)):
    X, y = [], []
    for c, m in enumerate(counts):
        ang = rng.uniform(0, np.pi, m) + c * 2 * np.pi / 3
        rad = 1.0 + 0.3 * rng.standard_normal(m)
        X.append(np.stack([rad * np.cos(ang), rad * np.sin(ang)], axis=1))
        y.append(np.full(m, c))
    X, y = np.concatenate(X), np.concatenate(y)
    idx = rng.permutation(len(y))
    return X[idx], y[idx]


def leaky_relu(z, slope):
    return np.where(z > 0, z, slope * z)


def forward(theta, X, slope):
    W1, b1, W2, b2 = theta
    z1 = X @ W1 + b1
    a1 = leaky_relu(z1, slope)
    logits = a1 @ W2 + b2
    logits = logits - logits.max(axis=1, keepdims=True)
    probs = np.exp(logits)
    probs /= probs.sum(axis=1, keepdims=True)
    return z1, a1, probs


def data_loss(theta, X, y, class_w, slope):
    # weighted mean of -log p(correct class), the weights being those of the classes
    probs = forward(theta, X, slope)[2]
    w = class_w[y]
    return np.sum(-w * np.log(probs[np.arange(len(y)), y])) / np.sum(w)


def l1_penalty(theta, l1):
    return l1 * (np.abs(theta[0]).sum() + np.abs(theta[2]).sum())


def gradient(theta, X, y, class_w, slope, l1):
    """gradient of data_loss + l1_penalty"""
    W1, b1, W2, b2 = theta
    z1, a1, probs = forward(theta, X, slope)
    w = class_w[y]
    dz2 = probs.copy()
    dz2[np.arange(len(y)), y] -= 1.0
    dz2 *= (w / w.sum())[:, None]
    dW2 = a1.T @ dz2 + l1 * np.sign(W2)
    db2 = dz2.sum(axis=0)
    dz1 = (dz2 @ W2.T) * np.where(z1 > 0, 1.0, slope)
    dW1 = X.T @ dz1 + l1 * np.sign(W1)
    db1 = dz1.sum(axis=0)
    return dW1, db1, dW2, db2


def main(cfg):
    rng = np.random.default_rng(cfg['seed'])
    X, y = make_data(rng)
    X_tr, y_tr, X_va, y_va = X[:280], y[:280], X[280:], y[280:]
    counts = np.bincount(y_tr)
    class_w = len(y_tr) / (len(counts) * counts)

    h = cfg['hidden']
    theta = [rng.standard_normal((2, h)), np.zeros(h),
             rng.standard_normal((h, 3)) / np.sqrt(h), np.zeros(3)]
    lr, best, wait = cfg['lr'], np.inf, 0

    for epoch in range(1, cfg['epochs'] + 1):
        order = rng.permutation(len(y_tr))
        for s in range(0, len(order), cfg['batch']):
            rows = order[s:s + cfg['batch']]
            grads = gradient(theta, X_tr[rows], y_tr[rows], class_w, cfg['slope'], cfg['l1'])
            theta = [p - lr * g for p, g in zip(theta, grads)]
        # step decay, once every `drop_every` epochs
        if epoch % cfg['drop_every'] == 0:
            lr *= cfg['drop_factor']

        val = data_loss(theta, X_va, y_va, class_w, cfg['slope'])
        if val < best:
            best, best_theta, wait = val, theta, 0
        else:
            wait += 1
        if epoch % 10 == 0:
            obj = data_loss(theta, X_tr, y_tr, class_w, cfg['slope']) + l1_penalty(theta, cfg['l1'])
            print(f"{epoch:3d}  objective {obj:.6f}  val {val:.6f}  lr {lr:.5f}")
        if wait >= cfg['patience']:        # epochs in a row without a new best
            print("no improvement for", wait, "epochs, stop at", epoch)
            break

    pred = forward(best_theta, X_va, cfg['slope'])[2].argmax(axis=1)
    recalls = [np.mean(pred[y_va == c] == c) for c in range(3)]
    print(f"best val loss {best:.6f}")
    print(f"accuracy {np.mean(pred == y_va):.5f}  balanced accuracy {np.mean(recalls):.5f}")


if __name__ == '__main__':
    main(CONFIG)
