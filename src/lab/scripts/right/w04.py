import numpy as np

rng = np.random.default_rng(0)

# ---------- data: 12 features, 4 classes, rows are examples ----------
N, D, C = 480, 12, 4
means = rng.normal(size=(C, D))
labels = rng.integers(0, C, size=N)
data = means[labels] + 1.3 * rng.normal(size=(N, D))
X_train, X_test = data[:360], data[360:]
y_train, y_test = labels[:360], labels[360:]


def one_hot(y, c):
    return np.eye(c)[y]


def softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    ez = np.exp(z)
    return ez / np.sum(ez, axis=1, keepdims=True)


def init_params(sizes):
    params = {}
    for i in range(len(sizes) - 1):
        params[f"W{i + 1}"] = rng.normal(size=(sizes[i], sizes[i + 1])) / np.sqrt(sizes[i])
        params[f"b{i + 1}"] = np.zeros(sizes[i + 1])
    return params


def forward(params, x, keep_prob=1.0):
    a1 = np.tanh(x @ params["W1"] + params["b1"])
    mask1 = (rng.random(a1.shape) < keep_prob) / keep_prob
    d1 = a1 * mask1
    a2 = np.tanh(d1 @ params["W2"] + params["b2"])
    mask2 = (rng.random(a2.shape) < keep_prob) / keep_prob
    d2 = a2 * mask2
    probs = softmax(d2 @ params["W3"] + params["b3"])
    cache = (x, a1, mask1, d1, a2, mask2, d2, probs)
    return probs, cache


def backward(params, cache, t):
    x, a1, mask1, d1, a2, mask2, d2, probs = cache
    n = x.shape[0]
    grads = {}
    dz3 = (probs - t) / n
    grads["W3"] = d2.T @ dz3
    grads["b3"] = dz3.sum(axis=0)
    dd2 = dz3 @ params["W3"].T
    da2 = dd2 * mask2
    dz2 = da2 * (1 - a2 ** 2)
    grads["W2"] = d1.T @ dz2
    grads["b2"] = dz2.sum(axis=0)
    dd1 = dz2 @ params["W2"].T
    da1 = dd1 * mask1
    dz1 = da1 * (1 - a1 ** 2)
    grads["W1"] = x.T @ dz1
    grads["b1"] = dz1.sum(axis=0)
    return grads


def adam(params, grads, m, v, t, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
        m_hat = m[k] / (1 - beta1 ** t)
        v_hat = v[k] / (1 - beta2 ** t)
        params[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)


def evaluate(params, x, y):
    probs, _ = forward(params, x)
    loss = -np.mean(np.log(probs[np.arange(len(y)), y]))
    acc = np.mean(np.argmax(probs, axis=1) == y)
    return loss, acc


params = init_params([D, 30, 20, C])
m = {k: np.zeros_like(p) for k, p in params.items()}
v = {k: np.zeros_like(p) for k, p in params.items()}
T_train = one_hot(y_train, C)
batch = 40
t = 0
for epoch in range(60):
    perm = rng.permutation(len(X_train))
    for i in range(0, len(X_train), batch):
        sel = perm[i:i + batch]
        probs, cache = forward(params, X_train[sel], keep_prob=0.8)
        grads = backward(params, cache, T_train[sel])
        t += 1
        adam(params, grads, m, v, t)
    if epoch % 10 == 9 or epoch == 0:
        tr_loss, tr_acc = evaluate(params, X_train, y_train)
        te_loss, te_acc = evaluate(params, X_test, y_test)
        print(f"epoch {epoch + 1}: train loss {tr_loss:.5f} acc {tr_acc:.3f} | test loss {te_loss:.5f} acc {te_acc:.3f}")
