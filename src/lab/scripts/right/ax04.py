# Kleines neuronales Netz ohne numpy: Lagerschaden ja/nein aus drei Messwerten
# (Vibration, Temperatur, Drehzahl). Lernen nach jedem Beispiel.
import math
import random

random.seed(4)

N_EIN, N_VERST = 3, 6
LERNRATE = 0.3
LAMBDA = 0.0005
EPOCHEN = 20


def sigmoid(z):
    return 1.0 / (1.0 + math.exp(-z))


def messung():
    vib = random.uniform(-1, 1)
    temp = random.uniform(-1, 1)
    dreh = random.uniform(-1, 1)
    zustand = 2.0 * vib * dreh + temp - 0.1 + random.gauss(0, 0.1)
    return [vib, temp, dreh], 1 if zustand > 0 else 0


lernset = [messung() for _ in range(150)]
testset = [messung() for _ in range(100)]

w_ein = [[random.gauss(0, 0.8) for _ in range(N_EIN)] for _ in range(N_VERST)]
b_ein = [0.0] * N_VERST
w_aus = [random.gauss(0, 0.8) for _ in range(N_VERST)]
b_aus = 0.0


def vorwaerts(x):
    versteckt = []
    for j in range(N_VERST):
        summe = b_ein[j]
        for i in range(N_EIN):
            summe += w_ein[j][i] * x[i]
        versteckt.append(sigmoid(summe))
    summe = b_aus
    for j in range(N_VERST):
        summe += w_aus[j] * versteckt[j]
    return versteckt, sigmoid(summe)


def bewerte(daten):
    verlust, treffer = 0.0, 0
    for x, ziel in daten:
        p = vorwaerts(x)[1]
        verlust -= math.log(p) if ziel == 1 else math.log(1 - p)
        treffer += (p > 0.5) == (ziel == 1)
    return verlust / len(daten), treffer / len(daten)


for epoche in range(1, EPOCHEN + 1):
    random.shuffle(lernset)
    for x, ziel in lernset:
        versteckt, p = vorwaerts(x)
        # Fehler rueckwaerts (Kreuzentropie + Sigmoid)
        d_aus = p - ziel
        d_versteckt = []
        for j in range(N_VERST):
            h = versteckt[j]
            d_versteckt.append(d_aus * w_aus[j] * h * (1 - h))
        # Gewichte anpassen, L2 nur auf Gewichte
        for j in range(N_VERST):
            w_aus[j] -= LERNRATE * (d_aus * versteckt[j] + LAMBDA * w_aus[j])
            for i in range(N_EIN):
                w_ein[j][i] -= LERNRATE * (d_versteckt[j] * x[i] + LAMBDA * w_ein[j][i])
            b_ein[j] -= LERNRATE * d_versteckt[j]
        b_aus -= LERNRATE * d_aus
    if epoche in (1, 5, 10, 15, 20):
        v, t = bewerte(lernset)
        print("Epoche %2d  Verlust %.4f  Treffer %.4f" % (epoche, v, t))

v, t = bewerte(testset)
print("Test:      Verlust %.4f  Treffer %.4f" % (v, t))
print("Beispiel:  %.4f %.4f" % (vorwaerts([0.8, 0.1, 0.7])[1], vorwaerts([-0.6, 0.0, 0.8])[1]))
