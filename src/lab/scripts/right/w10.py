import numpy as np

# Reseau avec normalisation par lot (batch norm), exemples en lignes, optimiseur Adam


class Couche:
    def __init__(self, entree, sortie, gen):
        self.p = {"W": gen.standard_normal((entree, sortie)) * np.sqrt(2 / entree), "b": np.zeros(sortie)}
        self.g = {}

    def avant(self, x, entrainement):
        self.x = x
        return x @ self.p["W"] + self.p["b"]

    def arriere(self, d):
        self.g["W"] = self.x.T @ d
        self.g["b"] = d.sum(axis=0)
        return d @ self.p["W"].T


class NormeLot:
    def __init__(self, taille, inertie=0.9, eps=1e-5):
        self.p = {"gamma": np.ones(taille), "beta": np.zeros(taille)}
        self.g = {}
        self.moy = np.zeros(taille)
        self.var = np.ones(taille)
        self.inertie = inertie
        self.eps = eps

    def avant(self, x, entrainement):
        if entrainement:
            mu = x.mean(axis=0)
            var = x.var(axis=0)
            self.moy = self.inertie * self.moy + (1 - self.inertie) * mu
            self.var = self.inertie * self.var + (1 - self.inertie) * var
        else:
            mu, var = self.moy, self.var
        self.ecart = np.sqrt(var + self.eps)
        self.xn = (x - mu) / self.ecart
        return self.p["gamma"] * self.xn + self.p["beta"]

    def arriere(self, d):
        n = d.shape[0]
        self.g["gamma"] = (d * self.xn).sum(axis=0)
        self.g["beta"] = d.sum(axis=0)
        dxn = d * self.p["gamma"]
        return (n * dxn - dxn.sum(axis=0) - self.xn * (dxn * self.xn).sum(axis=0)) / (n * self.ecart)


class ReluFuite:
    def __init__(self, pente=0.2):
        self.pente = pente
        self.p, self.g = {}, {}

    def avant(self, x, entrainement):
        self.positif = x > 0
        return np.where(self.positif, x, self.pente * x)

    def arriere(self, d):
        return np.where(self.positif, d, self.pente * d)


class Adam:
    def __init__(self, couches, taux, b1=0.9, b2=0.99):
        self.couches, self.taux, self.b1, self.b2, self.t = couches, taux, b1, b2, 0
        self.m = [{k: np.zeros_like(v) for k, v in c.p.items()} for c in couches]
        self.v = [{k: np.zeros_like(v) for k, v in c.p.items()} for c in couches]

    def pas(self):
        self.t += 1
        for c, m, v in zip(self.couches, self.m, self.v):
            for k in c.p:
                m[k] = self.b1 * m[k] + (1 - self.b1) * c.g[k]
                v[k] = self.b2 * v[k] + (1 - self.b2) * np.square(c.g[k])
                mc = m[k] / (1 - self.b1 ** self.t)
                vc = v[k] / (1 - self.b2 ** self.t)
                c.p[k] -= self.taux * mc / (np.sqrt(vc) + 1e-8)


def propager(couches, x, entrainement):
    for c in couches:
        x = c.avant(x, entrainement)
    return x


gen = np.random.default_rng(21)
X = gen.uniform(-1, 1, size=(400, 3))
Y = np.stack([np.sin(3 * X[:, 0]) * X[:, 1], X[:, 2] ** 2 - X[:, 0]], axis=1)
couches = [Couche(3, 20, gen), NormeLot(20), ReluFuite(),
           Couche(20, 20, gen), NormeLot(20), ReluFuite(),
           Couche(20, 2, gen)]
opt = Adam(couches, taux=0.005)
for epoque in range(1, 61):
    ordre = gen.permutation(len(X))
    for i in range(0, len(X), 50):
        lot = ordre[i:i + 50]
        sortie = propager(couches, X[lot], True)
        d = 2 * (sortie - Y[lot]) / Y[lot].size
        for c in reversed(couches):
            d = c.arriere(d)
        opt.pas()
    if epoque == 1 or epoque % 10 == 0:
        perte = np.mean((propager(couches, X, False) - Y) ** 2)
        print("epoque %d perte %.6f" % (epoque, perte))
