# Single-hidden-layer network as a nonlinear regression model
#
#   f(x) = beta' [1, sigma(A' [1, x])],   fitted by penalised least squares
#   criterion: RSS / (2 n) + (lambda / 2) * (||A||^2 + ||beta||^2), intercepts not penalised
import numpy as np

gen = np.random.default_rng(1912)
n, p, M = 240, 4, 6

# ---- simulate ------------------------------------------------------------------
X = gen.normal(loc=[10.0, 0.5, -3.0, 100.0], scale=[2.0, 0.1, 1.0, 15.0], size=(n, p))
U = (X - np.array([10.0, 0.5, -3.0, 100.0])) / np.array([2.0, 0.1, 1.0, 15.0])
y = 50.0 + 8.0 * np.tanh(U[:, 0] + U[:, 1]) - 5.0 * U[:, 2] ** 2 + gen.normal(scale=1.0, size=n)

# ---- train/test split and standardisation ---------------------------------------
perm = gen.permutation(n)
train, test = perm[:180], perm[180:]
centre, spread = X[train].mean(axis=0), X[train].std(axis=0)
y_centre, y_spread = y[train].mean(), y[train].std()


def design(X_raw):
    Z = (X_raw - centre) / spread
    return np.column_stack([np.ones(len(Z)), Z])


D_train, D_test = design(X[train]), design(X[test])
r_train = ((y[train] - y_centre) / y_spread).reshape(-1, 1)


def fitted(D, A, beta):
    S = 1.0 / (1.0 + np.exp(-D @ A))
    H = np.column_stack([np.ones(len(S)), S])
    return H @ beta, H, S


def criterion(D, r, A, beta, lam):
    f, _, _ = fitted(D, A, beta)
    rss = np.sum((r - f) ** 2)
    return rss / (2 * len(r)) + 0.5 * lam * (np.sum(A[1:] ** 2) + np.sum(beta[1:] ** 2))


def gradient(D, r, A, beta, lam):
    f, H, S = fitted(D, A, beta)
    resid = f - r
    g_beta = H.T @ resid / len(r)
    g_beta[1:] += lam * beta[1:]
    back = (resid @ beta[1:].T) * S * (1 - S)
    g_A = D.T @ back / len(r)
    g_A[1:] += lam * A[1:]
    return g_A, g_beta


# ---- Nesterov's accelerated gradient --------------------------------------------
A = gen.normal(scale=0.5, size=(p + 1, M))
beta = gen.normal(scale=0.5, size=(M + 1, 1))
v_A, v_beta = np.zeros_like(A), np.zeros_like(beta)
lam, step, mu = 1e-4, 0.15, 0.9
for it in range(2001):
    if it % 400 == 0:
        print(f"iteration {it:5d}   criterion {criterion(D_train, r_train, A, beta, lam):.6f}")
    g_A, g_beta = gradient(D_train, r_train, A + mu * v_A, beta + mu * v_beta, lam)
    v_A = mu * v_A - step * g_A
    v_beta = mu * v_beta - step * g_beta
    A = A + v_A
    beta = beta + v_beta

# ---- report ---------------------------------------------------------------------
pred = y_centre + y_spread * fitted(D_test, A, beta)[0].ravel()
sse = np.sum((y[test] - pred) ** 2)
sst = np.sum((y[test] - y[test].mean()) ** 2)
print(f"test RMSE {np.sqrt(sse / len(test)):.4f}")
print(f"test R^2  {1 - sse / sst:.4f}")
print("first five predictions", np.round(pred[:5], 3))
