# Petit réseau de neurones sans numpy : tanh puis softmax, mini-lots
import math
import random


class Couche:
    def __init__(self, n_entrees, n_sorties):
        borne = 1.0 / math.sqrt(n_entrees)
        self.poids = [[random.uniform(-borne, borne) for _ in range(n_entrees)] for _ in range(n_sorties)]
        self.biais = [0.0] * n_sorties
        self.remise_a_zero()

    def remise_a_zero(self):
        self.grad_poids = [[0.0] * len(ligne) for ligne in self.poids]
        self.grad_biais = [0.0] * len(self.biais)

    def calculer(self, x):
        return [b + sum(w * v for w, v in zip(ligne, x)) for ligne, b in zip(self.poids, self.biais)]

    def accumuler(self, delta, x):
        for k in range(len(delta)):
            for j in range(len(x)):
                self.grad_poids[k][j] += delta[k] * x[j]
            self.grad_biais[k] += delta[k]

    def mettre_a_jour(self, pas, taille):
        for k in range(len(self.poids)):
            for j in range(len(self.poids[k])):
                self.poids[k][j] -= pas * self.grad_poids[k][j] / taille
            self.biais[k] -= pas * self.grad_biais[k] / taille


def softmax(s):
    haut = max(s)
    e = [math.exp(v - haut) for v in s]
    total = sum(e)
    return [v / total for v in e]


class Reseau:
    def __init__(self, n_entrees, n_caches, n_classes):
        self.cachee = Couche(n_entrees, n_caches)
        self.sortie = Couche(n_caches, n_classes)

    def avant(self, x):
        z = self.cachee.calculer(x)
        h = [math.tanh(v) for v in z]
        return z, h, softmax(self.sortie.calculer(h))

    def retropropager(self, x, classe):
        z, h, p = self.avant(x)
        delta_s = p[:]
        delta_s[classe] -= 1.0
        delta_h = []
        for j in range(len(h)):
            somme = sum(delta_s[k] * self.sortie.poids[k][j] for k in range(len(delta_s)))
            delta_h.append(somme * (1.0 - h[j] ** 2))
        self.sortie.accumuler(delta_s, h)
        self.cachee.accumuler(delta_h, x)
        return -math.log(p[classe])

    def entrainer(self, exemples, epoques, pas, taille_lot):
        for epoque in range(1, epoques + 1):
            random.shuffle(exemples)
            perte = 0.0
            for debut in range(0, len(exemples), taille_lot):
                lot = exemples[debut:debut + taille_lot]
                self.cachee.remise_a_zero()
                self.sortie.remise_a_zero()
                for x, classe in lot:
                    perte += self.retropropager(x, classe)
                self.cachee.mettre_a_jour(pas, len(lot))
                self.sortie.mettre_a_jour(pas, len(lot))
            if epoque % 10 == 0 or epoque == 1:
                print(f"époque {epoque:2d} : perte {perte / len(exemples):.4f}")

    def precision(self, exemples):
        bons = 0
        for x, classe in exemples:
            p = self.avant(x)[2]
            bons += p.index(max(p)) == classe
        return bons / len(exemples)


if __name__ == "__main__":
    random.seed(2024)
    exemples = []
    for i in range(72):
        classe = i % 3
        angle = random.uniform(0, 2 * math.pi)
        rayon = 0.4 + 0.7 * classe + random.gauss(0, 0.15)
        exemples.append(([rayon * math.cos(angle), rayon * math.sin(angle)], classe))
    reseau = Reseau(2, 7, 3)
    reseau.entrainer(exemples, 50, 0.5, 8)
    print(f"précision : {reseau.precision(exemples):.4f}")
    print("probabilités en (0.1, 0.2) :", " ".join(f"{v:.4f}" for v in reseau.avant([0.1, 0.2])[2]))
