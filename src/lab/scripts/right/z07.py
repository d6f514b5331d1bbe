import numpy as np

# every layer is a pair of functions, the state lives in the closure


def dense(n_in, n_out, rng, mu=0.9):
    params = {
        "w": rng.randn(n_in, n_out) / np.sqrt(n_in),
        "b": np.zeros(n_out),
    }
    vel = {k: np.zeros_like(v) for k, v in params.items()}
    memo = {}

    def forward(x):
        memo["x"] = x
        return np.matmul(x, params["w"]) + params["b"]

    def backward(g, lr):
        gw = np.matmul(memo["x"].T, g)
        gb = g.sum(axis=0)
        gx = np.matmul(g, params["w"].T)
        # Nesterov (cs231n form)
        for k, grad in (("w", gw), ("b", gb)):
            v_prev = vel[k].copy()
            vel[k] = mu * vel[k] - lr * grad
            params[k] += -mu * v_prev + (1 + mu) * vel[k]
        return gx

    return forward, backward


def tanh_layer():
    memo = {}

    def forward(x):
        memo["y"] = np.tanh(x)
        return memo["y"]

    def backward(g, lr):
        return g * (1 - memo["y"] ** 2)

    return forward, backward


def half_squared():
    memo = {}

    def forward(p, t):
        memo["d"] = p - t
        return 0.5 * np.sum(memo["d"] ** 2) / len(p)

    def backward():
        return memo["d"] / len(memo["d"])

    return forward, backward


def compose(*layers):
    def forward(x):
        for f, _ in layers:
            x = f(x)
        return x

    def backward(g, lr):
        for _, b in layers[::-1]:
            g = b(g, lr)
        return g

    return forward, backward


rng = np.random.RandomState(2024)

# two outputs: product and squared distance of the inputs
X = rng.uniform(-1, 1, (150, 2))
T = np.column_stack([X[:, 0] * X[:, 1], (X[:, 0] - X[:, 1]) ** 2])

net, net_back = compose(
    dense(2, 16, rng), tanh_layer(),
    dense(16, 10, rng), tanh_layer(),
    dense(10, 2, rng),
)
loss_fn, loss_back = half_squared()

lr = 0.05
for it in range(501):
    loss = loss_fn(net(X), T)
    net_back(loss_back(), lr)
    if it % 50 == 0:
        print("it", it, "loss {:.7f}".format(loss))

P = net(X)
print("rms error per output:", np.sqrt(np.mean((P - T) ** 2, axis=0)).round(5))
print("first rows:")
print(np.hstack([T, P])[:3].round(4))
