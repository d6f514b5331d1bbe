import numpy as np

config = {
    "seed": 11,
    "hidden": 8,
    "alpha": 1.0,        # elu
    "lr": 0.15,
    "l1": 0.002,
    "clip": 0.5,
    "eps": 1e-8,
    "steps": 250,
    "log_every": 50,
}


def make_data(rng):
    x = rng.uniform(-2, 2, size=(32, 2))
    y = np.stack([np.sin(x[:, 0]) + 0.5 * x[:, 1], x[:, 0] * x[:, 1]], axis=1)
    return x, y


def init_params(rng, n_in, n_hidden, n_out):
    return {
        "W1": rng.normal(0, 0.7, (n_in, n_hidden)),
        "b1": np.zeros(n_hidden),
        "W2": rng.normal(0, 0.4, (n_hidden, n_out)),
        "b2": np.zeros(n_out),
    }


def elu(z, alpha):
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


def elu_grad(z, alpha):
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


def forward(params, x, cfg):
    z1 = x @ params["W1"] + params["b1"]
    h1 = elu(z1, cfg["alpha"])
    out = h1 @ params["W2"] + params["b2"]
    return out, {"x": x, "z1": z1, "h1": h1}


def loss_fn(params, out, y, cfg):
    data_loss = np.mean((out - y) ** 2)
    reg = cfg["l1"] * (np.abs(params["W1"]).sum() + np.abs(params["W2"]).sum())
    return data_loss + reg


def backward(params, out, y, cache, cfg):
    grads = {}
    dout = 2.0 * (out - y) / y.size
    grads["W2"] = cache["h1"].T @ dout + cfg["l1"] * np.sign(params["W2"])
    grads["b2"] = dout.sum(axis=0)
    dh1 = dout @ params["W2"].T
    dz1 = dh1 * elu_grad(cache["z1"], cfg["alpha"])
    grads["W1"] = cache["x"].T @ dz1 + cfg["l1"] * np.sign(params["W1"])
    grads["b1"] = dz1.sum(axis=0)
    return grads


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads.values()))
    if norm > max_norm:
        scale = max_norm / norm
        grads = {k: g * scale for k, g in grads.items()}
    return grads


def adagrad_step(params, grads, state, cfg):
    for k in params:
        state[k] += grads[k] ** 2
        params[k] -= cfg["lr"] * grads[k] / (np.sqrt(state[k]) + cfg["eps"])


def train(cfg):
    rng = np.random.default_rng(cfg["seed"])
    x, y = make_data(rng)
    params = init_params(rng, x.shape[1], cfg["hidden"], y.shape[1])
    state = {k: np.zeros_like(p) for k, p in params.items()}
    for step in range(cfg["steps"]):
        out, cache = forward(params, x, cfg)
        if step % cfg["log_every"] == 0:
            print("step", step, "loss", loss_fn(params, out, y, cfg))
        grads = backward(params, out, y, cache, cfg)
        grads = clip_by_global_norm(grads, cfg["clip"])
        adagrad_step(params, grads, state, cfg)
    return params


params = train(config)
