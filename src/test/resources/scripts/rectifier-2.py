import numpy as np

# Fit y = sin(x) with one hidden relu layer, hand-derived gradients
rng = np.random.RandomState(9)
x = np.linspace(-np.pi, np.pi, 100).reshape(-1, 1)
y = np.sin(x)

params = dict(
    w1=rng.randn(1, 20),
    b1=rng.randn(20),
    w2=rng.randn(20, 1) * 0.1,
    b2=np.zeros(1),
)

def model(p, x):
    z = x @ p['w1'] + p['b1']
    r = z * (z > 0)
    return z, r, r @ p['w2'] + p['b2']

def gradients(p, x, y):
    z, r, pred = model(p, x)
    n = len(x)
    g = 2 * (pred - y) / n
    dz = (g @ p['w2'].T) * (z > 0)
    return {
        'w1': x.T @ dz,
        'b1': dz.sum(0),
        'w2': r.T @ g,
        'b2': g.sum(0),
    }, ((pred - y) ** 2).mean()

lr = 0.02
for i in range(250):
    grads, mse = gradients(params, x, y)
    for k in params:
        params[k] = params[k] - lr * grads[k]
    if i % 200 == 0:
        print(f'{i:5d} {mse:.6f}')
