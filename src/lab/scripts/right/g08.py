"""Experiment script. Everything that can be turned is in CONFIG.

MLP with leaky ReLU and inverted dropout, cross-entropy with smoothed labels,
AdamW (decoupled weight decay on the matrices), linear warm-up + cosine decay per update step.
"""
import numpy as np

CONFIG = {
    "seed": 123,
    "n_train": 320,
    "n_test": 160,
    "layers": [3, 20, 20, 4],
    "leak": 0.1,
    "dropout": 0.1,
    "label_smoothing": 0.05,
    "epochs": 50,
    "batch_size": 32,
    "optim": {"lr": 0.01, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8, "weight_decay": 0.01},
    "warmup_steps": 40,
}


def make_data(cfg, rng, n):
    x = rng.uniform(-1, 1, (n, cfg["layers"][0]))
    label = 2 * (x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] + 0.5 * x[:, 0] > 0).astype(int)
    return x, label


def init_params(cfg, rng):
    params = {}
    for i, (fan_in, fan_out) in enumerate(zip(cfg["layers"], cfg["layers"][1:])):
        params[f"w{i}"] = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
        params[f"b{i}"] = np.zeros(fan_out)
    return params


def forward(cfg, params, x, rng=None, train=False):
    depth = len(cfg["layers"]) - 1
    keep = 1 - cfg["dropout"]
    tape = []
    for i in range(depth):
        z = x @ params[f"w{i}"] + params[f"b{i}"]
        if i == depth - 1:
            tape.append((x, z, None))
            return z, tape
        h = np.where(z > 0, z, cfg["leak"] * z)
        mask = (rng.random(h.shape) < keep) / keep if train else np.ones_like(h)
        tape.append((x, z, mask))
        x = h * mask


def smooth_targets(cfg, label):
    k, s = cfg["layers"][-1], cfg["label_smoothing"]
    return (1 - s) * np.eye(k)[label] + s / k


def loss_and_dlogits(cfg, logits, label):
    q = smooth_targets(cfg, label)
    logits = logits - logits.max(axis=1, keepdims=True)
    logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss = -(q * logp).sum(axis=1).mean()
    return loss, (np.exp(logp) - q) / len(label)


def backward(cfg, params, tape, dz):
    grads = {}
    for i in reversed(range(len(tape))):
        x = tape[i][0]
        grads[f"w{i}"] = x.T @ dz
        grads[f"b{i}"] = dz.sum(axis=0)
        if i > 0:
            _, z, mask = tape[i - 1]
            dh = (dz @ params[f"w{i}"].T) * mask
            dz = dh * np.where(z > 0, 1.0, cfg["leak"])
    return grads


def lr_at(cfg, step, total_steps):
    """step = 1 .. total_steps, counted in parameter updates"""
    peak, warm = cfg["optim"]["lr"], cfg["warmup_steps"]
    if step <= warm:
        return peak * step / warm
    return 0.5 * peak * (1 + np.cos(np.pi * (step - warm) / (total_steps - warm)))


def adamw_update(cfg, params, grads, m, v, step, lr):
    o = cfg["optim"]
    for k in params:
        m[k] = o["beta1"] * m[k] + (1 - o["beta1"]) * grads[k]
        v[k] = o["beta2"] * v[k] + (1 - o["beta2"]) * grads[k] ** 2
        m_hat = m[k] / (1 - o["beta1"] ** step)
        v_hat = v[k] / (1 - o["beta2"] ** step)
        if k.startswith("w"):
            params[k] -= lr * o["weight_decay"] * params[k]
        params[k] -= lr * m_hat / (np.sqrt(v_hat) + o["eps"])


def run(cfg):
    rng = np.random.default_rng(cfg["seed"])
    x_train, l_train = make_data(cfg, rng, cfg["n_train"])
    x_test, l_test = make_data(cfg, rng, cfg["n_test"])
    params = init_params(cfg, rng)
    m = {k: np.zeros_like(p) for k, p in params.items()}
    v = {k: np.zeros_like(p) for k, p in params.items()}
    total_steps = cfg["epochs"] * (cfg["n_train"] // cfg["batch_size"])
    step = 0
    for epoch in range(1, cfg["epochs"] + 1):
        for idx in np.split(rng.permutation(cfg["n_train"]), cfg["n_train"] // cfg["batch_size"]):
            step += 1
            logits, tape = forward(cfg, params, x_train[idx], rng, train=True)
            _, dlogits = loss_and_dlogits(cfg, logits, l_train[idx])
            grads = backward(cfg, params, tape, dlogits)
            adamw_update(cfg, params, grads, m, v, step, lr_at(cfg, step, total_steps))
        if epoch % 10 == 0:
            logits, _ = forward(cfg, params, x_train, rng, train=False)
            print(f"epoch {epoch:3d}  train loss {loss_and_dlogits(cfg, logits, l_train)[0]:.6f}")
    logits, _ = forward(cfg, params, x_test, rng, train=False)
    print(f"test loss {loss_and_dlogits(cfg, logits, l_test)[0]:.6f}")
    print(f"test accuracy {(logits.argmax(axis=1) == l_test).mean():.5f}")


run(CONFIG)
