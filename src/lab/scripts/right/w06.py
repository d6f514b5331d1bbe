import numpy as np

# Regression mit einem kleinen Netz, Leaky ReLU und RMSprop
zufall = np.random.RandomState(5)

anzahl = 256
x = zufall.uniform(-2, 2, size=(anzahl, 2))
ziel = np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] ** 2 + 0.05 * zufall.randn(anzahl)
y = ziel.reshape(-1, 1)

ALPHA = 0.1


def leaky(z):
    return np.where(z > 0, z, ALPHA * z)


def leaky_abl(z):
    return np.where(z > 0, 1.0, ALPHA)


class Netz:
    def __init__(self, groessen):
        self.gewichte = []
        self.schwellen = []
        for ein, aus in zip(groessen[:-1], groessen[1:]):
            self.gewichte.append(zufall.randn(ein, aus) * np.sqrt(2.0 / ein))
            self.schwellen.append(np.zeros(aus))
        self.cache_g = [np.zeros_like(g) for g in self.gewichte]
        self.cache_s = [np.zeros_like(s) for s in self.schwellen]

    def vorwaerts(self, eingabe):
        self.a = [eingabe]
        self.z = []
        letzte = len(self.gewichte) - 1
        for i in range(len(self.gewichte)):
            z = self.a[i].dot(self.gewichte[i]) + self.schwellen[i]
            self.z.append(z)
            self.a.append(z if i == letzte else leaky(z))
        return self.a[-1]

    def rueckwaerts(self, soll):
        n = soll.shape[0]
        delta = 2.0 * (self.a[-1] - soll) / n
        grad_g = [None] * len(self.gewichte)
        grad_s = [None] * len(self.gewichte)
        for i in reversed(range(len(self.gewichte))):
            grad_g[i] = self.a[i].T.dot(delta)
            grad_s[i] = delta.sum(axis=0)
            if i > 0:
                delta = delta.dot(self.gewichte[i].T) * leaky_abl(self.z[i - 1])
        return grad_g, grad_s

    def rmsprop(self, grad_g, grad_s, rate, rho=0.9, eps=1e-8):
        for i in range(len(self.gewichte)):
            self.cache_g[i] = rho * self.cache_g[i] + (1 - rho) * grad_g[i] ** 2
            self.cache_s[i] = rho * self.cache_s[i] + (1 - rho) * grad_s[i] ** 2
            self.gewichte[i] -= rate * grad_g[i] / (np.sqrt(self.cache_g[i]) + eps)
            self.schwellen[i] -= rate * grad_s[i] / (np.sqrt(self.cache_s[i]) + eps)


def fehler(netz, eingabe, soll):
    return np.mean((netz.vorwaerts(eingabe) - soll) ** 2)


netz = Netz([2, 24, 16, 1])
stapel = 32
for epoche in range(201):
    folge = zufall.permutation(anzahl)
    for von in range(0, anzahl, stapel):
        wahl = folge[von:von + stapel]
        netz.vorwaerts(x[wahl])
        grad_g, grad_s = netz.rueckwaerts(y[wahl])
        netz.rmsprop(grad_g, grad_s, rate=0.002)
    if epoche % 20 == 0:
        print("Epoche %3d  Fehler %.6f" % (epoche, fehler(netz, x, y)))
