# Réseau de neurones fait main : classification de 4 nuages de points
import numpy as np

alea = np.random.RandomState(12)


class Couche:
    def __init__(self, n_entrees, n_sorties, activation):
        self.poids = alea.randn(n_sorties, n_entrees) * np.sqrt(2.0 / n_entrees)
        self.biais = np.zeros((n_sorties, 1))
        self.activation = activation
        # moments pour Adam
        self.m_p, self.v_p = np.zeros_like(self.poids), np.zeros_like(self.poids)
        self.m_b, self.v_b = np.zeros_like(self.biais), np.zeros_like(self.biais)

    def propager(self, entree):
        self.entree = entree
        self.z = self.poids.dot(entree) + self.biais
        if self.activation == "relu_fuite":
            self.sortie = np.where(self.z > 0, self.z, 0.1 * self.z)
        elif self.activation == "softmax":
            e = np.exp(self.z - self.z.max(axis=0))
            self.sortie = e / e.sum(axis=0)
        return self.sortie

    def retropropager(self, gradient):
        """gradient : dérivée du coût par rapport à la sortie (ou à z pour le softmax)"""
        if self.activation == "relu_fuite":
            gradient = gradient * np.where(self.z > 0, 1.0, 0.1)
        self.grad_poids = gradient.dot(self.entree.T)
        self.grad_biais = gradient.sum(axis=1, keepdims=True)
        return self.poids.T.dot(gradient)

    def mettre_a_jour(self, taux, t, beta1=0.9, beta2=0.99, eps=1e-8):
        self.m_p = beta1 * self.m_p + (1 - beta1) * self.grad_poids
        self.v_p = beta2 * self.v_p + (1 - beta2) * self.grad_poids ** 2
        self.m_b = beta1 * self.m_b + (1 - beta1) * self.grad_biais
        self.v_b = beta2 * self.v_b + (1 - beta2) * self.grad_biais ** 2
        c1, c2 = 1 - beta1 ** t, 1 - beta2 ** t
        self.poids -= taux * (self.m_p / c1) / (np.sqrt(self.v_p / c2) + eps)
        self.biais -= taux * (self.m_b / c1) / (np.sqrt(self.v_b / c2) + eps)


class Reseau:
    def __init__(self, tailles):
        self.couches = []
        for i in range(len(tailles) - 1):
            nom = "softmax" if i == len(tailles) - 2 else "relu_fuite"
            self.couches.append(Couche(tailles[i], tailles[i + 1], nom))
        self.t = 0

    def predire(self, X):
        for couche in self.couches:
            X = couche.propager(X)
        return X

    def cout(self, P, Y):
        return -np.sum(Y * np.log(P + 1e-12)) / Y.shape[1]

    def apprendre(self, X, Y, taux):
        P = self.predire(X)
        gradient = (P - Y) / Y.shape[1]
        for couche in reversed(self.couches):
            gradient = couche.retropropager(gradient)
        self.t += 1
        for couche in self.couches:
            couche.mettre_a_jour(taux, self.t)
        return self.cout(P, Y)


# données : un exemple par colonne
nb = 240
classes = alea.randint(0, 4, nb)
centres = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
X = (centres[classes] + 0.55 * alea.randn(nb, 2)).T
X = np.vstack([X, X[0] * X[1]])
Y = np.eye(4)[classes].T

reseau = Reseau([3, 10, 8, 4])
taille_lot = 50
for epoque in range(40):
    ordre = alea.permutation(nb)
    perte = 0.0
    for debut in range(0, nb, taille_lot):
        lot = ordre[debut:debut + taille_lot]
        perte += reseau.apprendre(X[:, lot], Y[:, lot], 0.005) * len(lot)
    if epoque % 5 == 0:
        print("époque %2d : perte moyenne %.5f" % (epoque, perte / nb))
P = reseau.predire(X)
print("perte finale %.5f, exactitude %.3f" % (reseau.cout(P, Y), np.mean(P.argmax(axis=0) == classes)))
