# Fit of a Morse potential V(r) = D (1 - exp(-a (r - r0)))^2 with a small neural network
# softplus units (the force -dV/dr stays smooth), loss = 1/(2N) sum (V_nn - V)^2
# Nesterov's accelerated gradient, biases are the last column of every matrix
import numpy as np

rng = np.random.default_rng(1929)

# --- "measured" data
D, a, r0 = 2.0, 1.2, 1.5
N = 90
r = np.linspace(0.9, 5.0, N)
V = D * (1.0 - np.exp(-a * (r - r0)))**2 + 0.02 * rng.normal(size=N)

xi = (r - r.mean()) / r.std()              # dimensionless coordinate
one = np.ones((1, N))
X = np.vstack([xi, one])
T = (V / D).reshape(1, N)

n1, n2 = 12, 12
theta = [rng.normal(0, 1.0, (n1, 2)),
         rng.normal(0, 1.0 / np.sqrt(n1), (n2, n1 + 1)),
         rng.normal(0, 1.0 / np.sqrt(n2), (1, n2 + 1))]
vel = [np.zeros_like(w) for w in theta]


def softplus(z):
    return np.logaddexp(0.0, z)


def model(w):
    z1 = w[0] @ X
    h1 = softplus(z1)
    z2 = w[1] @ np.vstack([h1, one])
    h2 = softplus(z2)
    return z1, h1, z2, h2, w[2] @ np.vstack([h2, one])


def loss(w):
    return 0.5 * np.mean((model(w)[-1] - T)**2)


def gradient(w):
    z1, h1, z2, h2, out = model(w)
    # d softplus / dz = 1/(1+exp(-z)) = 1 - exp(-softplus(z))
    d3 = (out - T) / N
    d2 = (w[2][:, :-1].T @ d3) * (1.0 - np.exp(-h2))
    d1 = (w[1][:, :-1].T @ d2) * (1.0 - np.exp(-h1))
    return [d1 @ X.T, d2 @ np.vstack([h1, one]).T, d3 @ np.vstack([h2, one]).T]


mu = 0.95          # "friction"
eta0 = 0.05
tau = 2500.0       # decay time of the step size
gmax = 0.3         # never kick harder than this
for n in range(3001):
    if n % 500 == 0:
        print("step %5d   loss %.6e" % (n, loss(theta)))
    eta = eta0 * np.exp(-n / tau)
    ahead = [w + mu * v for w, v in zip(theta, vel)]
    g = gradient(ahead)
    norm = np.sqrt(sum(np.sum(gi**2) for gi in g))
    if norm > gmax:
        g = [gi * gmax / norm for gi in g]
    vel = [mu * v - eta * gi for v, gi in zip(vel, g)]
    theta = [w + v for w, v in zip(theta, vel)]

fit = D * model(theta)[-1][0]
print("rms deviation %.4f   V_nn(r0) ~ %.4f" % (np.sqrt(np.mean((fit - V)**2)), fit.min()))
