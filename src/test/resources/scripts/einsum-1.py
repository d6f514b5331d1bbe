import numpy as np

# All contractions spelled out with einsum; n = example, i = input, h = hidden, o = output
rng = np.random.default_rng(0)
X = rng.standard_normal((64, 3))
Y = np.stack([np.tanh(X[:, 0] - X[:, 1]), 0.5 * X[:, 2] * X[:, 0]], axis=1)

W1 = rng.standard_normal((3, 9)) * 0.5
b1 = np.zeros(9)
W2 = rng.standard_normal((9, 2)) * 0.3
b2 = np.zeros(2)
lr = 0.1

for step in range(250):
    Z1 = np.einsum('ni,ih->nh', X, W1) + b1
    H = np.tanh(Z1)
    P = np.einsum('nh,ho->no', H, W2) + b2
    R = P - Y
    loss = np.einsum('no,no->', R, R) / R.size

    dP = 2 * R / R.size
    dW2 = np.einsum('nh,no->ho', H, dP)
    db2 = np.einsum('no->o', dP)
    dH = np.einsum('no,ho->nh', dP, W2)
    dZ1 = dH * (1 - H ** 2)
    dW1 = np.einsum('ni,nh->ih', X, dZ1)
    db1 = np.einsum('nh->h', dZ1)

    for param, grad in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        param -= lr * grad

    if step % 100 == 0:
        print(step, loss)
