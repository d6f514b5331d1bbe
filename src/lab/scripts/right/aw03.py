# XOR mit einem kleinen Netz, ganz ohne numpy
import math
import random

random.seed(7)

daten = [([0.0, 0.0], [0.0]),
         ([0.0, 1.0], [1.0]),
         ([1.0, 0.0], [1.0]),
         ([1.0, 1.0], [0.0])]


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x))


class Netz:
    def __init__(self, n_ein, n_verb, n_aus, lernrate, impuls):
        self.n_ein = n_ein
        self.n_verb = n_verb
        self.n_aus = n_aus
        self.lernrate = lernrate
        self.impuls = impuls
        # Gewichte: w_ev[i][j] von Eingang i zu verborgenem Neuron j
        self.w_ev = [[random.uniform(-1, 1) for j in range(n_verb)] for i in range(n_ein)]
        self.w_va = [[random.uniform(-1, 1) for k in range(n_aus)] for j in range(n_verb)]
        self.b_v = [random.uniform(-0.5, 0.5) for j in range(n_verb)]
        self.b_a = [0.0] * n_aus
        # letzte Aenderungen fuer den Impulsterm
        self.c_ev = [[0.0] * n_verb for i in range(n_ein)]
        self.c_va = [[0.0] * n_aus for j in range(n_verb)]

    def vorwaerts(self, x):
        self.x = x
        self.v = []
        for j in range(self.n_verb):
            summe = self.b_v[j]
            for i in range(self.n_ein):
                summe += x[i] * self.w_ev[i][j]
            self.v.append(math.tanh(summe))
        self.a = []
        for k in range(self.n_aus):
            summe = self.b_a[k]
            for j in range(self.n_verb):
                summe += self.v[j] * self.w_va[j][k]
            self.a.append(sigmoid(summe))
        return self.a

    def rueckwaerts(self, ziel):
        delta_a = [0.0] * self.n_aus
        for k in range(self.n_aus):
            fehler = ziel[k] - self.a[k]
            delta_a[k] = fehler * self.a[k] * (1.0 - self.a[k])

        delta_v = [0.0] * self.n_verb
        for j in range(self.n_verb):
            fehler = 0.0
            for k in range(self.n_aus):
                fehler += delta_a[k] * self.w_va[j][k]
            delta_v[j] = fehler * (1.0 - self.v[j] * self.v[j])

        for k in range(self.n_aus):
            for j in range(self.n_verb):
                aenderung = self.lernrate * delta_a[k] * self.v[j] + self.impuls * self.c_va[j][k]
                self.w_va[j][k] += aenderung
                self.c_va[j][k] = aenderung
            self.b_a[k] += self.lernrate * delta_a[k]

        for j in range(self.n_verb):
            for i in range(self.n_ein):
                aenderung = self.lernrate * delta_v[j] * self.x[i] + self.impuls * self.c_ev[i][j]
                self.w_ev[i][j] += aenderung
                self.c_ev[i][j] = aenderung
            self.b_v[j] += self.lernrate * delta_v[j]

        return sum(0.5 * (ziel[k] - self.a[k]) ** 2 for k in range(self.n_aus))


netz = Netz(2, 4, 1, 0.3, 0.6)
for runde in range(601):
    gesamt = 0.0
    for x, ziel in daten:
        netz.vorwaerts(x)
        gesamt += netz.rueckwaerts(ziel)
    if runde % 100 == 0:
        print("Runde %4d  Fehler %.4f" % (runde, gesamt))

for x, ziel in daten:
    print(x, "->", "%.4f" % netz.vorwaerts(x)[0], "soll", ziel[0])
