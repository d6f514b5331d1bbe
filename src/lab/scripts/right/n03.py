# fit of a damped oscillation by a 1-14-14-1 net, RMSprop
# E = 1/2 sum_i (y_i - f_i)^2
import numpy as np
from numpy import exp, log, tanh, sqrt

s = np.random.RandomState(7)
N = 90
t = np.linspace(0, 6, N)[:, None]
f = exp(-0.35 * t) * np.cos(2.2 * t) + 0.02 * s.randn(N, 1)
x = (t - 3) / 2

H = 14
A = s.randn(1, H) * 1.2
a = 0.3 * s.randn(H)
B = s.randn(H, H) / sqrt(H)
b = np.zeros(H)
C = s.randn(H, 1) / sqrt(H)
c = np.zeros(1)


def h(u):  # softplus
    return np.maximum(u, 0) + log(1 + exp(-abs(u)))


def q(u):  # derivative of h
    return 1 / (1 + exp(-u))


S = [np.zeros_like(P) for P in (A, a, B, b, C, c)]
k = 0.95
l0 = 0.01

for n in range(1201):
    u = x @ A + a
    p = h(u)
    v = p @ B + b
    r = tanh(v)
    y = r @ C + c

    e = y - f
    E = 0.5 * (e ** 2).sum()

    gC = r.T @ e
    gc = e.sum(0)
    d = (e @ C.T) * (1 - r ** 2)
    gB = p.T @ d
    gb = d.sum(0)
    d = (d @ B.T) * q(u)
    gA = x.T @ d
    ga = d.sum(0)

    l = l0 / (1 + n / 150)
    for P, g, w in zip((A, a, B, b, C, c), (gA, ga, gB, gb, gC, gc), S):
        w *= k
        w += (1 - k) * g ** 2
        P -= l * g / (sqrt(w) + 1e-6)

    if n % 300 == 0:
        print(n, "E =", round(float(E), 6))

y = tanh(h(x @ A + a) @ B + b) @ C + c
print("rms", float(sqrt(((y - f) ** 2).mean())))
print("y(0), y(3), y(6):", y[0, 0], y[N // 2, 0], y[-1, 0])
