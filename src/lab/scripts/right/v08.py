# Perceptrón multicapa, aprendizaje ejemplo por ejemplo (SGD "en línea")
# con una capa oculta softplus y una neurona de salida sigmoide.
# Pérdida: entropía cruzada binaria
import numpy as np

np.random.seed(33)


def softplus(z):
    return np.log(1.0 + np.exp(z))


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


# datos: dos medias lunas
n_ejemplos = 100
angulo = np.pi * np.random.rand(n_ejemplos)
etiquetas = np.arange(n_ejemplos) % 2
entradas = np.zeros((n_ejemplos, 2))
for i in range(n_ejemplos):
    if etiquetas[i] == 0:
        entradas[i] = [np.cos(angulo[i]), np.sin(angulo[i])]
    else:
        entradas[i] = [1 - np.cos(angulo[i]), 0.4 - np.sin(angulo[i])]
entradas += 0.1 * np.random.randn(n_ejemplos, 2)

# pesos y sesgos
n_ocultas = 10
W1 = np.random.randn(n_ocultas, 2) * 0.7
b1 = np.zeros(n_ocultas)
W2 = np.random.randn(n_ocultas) * 0.5
b2 = 0.0

tasa_inicial = 0.2
decaimiento = 0.1
epocas = 12


def propagar(x):
    z1 = W1.dot(x) + b1
    h = softplus(z1)
    z2 = W2.dot(h) + b2
    return z1, h, sigmoide(z2)


for epoca in range(epocas):
    # la tasa de aprendizaje baja con las épocas
    tasa = tasa_inicial / (1.0 + decaimiento * epoca)
    orden = np.random.permutation(n_ejemplos)
    perdida = 0.0
    aciertos = 0
    for k in orden:
        x = entradas[k]
        t = etiquetas[k]

        # hacia adelante
        z1, h, y = propagar(x)
        perdida += -(t * np.log(y) + (1 - t) * np.log(1 - y))
        aciertos += int((y > 0.5) == t)

        # hacia atrás
        delta2 = y - t
        grad_W2 = delta2 * h
        grad_b2 = delta2
        # la derivada de softplus es la sigmoide
        delta1 = delta2 * W2 * sigmoide(z1)
        grad_W1 = np.outer(delta1, x)
        grad_b1 = delta1

        # actualizar
        W2 -= tasa * grad_W2
        b2 -= tasa * grad_b2
        W1 -= tasa * grad_W1
        b1 -= tasa * grad_b1
    if epoca % 2 == 0:
        print("Época %d: pérdida media %.8f, aciertos %d" % (epoca, perdida / n_ejemplos, aciertos))

probabilidades = np.array([propagar(x)[2] for x in entradas])
print("Precisión final:", np.mean((probabilidades > 0.5) == etiquetas))
print("Primeras salidas:", probabilidades[:4])
