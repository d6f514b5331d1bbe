"""Multi-label toy experiment: deep tanh MLP, Adam, step decay, best-on-validation model."""
import numpy as np

CONFIG = {
    "seed": 17,
    "n_samples": 320,
    "n_train": 220,
    "n_features": 12,
    "n_labels": 4,
    "hidden": [12, 12, 12],
    "epochs": 40,
    "batch_size": 48,
    "lr": 0.02,
    "lr_decay": 0.6,
    "decay_every": 10,
    "beta1": 0.9,
    "beta2": 0.99,
    "eps": 1e-8,
    "l2": 2e-3,
}


def make_dataset(cfg, rng):
    x = rng.normal(size=(cfg["n_samples"], cfg["n_features"])) * rng.uniform(0.5, 3, cfg["n_features"])
    x = x + rng.normal(size=cfg["n_features"])
    proj = rng.normal(size=(cfg["n_features"], cfg["n_labels"]))
    score = np.tanh(x) @ proj + 0.3 * rng.normal(size=(cfg["n_samples"], cfg["n_labels"]))
    y = (score > np.median(score, axis=0)).astype(float)
    n = cfg["n_train"]
    mean, std = x[:n].mean(axis=0), x[:n].std(axis=0)
    x = (x - mean) / std
    return (x[:n], y[:n]), (x[n:], y[n:])


def init_params(cfg, rng):
    dims = [cfg["n_features"]] + cfg["hidden"] + [cfg["n_labels"]]
    Ws = [rng.normal(size=(i, o)) * np.sqrt(2.0 / (i + o)) for i, o in zip(dims, dims[1:])]
    bs = [np.zeros(o) for o in dims[1:]]
    return Ws, bs


def forward(Ws, bs, x):
    hs = [x]
    for W, b in zip(Ws[:-1], bs[:-1]):
        hs.append(np.tanh(hs[-1] @ W + b))
    logits = hs[-1] @ Ws[-1] + bs[-1]
    return hs, logits


def bce_with_logits(logits, y):
    """Summed over the labels, averaged over the examples."""
    per_label = np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))
    return per_label.sum(axis=1).mean()


def objective(Ws, bs, x, y, l2):
    _, logits = forward(Ws, bs, x)
    return bce_with_logits(logits, y) + l2 * sum((W ** 2).sum() for W in Ws)


def gradients(Ws, bs, x, y, l2):
    hs, logits = forward(Ws, bs, x)
    probs = 1 / (1 + np.exp(-logits))
    delta = (probs - y) / len(x)
    dWs, dbs = [], []
    for l in range(len(Ws) - 1, -1, -1):
        dWs.insert(0, hs[l].T @ delta + 2 * l2 * Ws[l])
        dbs.insert(0, delta.sum(axis=0))
        if l > 0:
            delta = delta @ Ws[l].T * (1 - hs[l] ** 2)
    return dWs, dbs


def run(cfg):
    rng = np.random.default_rng(cfg["seed"])
    (x_tr, y_tr), (x_va, y_va) = make_dataset(cfg, rng)
    Ws, bs = init_params(cfg, rng)
    params = Ws + bs
    m = [np.zeros_like(p) for p in params]
    v = [np.zeros_like(p) for p in params]
    step, lr = 0, cfg["lr"]
    best_loss, best_epoch, best_params = np.inf, -1, None

    for epoch in range(cfg["epochs"]):
        if epoch > 0 and epoch % cfg["decay_every"] == 0:
            lr *= cfg["lr_decay"]
        order = rng.permutation(len(x_tr))
        for k in range(0, len(order), cfg["batch_size"]):
            idx = order[k:k + cfg["batch_size"]]
            dWs, dbs = gradients(Ws, bs, x_tr[idx], y_tr[idx], cfg["l2"])
            step += 1
            for p, g, m_p, v_p in zip(params, dWs + dbs, m, v):
                m_p += (1 - cfg["beta1"]) * (g - m_p)
                v_p += (1 - cfg["beta2"]) * (g * g - v_p)
                m_hat = m_p / (1 - cfg["beta1"] ** step)
                v_hat = v_p / (1 - cfg["beta2"] ** step)
                p -= lr * m_hat / (np.sqrt(v_hat) + cfg["eps"])

        val_loss = bce_with_logits(forward(Ws, bs, x_va)[1], y_va)
        if val_loss < best_loss:
            best_loss, best_epoch = val_loss, epoch
            best_params = [p.copy() for p in params]
        if epoch % 10 == 0 or epoch == cfg["epochs"] - 1:
            train_obj = objective(Ws, bs, x_tr, y_tr, cfg["l2"])
            print(f"[{epoch:02d}] lr={lr:.5f} objective={train_obj:.5f} val={val_loss:.5f}")

    Ws, bs = best_params[:len(Ws)], best_params[len(Ws):]
    logits = forward(Ws, bs, x_va)[1]
    print(f"best epoch {best_epoch}, val loss {bce_with_logits(logits, y_va):.5f}")
    print(f"val accuracy {np.mean((logits > 0) == (y_va > 0.5)):.4f}")


run(CONFIG)
