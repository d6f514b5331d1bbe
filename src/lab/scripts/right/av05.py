# Neuronales Netz fuer Regression: Schichten, Verlust und Optimierer als Klassen
import numpy as np

zufall = np.random.RandomState(3)


class Dicht:
    def __init__(self, n_ein, n_aus):
        self.W = zufall.randn(n_ein, n_aus) * np.sqrt(2.0 / n_ein)
        self.b = np.zeros(n_aus)

    def vorwaerts(self, x):
        self.x = x
        return x @ self.W + self.b

    def rueckwaerts(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T


class ReLU:
    def vorwaerts(self, x):
        self.maske = x > 0
        return x * self.maske

    def rueckwaerts(self, grad):
        return grad * self.maske


class MittlererQuadratischerFehler:
    def wert(self, vorhersage, ziel):
        return np.mean((vorhersage - ziel) ** 2)

    def gradient(self, vorhersage, ziel):
        return 2.0 * (vorhersage - ziel) / vorhersage.size


class Nesterov:
    def __init__(self, schichten, lernrate, mu):
        self.schichten = [s for s in schichten if isinstance(s, Dicht)]
        self.lernrate = lernrate
        self.mu = mu
        self.vW = [np.zeros_like(s.W) for s in self.schichten]
        self.vb = [np.zeros_like(s.b) for s in self.schichten]

    def schritt(self):
        for i, s in enumerate(self.schichten):
            vW_alt = self.vW[i].copy()
            vb_alt = self.vb[i].copy()
            self.vW[i] *= self.mu
            self.vW[i] -= self.lernrate * s.dW
            self.vb[i] *= self.mu
            self.vb[i] -= self.lernrate * s.db
            s.W += -self.mu * vW_alt + (1 + self.mu) * self.vW[i]
            s.b += -self.mu * vb_alt + (1 + self.mu) * self.vb[i]


class Netz:
    def __init__(self, *schichten):
        self.schichten = schichten

    def vorwaerts(self, x):
        for s in self.schichten:
            x = s.vorwaerts(x)
        return x

    def rueckwaerts(self, grad):
        for s in reversed(self.schichten):
            grad = s.rueckwaerts(grad)


def daten_erzeugen(n):
    x = zufall.uniform(-2, 2, size=(n, 2))
    y = np.sin(2 * x[:, :1]) + 0.5 * x[:, 1:] ** 2
    y += 0.05 * zufall.randn(n, 1)
    return x, y


x_train, y_train = daten_erzeugen(200)
x_test, y_test = daten_erzeugen(80)

netz = Netz(Dicht(2, 16), ReLU(), Dicht(16, 12), ReLU(), Dicht(12, 1))
verlust = MittlererQuadratischerFehler()
optimierer = Nesterov(netz.schichten, lernrate=0.02, mu=0.9)

BATCH = 25
EPOCHEN = 60
for epoche in range(EPOCHEN):
    reihenfolge = zufall.permutation(len(x_train))
    x_gemischt = x_train[reihenfolge]
    y_gemischt = y_train[reihenfolge]
    summe = 0.0
    for start in range(0, len(x_train), BATCH):
        xb = x_gemischt[start:start + BATCH]
        yb = y_gemischt[start:start + BATCH]
        vorhersage = netz.vorwaerts(xb)
        summe += verlust.wert(vorhersage, yb) * len(xb)
        netz.rueckwaerts(verlust.gradient(vorhersage, yb))
        optimierer.schritt()
    if epoche in (0, 1, 4) or (epoche + 1) % 10 == 0:
        print("Epoche %2d  Verlust %.4f" % (epoche + 1, summe / len(x_train)))

vorhersage = netz.vorwaerts(x_test)
print("Testverlust: %.4f" % verlust.wert(vorhersage, y_test))
print("Erste Vorhersagen:", ", ".join("%.4f" % v for v in vorhersage[:4, 0]))
