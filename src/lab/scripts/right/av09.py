# TP3 : perceptron multicouche pour la regression (une couche cachee, AdaGrad)
import numpy as np


class PerceptronRegression:
    def __init__(self, n_caches=12, taux=0.1, alpha=0.01, n_epoques=50, taille_lot=20, graine=0):
        self.n_caches = n_caches
        self.taux = taux
        self.alpha = alpha
        self.n_epoques = n_epoques
        self.taille_lot = taille_lot
        self.rng = np.random.RandomState(graine)

    def _initialiser(self, n_entrees, n_sorties):
        self.w_ih = self.rng.normal(0.0, n_entrees ** -0.5, (n_entrees, self.n_caches))
        self.b_h = self.rng.normal(0.0, 0.5, (1, self.n_caches))
        self.w_ho = self.rng.normal(0.0, self.n_caches ** -0.5, (self.n_caches, n_sorties))
        self.b_o = np.zeros((1, n_sorties))
        self.cumul = {nom: np.zeros_like(getattr(self, nom)) for nom in ("w_ih", "b_h", "w_ho", "b_o")}

    def _propager(self, X):
        self.z_h = X @ self.w_ih + self.b_h
        self.a_h = np.tanh(self.z_h)
        return self.a_h @ self.w_ho + self.b_o

    def _cout(self, X, Y):
        ecart = self._propager(X) - Y
        penalite = np.sum(self.w_ih ** 2) + np.sum(self.w_ho ** 2)
        return 0.5 * np.mean(np.sum(ecart ** 2, axis=1)) + 0.5 * self.alpha * penalite

    def _gradients(self, X, Y):
        n = X.shape[0]
        sortie = self._propager(X)
        erreur_o = (sortie - Y) / n
        erreur_h = (erreur_o @ self.w_ho.T) * (1 - self.a_h ** 2)
        return {
            "w_ho": self.a_h.T @ erreur_o + self.alpha * self.w_ho,
            "b_o": erreur_o.sum(axis=0, keepdims=True),
            "w_ih": X.T @ erreur_h + self.alpha * self.w_ih,
            "b_h": erreur_h.sum(axis=0, keepdims=True),
        }

    def _mettre_a_jour(self, grads):
        for nom, g in grads.items():
            self.cumul[nom] += g ** 2
            pas = self.taux * g / (np.sqrt(self.cumul[nom]) + 1e-8)
            setattr(self, nom, getattr(self, nom) - pas)

    def fit(self, X, Y):
        self._initialiser(X.shape[1], Y.shape[1])
        n = len(X)
        for epoque in range(self.n_epoques):
            ordre = self.rng.permutation(n)
            for debut in range(0, n, self.taille_lot):
                lot = ordre[debut:debut + self.taille_lot]
                self._mettre_a_jour(self._gradients(X[lot], Y[lot]))
            if (epoque + 1) % 10 == 0:
                print("epoque {:3d} : cout = {:.4f}".format(epoque + 1, self._cout(X, Y)))
        return self

    def predict(self, X):
        return self._propager(X)

    def score(self, X, Y):
        residus = np.sum((Y - self.predict(X)) ** 2)
        total = np.sum((Y - Y.mean(axis=0)) ** 2)
        return 1 - residus / total


generateur = np.random.RandomState(5)
X = generateur.uniform(-1, 1, (300, 3))
Y = np.column_stack([
    np.sin(2 * X[:, 0]) * X[:, 1],
    X[:, 2] ** 2 - X[:, 0],
])
Y += 0.02 * generateur.randn(*Y.shape)
X_app, Y_app, X_test, Y_test = X[:220], Y[:220], X[220:], Y[220:]

modele = PerceptronRegression(alpha=0.002)
modele.fit(X_app, Y_app)
print("R2 apprentissage : %.4f" % modele.score(X_app, Y_app))
print("R2 test : %.4f" % modele.score(X_test, Y_test))
print("predictions :", np.round(modele.predict(X_test[:2]), 4).tolist())
