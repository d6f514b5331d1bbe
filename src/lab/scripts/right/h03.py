# Functional style: no classes, parameters live in dicts, functions return new dicts.
# Regression with two tanh layers, MSE + L2, RMSprop and an exponentially decaying step.
import numpy as np


def make_data(rng, n):
    x = rng.uniform(-2, 2, size=(n, 3))
    y = 20.0 + 6.0 * np.sin(2 * x[:, 0]) + 3.0 * x[:, 1] * x[:, 2] + rng.normal(0, 0.3, n)
    return x, y[:, None]


def split(rng, x, y, val_fraction):
    """Disjoint random training and validation parts."""
    perm = rng.permutation(len(x))
    n_val = int(val_fraction * len(x))
    val_idx = perm[:n_val]
    train_idx = perm[n_val:]
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]


def init(rng, sizes):
    params = {}
    for k in range(1, len(sizes)):
        params[f"W{k}"] = rng.normal(0, 1, (sizes[k - 1], sizes[k])) / np.sqrt(sizes[k - 1])
        params[f"b{k}"] = np.zeros((1, sizes[k]))
    return params


def forward(params, x):
    h1 = np.tanh(x @ params["W1"] + params["b1"])
    h2 = np.tanh(h1 @ params["W2"] + params["b2"])
    out = h2 @ params["W3"] + params["b3"]
    return out, {"x": x, "h1": h1, "h2": h2}


def loss_fn(params, out, y, lam):
    """mean((out - y)^2) + lam * sum of all squared weights (biases excluded)"""
    penalty = sum(np.sum(params[k] ** 2) for k in ("W1", "W2", "W3"))
    return np.mean((out - y) ** 2) + lam * penalty


def backward(params, out, y, cache, lam):
    grads = {}
    d = 2.0 * (out - y) / len(y)
    grads["W3"] = cache["h2"].T @ d
    grads["b3"] = d.sum(axis=0, keepdims=True)
    d = (d @ params["W3"].T) * (1 - cache["h2"] ** 2)
    grads["W2"] = cache["h1"].T @ d
    grads["b2"] = d.sum(axis=0, keepdims=True)
    d = (d @ params["W2"].T) * (1 - cache["h1"] ** 2)
    grads["W1"] = cache["x"].T @ d
    grads["b1"] = d.sum(axis=0, keepdims=True)
    for k in ("W1", "W2", "W3"):
        grads[k] = grads[k] + 2.0 * lam * params[k]
    return grads


def rmsprop(params, grads, state, lr, rho=0.9, eps=1e-8):
    new_params, new_state = {}, {}
    for k in params:
        new_state[k] = rho * state[k] + (1 - rho) * grads[k] ** 2
        new_params[k] = params[k] - lr * grads[k] / (np.sqrt(new_state[k]) + eps)
    return new_params, new_state


def rmse_original_units(params, x, y, y_mean, y_std):
    """x is scaled already, y is in the original units"""
    out, _ = forward(params, x)
    return np.sqrt(np.mean((out * y_std + y_mean - y) ** 2))


def main():
    rng = np.random.default_rng(7)
    x, y = make_data(rng, 500)
    xt, yt, xv, yv = split(rng, x, y, 0.2)
    x_mean, x_std = xt.mean(axis=0), xt.std(axis=0)
    y_mean, y_std = yt.mean(), yt.std()
    xt, xv = (xt - x_mean) / x_std, (xv - x_mean) / x_std
    zt = (yt - y_mean) / y_std

    lam, lr0, decay, batch = 1e-4, 0.01, 0.98, 40
    params = init(rng, [3, 24, 12, 1])
    state = {k: np.zeros_like(v) for k, v in params.items()}

    for epoch in range(100):
        lr = lr0 * decay ** epoch        # learning rate after `epoch` epochs
        perm = rng.permutation(len(xt))
        for s in range(0, len(xt), batch):
            idx = perm[s:s + batch]
            out, cache = forward(params, xt[idx])
            grads = backward(params, out, zt[idx], cache, lam)
            params, state = rmsprop(params, grads, state, lr)
        if epoch % 10 == 0 or epoch == 99:
            out, _ = forward(params, xt)
            print("epoch %3d lr %.6f train loss %.6f" % (epoch, lr, loss_fn(params, out, zt, lam)))

    print("train RMSE      %.6f" % rmse_original_units(params, xt, yt, y_mean, y_std))
    print("validation RMSE %.6f" % rmse_original_units(params, xv, yv, y_mean, y_std))


if __name__ == "__main__":
    main()
