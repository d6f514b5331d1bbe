"""Ajustement de la luminance d'un corps noir (loi de Planck) par un petit reseau
residuel. Chaque mesure a sa propre incertitude : on minimise le chi2 moyen."""
import numpy as np

H, C, KB = 6.62607015e-34, 2.99792458e8, 1.380649e-23
N_CACHE = 16
PAS, AMORT = 0.01, 0.002          # taux d'apprentissage, weight decay (AdamW)
B1, B2, EPS = 0.9, 0.999, 1e-8
N_ITER = 800

alea = np.random.default_rng(1900)


def planck(lam, T):
    return 2 * H * C**2 / lam**5 / np.expm1(H * C / (lam * KB * T))


def mesures(n):
    lam = 10 ** alea.uniform(-5.7, -4.7, n)          # 2 a 20 micrometres
    T = alea.uniform(400.0, 1500.0, n)
    sigma = alea.choice([0.03, 0.10, 0.60], n)       # trois detecteurs
    ly = np.log10(planck(lam, T)) + sigma * alea.standard_normal(n)
    X = np.column_stack([(np.log10(lam) + 5.2) / 0.29, (T - 950.0) / 318.0])
    return X, (ly - 9.0)[:, None], sigma[:, None]


def initialiser():
    return {
        "Wa": alea.standard_normal((2, N_CACHE)) / np.sqrt(2), "ba": np.zeros(N_CACHE),
        "Wb": alea.standard_normal((N_CACHE, N_CACHE)) / np.sqrt(N_CACHE), "bb": np.zeros(N_CACHE),
        "Wc": alea.standard_normal((N_CACHE, 1)) / np.sqrt(N_CACHE), "bc": np.zeros(1),
    }


def direct(p, X):
    ha = np.tanh(np.matmul(X, p["Wa"]) + p["ba"])
    u = np.tanh(np.matmul(ha, p["Wb"]) + p["bb"])
    hb = ha + u                                       # connexion residuelle
    return ha, u, hb, np.matmul(hb, p["Wc"]) + p["bc"]


def chi2(p, X, y, sigma):
    return np.mean(((direct(p, X)[-1] - y) / sigma) ** 2)


def gradient(p, X, y, sigma):
    ha, u, hb, f = direct(p, X)
    df = 2 * (f - y) / sigma**2 / len(y)
    dhb = np.matmul(df, p["Wc"].T)
    dzb = dhb * (1 - u**2)
    dha = dhb + np.matmul(dzb, p["Wb"].T)
    dza = dha * (1 - ha**2)
    return {
        "Wa": np.matmul(X.T, dza), "ba": dza.sum(axis=0),
        "Wb": np.matmul(ha.T, dzb), "bb": dzb.sum(axis=0),
        "Wc": np.matmul(hb.T, df), "bc": df.sum(axis=0),
    }


def entrainer(p, X, y, sigma, X_val, y_val, s_val):
    m = {k: np.zeros_like(w) for k, w in p.items()}
    v = {k: np.zeros_like(w) for k, w in p.items()}
    for it in range(1, N_ITER + 1):
        grad = gradient(p, X, y, sigma)
        for k in p:
            m[k] = B1 * m[k] + (1 - B1) * grad[k]
            v[k] = B2 * v[k] + (1 - B2) * grad[k] ** 2
            m_c = m[k] / (1 - B1**it)
            v_c = v[k] / (1 - B2**it)
            if k.startswith("W"):
                p[k] = p[k] - PAS * AMORT * p[k]
            p[k] = p[k] - PAS * m_c / (np.sqrt(v_c) + EPS)
        if it in (1, 50, 200, 400, 800):
            print(f"it {it:4d}  chi2 = {chi2(p, X, y, sigma):.4f}"
                  f"  validation = {chi2(p, X_val, y_val, s_val):.4f}")
    return p


if __name__ == "__main__":
    appr, valid = mesures(220), mesures(100)
    p = entrainer(initialiser(), *appr, *valid)
    lam = np.array([3e-6, 5e-6, 10e-6])
    for T in (500.0, 1200.0):
        X = np.column_stack([(np.log10(lam) + 5.2) / 0.29, np.full(3, (T - 950.0) / 318.0)])
        ecart = direct(p, X)[-1][:, 0] + 9.0 - np.log10(planck(lam, T))
        print(f"T = {T:6.1f} K  ecarts (dex) :", " ".join(f"{e:.4f}" for e in ecart))
