# Übung 4: Regression mit einem mehrschichtigen Perzeptron
# Verlust: mittlerer quadratischer Fehler (MSE), Optimierer: Adagrad
import numpy as np

zufall = np.random.RandomState(2024)

# Daten erzeugen: y = sin(x1) + 0.5 * x2 + Rauschen
anzahl = 120
eingabe = zufall.uniform(-2, 2, (anzahl, 2))
ziel = np.sin(eingabe[:, [0]]) + 0.5 * eingabe[:, [1]] + 0.05 * zufall.randn(anzahl, 1)

STEIGUNG = 0.1  # fuer Leaky ReLU


def leaky_relu(z):
    return np.where(z > 0, z, STEIGUNG * z)


def leaky_relu_ableitung(z):
    return np.where(z > 0, 1.0, STEIGUNG)


def initialisiere(groessen):
    gewichte, schwellen = [], []
    for ein, aus in zip(groessen[:-1], groessen[1:]):
        gewichte.append(zufall.randn(ein, aus) * np.sqrt(2.0 / ein))
        schwellen.append(np.zeros((1, aus)))
    return gewichte, schwellen


def vorwaerts(x, gewichte, schwellen):
    aktivierungen = [x]
    summen = []
    letzte = len(gewichte) - 1
    for i in range(len(gewichte)):
        z = aktivierungen[i] @ gewichte[i] + schwellen[i]
        summen.append(z)
        # die letzte Schicht ist linear
        aktivierungen.append(z if i == letzte else leaky_relu(z))
    return aktivierungen, summen


def rueckwaerts(aktivierungen, summen, y, gewichte):
    n = y.shape[0]
    grad_w = [None] * len(gewichte)
    grad_b = [None] * len(gewichte)
    fehler = 2.0 * (aktivierungen[-1] - y) / n
    for i in range(len(gewichte) - 1, -1, -1):
        grad_w[i] = aktivierungen[i].T @ fehler
        grad_b[i] = fehler.sum(axis=0, keepdims=True)
        if i > 0:
            fehler = (fehler @ gewichte[i].T) * leaky_relu_ableitung(summen[i - 1])
    return grad_w, grad_b


def begrenze(gradient, grenze):
    # Gradienten elementweise abschneiden
    return np.clip(gradient, -grenze, grenze)


lernrate = 0.08
epsilon = 1e-8
grenze = 0.25
gewichte, schwellen = initialisiere([2, 10, 10, 1])
summe_w = [np.zeros_like(w) for w in gewichte]
summe_b = [np.zeros_like(b) for b in schwellen]

for schritt in range(500):
    aktivierungen, summen = vorwaerts(eingabe, gewichte, schwellen)
    verlust = np.mean((aktivierungen[-1] - ziel) ** 2)
    grad_w, grad_b = rueckwaerts(aktivierungen, summen, ziel, gewichte)
    for i in range(len(gewichte)):
        gw = begrenze(grad_w[i], grenze)
        gb = begrenze(grad_b[i], grenze)
        summe_w[i] += gw ** 2
        summe_b[i] += gb ** 2
        gewichte[i] -= lernrate * gw / (np.sqrt(summe_w[i]) + epsilon)
        schwellen[i] -= lernrate * gb / (np.sqrt(summe_b[i]) + epsilon)
    if schritt % 100 == 0:
        print(f"Schritt {schritt}: Verlust = {verlust:.8f}")

vorhersage = vorwaerts(eingabe, gewichte, schwellen)[0][-1]
print("Verlust am Ende:", np.mean((vorhersage - ziel) ** 2))
print("Erste Vorhersagen:", vorhersage[:3].ravel())
