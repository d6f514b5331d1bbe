"""Fit a damped oscillation x(t) = exp(-gamma t) cos(omega t) with a small
neural network (1-16-16-1).  Lab course, voluntary exercise 7."""
import numpy as np

rng = np.random.RandomState(42)

# --- "measurement" -------------------------------------------------------
gamma, omega, sigma = 0.25, 1.8, 0.03
N = 80
t = np.linspace(0.0, 8.0, N)
x_meas = np.exp(-gamma * t) * np.cos(omega * t) + sigma * rng.randn(N)

tau = (t - t.mean()) / (0.5 * (t.max() - t.min()))     # dimensionless time
tau = tau.reshape(N, 1)
x_meas = x_meas.reshape(N, 1)

# --- network -------------------------------------------------------------
H = 16
W1 = rng.randn(1, H) * 2.0
b1 = rng.uniform(-1, 1, (1, H))
W2 = rng.randn(H, H) / np.sqrt(H)
b2 = np.zeros((1, H))
W3 = rng.randn(H, 1) / np.sqrt(H)
b3 = np.zeros((1, 1))

vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)
vW3, vb3 = np.zeros_like(W3), np.zeros_like(b3)

eta0 = 0.05       # step size
decay = 5e-4
mu = 0.9          # "friction"
steps = 3000

for n in range(steps):
    eta = eta0 / (1.0 + decay * n)

    # forward
    a1 = np.tanh(tau @ W1 + b1)
    a2 = np.tanh(a1 @ W2 + b2)
    x = a2 @ W3 + b3
    chi2 = np.mean((x - x_meas) ** 2)

    # backward
    d3 = 2.0 * (x - x_meas) / N
    gW3 = a2.T @ d3
    gb3 = d3.sum(axis=0, keepdims=True)
    d2 = (d3 @ W3.T) * (1.0 - a2 ** 2)
    gW2 = a1.T @ d2
    gb2 = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ W2.T) * (1.0 - a1 ** 2)
    gW1 = tau.T @ d1
    gb1 = d1.sum(axis=0, keepdims=True)

    # equation of motion of the weights
    vW1 = mu * vW1 - eta * gW1
    vb1 = mu * vb1 - eta * gb1
    vW2 = mu * vW2 - eta * gW2
    vb2 = mu * vb2 - eta * gb2
    vW3 = mu * vW3 - eta * gW3
    vb3 = mu * vb3 - eta * gb3
    W1 = W1 + vW1
    b1 = b1 + vb1
    W2 = W2 + vW2
    b2 = b2 + vb2
    W3 = W3 + vW3
    b3 = b3 + vb3

    if n % 500 == 0:
        print("step %5d   <dx^2> = %.6f" % (n, chi2))

x = np.tanh(np.tanh(tau @ W1 + b1) @ W2 + b2) @ W3 + b3
rms = np.sqrt(np.mean((x - x_meas) ** 2))
print("rms residual / sigma = %.4f" % (rms / sigma))
