# Period of a real (large-amplitude) pendulum learned from noisy measurements.
# inputs: length L [m], release angle theta0 [rad]; output: period T [s]
import numpy as np

rng = np.random.RandomState(1851)
g = 9.81

# --- synthetic measurements -------------------------------------------------
N = 240
L = rng.uniform(0.2, 2.0, N)
theta0 = rng.uniform(0.05, 2.2, N)
T_true = 2 * np.pi * np.sqrt(L / g) * (1 + theta0**2 / 16 + 11 * theta0**4 / 3072)
T_obs = T_true + rng.normal(0, 0.01, N)

X = np.stack([L, theta0], axis=1)
Y = T_obs[:, None]
n_train = 180
X_mu, X_sd = X[:n_train].mean(axis=0), X[:n_train].std(axis=0)
Y_mu, Y_sd = Y[:n_train].mean(axis=0), Y[:n_train].std(axis=0)
Xn = (X - X_mu) / X_sd
Yn = (Y - Y_mu) / Y_sd
Xtr, Ytr = Xn[:n_train], Yn[:n_train]

# --- network 2 - 14 - 14 - 1, tanh ------------------------------------------
n_h = 14
theta = {
    'W1': rng.randn(2, n_h) / np.sqrt(2), 'b1': np.zeros(n_h),
    'W2': rng.randn(n_h, n_h) / np.sqrt(n_h), 'b2': np.zeros(n_h),
    'W3': rng.randn(n_h, 1) / np.sqrt(n_h), 'b3': np.zeros(1),
}


def model(th, x):
    h1 = np.tanh(np.einsum('ni,ij->nj', x, th['W1']) + th['b1'])
    h2 = np.tanh(np.einsum('ni,ij->nj', h1, th['W2']) + th['b2'])
    out = np.einsum('ni,ij->nj', h2, th['W3']) + th['b3']
    return h1, h2, out


def cost(th, x, t):
    return 0.5 * np.mean((model(th, x)[-1] - t) ** 2)


def grad_cost(th, x, t):
    h1, h2, out = model(th, x)
    d3 = (out - t) / len(x)
    d2 = np.einsum('nj,ij->ni', d3, th['W3']) * (1 - h2**2)
    d1 = np.einsum('nj,ij->ni', d2, th['W2']) * (1 - h1**2)
    return {
        'W1': np.einsum('ni,nj->ij', x, d1), 'b1': d1.sum(axis=0),
        'W2': np.einsum('ni,nj->ij', h1, d2), 'b2': d2.sum(axis=0),
        'W3': np.einsum('ni,nj->ij', h2, d3), 'b3': d3.sum(axis=0),
    }


def predict_period(th, x_raw):
    out = model(th, (x_raw - X_mu) / X_sd)[-1]
    return out * Y_sd + Y_mu


# --- gradient descent with momentum -----------------------------------------
eta, mu = 0.05, 0.9
vel = {k: np.zeros_like(w) for k, w in theta.items()}
for it in range(1501):
    if it % 300 == 0:
        print('it %5d   cost %.4f   test %.4f'
              % (it, cost(theta, Xtr, Ytr), cost(theta, Xn[n_train:], Yn[n_train:])))
    dth = grad_cost(theta, Xtr, Ytr)
    for k in theta:
        vel[k] = mu * vel[k] - eta * dth[k]
        theta[k] = theta[k] + vel[k]

resid = predict_period(theta, X[n_train:])[:, 0] - T_true[n_train:]
print('rms residual  %.4f s' % np.sqrt(np.mean(resid**2)))
for l, a in [(0.5, 0.2), (1.0, 1.0), (1.5, 2.0)]:
    print('T(%.1f m, %.1f rad) = %.4f s' % (l, a, predict_period(theta, np.array([[l, a]]))[0, 0]))
