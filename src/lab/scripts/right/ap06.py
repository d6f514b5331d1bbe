# -*- coding: utf-8 -*-
# Hausaufgabe: Neuronales Netz mit Schicht-Objekten
import numpy as np

zufall = np.random.RandomState(5)


class Dicht:
    """Vollverbundene Schicht, Zeilen = Beispiele"""

    def __init__(self, eingang, ausgang):
        self.gewichte = zufall.randn(eingang, ausgang) * np.sqrt(1.0 / eingang)
        self.schwelle = np.zeros(ausgang)

    def vorwaerts(self, x):
        self.x = x
        return x @ self.gewichte + self.schwelle

    def rueckwaerts(self, grad, lernrate):
        grad_x = grad @ self.gewichte.T
        grad_w = self.x.T @ grad
        grad_b = grad.sum(axis=0)
        self.gewichte -= lernrate * grad_w
        self.schwelle -= lernrate * grad_b
        return grad_x


class Softplus:
    def vorwaerts(self, x):
        self.x = x
        return np.log1p(np.exp(x))

    def rueckwaerts(self, grad, lernrate):
        return grad / (1 + np.exp(-self.x))


class Tanh:
    def vorwaerts(self, x):
        self.y = np.tanh(x)
        return self.y

    def rueckwaerts(self, grad, lernrate):
        return grad * (1 - self.y * self.y)


class Netz:
    def __init__(self, schichten):
        self.schichten = schichten

    def vorhersage(self, x):
        for s in self.schichten:
            x = s.vorwaerts(x)
        return x

    def lernschritt(self, x, ziel, lernrate):
        ausgabe = self.vorhersage(x)
        # mittlerer absoluter Fehler
        verlust = np.mean(np.abs(ausgabe - ziel))
        grad = np.sign(ausgabe - ziel) / ziel.size
        for s in reversed(self.schichten):
            grad = s.rueckwaerts(grad, lernrate)
        return verlust


punkte = zufall.uniform(-1, 1, (80, 2))
ziele = np.column_stack((punkte[:, 0] * punkte[:, 1], punkte[:, 0] ** 2 - punkte[:, 1]))

netz = Netz([Dicht(2, 16), Tanh(), Dicht(16, 10), Softplus(), Dicht(10, 2)])
stapel = 20
lernrate = 0.1
for epoche in range(601):
    if epoche == 400:
        lernrate = 0.02
    reihenfolge = zufall.permutation(len(punkte))
    summe = 0.0
    for anfang in range(0, len(punkte), stapel):
        auswahl = reihenfolge[anfang:anfang + stapel]
        summe += netz.lernschritt(punkte[auswahl], ziele[auswahl], lernrate)
    if epoche % 100 == 0:
        print("Epoche", epoche, "Fehler", round(summe / (len(punkte) // stapel), 5))
print("Beispiel:", netz.vorhersage(punkte[:3]), "soll:", ziele[:3])
