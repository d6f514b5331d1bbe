import numpy as np

rng = np.random.RandomState(31)


def dense(n_in, n_out):
    """returns forward, backward and the list of [param, grad] pairs"""
    W = rng.randn(n_in, n_out) * np.sqrt(1 / n_in)
    b = np.zeros(n_out)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    saved = {}

    def forward(x, train):
        saved['x'] = x
        return x @ W + b

    def backward(dout):
        dW[...] = saved['x'].T @ dout
        db[...] = dout.sum(axis=0)
        return dout @ W.T

    return forward, backward, [(W, dW), (b, db)]


def tanh_layer():
    saved = {}

    def forward(x, train):
        saved['y'] = np.tanh(x)
        return saved['y']

    def backward(dout):
        return dout * (1 - saved['y'] ** 2)

    return forward, backward, []


def dropout(p_drop):
    saved = {}

    def forward(x, train):
        if not train:
            return x
        keep = 1 - p_drop
        saved['mask'] = (rng.rand(*x.shape) < keep) / keep
        return x * saved['mask']

    def backward(dout):
        return dout * saved['mask']

    return forward, backward, []


def rmsprop(pairs, lr, rho=0.9, eps=1e-6):
    sq = [np.zeros_like(p) for p, _ in pairs]

    def step():
        for (p, g), s in zip(pairs, sq):
            s *= rho
            s += (1 - rho) * g * g
            p -= lr * g / (np.sqrt(s) + eps)

    return step


def batches(X, y, size):
    order = rng.permutation(len(X))
    for i in range(0, len(X), size):
        pick = order[i:i + size]
        yield X[pick], y[pick]


def bce_with_logits(logits, y):
    loss = np.mean(np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits))))
    grad = (1 / (1 + np.exp(-logits)) - y) / len(y)
    return loss, grad


def run(layers, x, train):
    for fwd, _, _ in layers:
        x = fwd(x, train)
    return x


X = rng.randn(220, 4)
y = ((X[:, 0] * X[:, 1] + 0.5 * X[:, 2] + 0.2 * rng.randn(220)) > 0).astype(float)[:, None]
X_tr, y_tr, X_va, y_va = X[:160], y[:160], X[160:], y[160:]

layers = [dense(4, 24), tanh_layer(), dropout(0.2), dense(24, 12), tanh_layer(), dense(12, 1)]
step = rmsprop([pair for layer in layers for pair in layer[2]], lr=0.005)

for epoch in range(50):
    for xb, yb in batches(X_tr, y_tr, 25):
        logits = run(layers, xb, train=True)
        loss, grad = bce_with_logits(logits, yb)
        for _, bwd, _ in reversed(layers):
            grad = bwd(grad)
        step()
    if epoch % 10 == 0 or epoch == 49:
        train_loss = bce_with_logits(run(layers, X_tr, train=False), y_tr)[0]
        val_loss = bce_with_logits(run(layers, X_va, train=False), y_va)[0]
        print('epoch', epoch, 'train', round(train_loss, 5), 'val', round(val_loss, 5))
acc = np.mean((run(layers, X_va, train=False) > 0) == (y_va > 0.5))
print('validation accuracy', round(acc, 4))
