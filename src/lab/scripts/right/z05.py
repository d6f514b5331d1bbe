# Klassifikation von drei Punktwolken mit einem neuronalen Netz
# (eine verdeckte Schicht, Sigmoid, Softmax am Ausgang)
import numpy as np

zufall = np.random.RandomState(11)

ANZAHL_KLASSEN = 3
VERDECKT = 12
LERNRATE = 0.5
ABKLINGEN = 0.02
EPOCHEN = 60
STAPELGROESSE = 16


def daten_erzeugen(pro_klasse):
    mitten = np.array([[0.0, 1.2], [1.1, -0.7], [-1.1, -0.7]])
    eingaben, klassen = [], []
    for k in range(ANZAHL_KLASSEN):
        eingaben.append(mitten[k] + 0.55 * zufall.randn(pro_klasse, 2))
        klassen += [k] * pro_klasse
    return np.concatenate(eingaben), np.array(klassen)


def eins_aus_n(klassen):
    ergebnis = np.zeros((len(klassen), ANZAHL_KLASSEN))
    ergebnis[np.arange(len(klassen)), klassen] = 1.0
    return ergebnis


def stapel(eingaben, ziele, groesse):
    """liefert die Daten in zufaelliger Reihenfolge, stapelweise"""
    reihenfolge = zufall.permutation(len(eingaben))
    for anfang in range(0, len(eingaben), groesse):
        auswahl = reihenfolge[anfang:anfang + groesse]
        yield eingaben[auswahl], ziele[auswahl]


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def vorwaerts(x):
    verdeckt = sigmoid(np.dot(x, gewichte1) + schwelle1)
    ausgabe = softmax(np.dot(verdeckt, gewichte2) + schwelle2)
    return verdeckt, ausgabe


def verlust(ausgabe, ziel):
    return -np.mean(np.sum(ziel * np.log(ausgabe + 1e-12), axis=1))


X, klassen = daten_erzeugen(60)
Z = eins_aus_n(klassen)

gewichte1 = zufall.randn(2, VERDECKT) * 0.5
schwelle1 = np.zeros(VERDECKT)
gewichte2 = zufall.randn(VERDECKT, ANZAHL_KLASSEN) * 0.5
schwelle2 = np.zeros(ANZAHL_KLASSEN)

for epoche in range(EPOCHEN):
    rate = LERNRATE / (1.0 + ABKLINGEN * epoche)
    for x, ziel in stapel(X, Z, STAPELGROESSE):
        n = x.shape[0]
        verdeckt, ausgabe = vorwaerts(x)

        # Fehler rueckwaerts durch das Netz schicken
        fehler2 = (ausgabe - ziel) / n
        fehler1 = np.dot(fehler2, gewichte2.T) * verdeckt * (1.0 - verdeckt)

        gewichte2 -= rate * np.dot(verdeckt.T, fehler2)
        schwelle2 -= rate * np.sum(fehler2, axis=0)
        gewichte1 -= rate * np.dot(x.T, fehler1)
        schwelle1 -= rate * np.sum(fehler1, axis=0)

    if epoche % 6 == 0:
        print("Epoche %3d  Rate %.4f  Verlust %.6f" % (epoche, rate, verlust(vorwaerts(X)[1], Z)))

verdeckt, ausgabe = vorwaerts(X)
treffer = np.mean(np.argmax(ausgabe, axis=1) == klassen)
print("Verlust am Ende: %.6f" % verlust(ausgabe, Z))
print("Trefferquote: %.1f %%" % (100 * treffer))
