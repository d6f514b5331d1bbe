# -*- coding: utf-8 -*-
# Regresion de una curva con una red 1-20-20-1, activacion ELU y AdaGrad.
# Perdida: error cuadratico medio (MSE) del mini-lote.
import numpy as np

np.random.seed(10)

# --- datos ---
N = 240
X = np.random.uniform(-3, 3, (N, 1))
Y = np.sin(2 * X) + 0.3 * X + 0.05 * np.random.randn(N, 1)

# --- hiperparametros ---
alfa = 1.0          # parametro de la ELU
tasa = 0.1          # tasa de aprendizaje
eps = 1e-8
lote = 40
epocas = 300
n1, n2 = 20, 20


def elu(z):
    return np.where(z > 0, z, alfa * (np.exp(np.minimum(z, 0)) - 1))


def d_elu(z):
    return np.where(z > 0, 1.0, alfa * np.exp(np.minimum(z, 0)))


# --- pesos ---
W1 = np.random.randn(1, n1)
b1 = np.random.randn(1, n1) * 0.5
W2 = np.random.randn(n1, n2) / np.sqrt(n1)
b2 = np.zeros((1, n2))
W3 = np.random.randn(n2, 1) / np.sqrt(n2)
b3 = np.zeros((1, 1))

# acumuladores de AdaGrad
G_W1, G_b1 = np.zeros_like(W1), np.zeros_like(b1)
G_W2, G_b2 = np.zeros_like(W2), np.zeros_like(b2)
G_W3, G_b3 = np.zeros_like(W3), np.zeros_like(b3)

for epoca in range(epocas):
    indices = np.random.permutation(N)
    suma = 0.0
    for inicio in range(0, N, lote):
        idx = indices[inicio:inicio + lote]
        x = X[idx]
        y = Y[idx]
        n = len(idx)

        # propagacion hacia adelante
        z1 = x.dot(W1) + b1
        a1 = elu(z1)
        z2 = a1.dot(W2) + b2
        a2 = elu(z2)
        salida = a2.dot(W3) + b3
        perdida = np.mean((salida - y) ** 2)
        suma += perdida * n

        # retropropagacion
        d3 = 2 * (salida - y) / n
        dW3 = a2.T.dot(d3)
        db3 = d3.sum(axis=0, keepdims=True)
        d2 = d3.dot(W3.T) * d_elu(z2)
        dW2 = a1.T.dot(d2)
        db2 = d2.sum(axis=0, keepdims=True)
        d1 = d2.dot(W2.T) * d_elu(z1)
        dW1 = x.T.dot(d1)
        db1 = d1.sum(axis=0, keepdims=True)

        # AdaGrad
        G_W1 += dW1 ** 2
        G_b1 += db1 ** 2
        G_W2 += dW2 ** 2
        G_b2 += db2 ** 2
        G_W3 += dW3 ** 2
        G_b3 += db3 ** 2
        W1 -= tasa * dW1 / (np.sqrt(G_W1) + eps)
        b1 -= tasa * db1 / (np.sqrt(G_b1) + eps)
        W2 -= tasa * dW2 / (np.sqrt(G_W2) + eps)
        b2 -= tasa * db2 / (np.sqrt(G_b2) + eps)
        W3 -= tasa * dW3 / (np.sqrt(G_W3) + eps)
        b3 -= tasa * db3 / (np.sqrt(G_b3) + eps)

    if epoca % 50 == 0 or epoca == epocas - 1:
        print("epoca %3d   MSE = %.5f" % (epoca, suma / N))

for v in (-2.0, -0.5, 0.0, 1.0, 2.5):
    p = elu(elu(np.array([[v]]).dot(W1) + b1).dot(W2) + b2).dot(W3) + b3
    print("f(%5.2f) = %7.4f   red: %7.4f" % (v, np.sin(2 * v) + 0.3 * v, p[0, 0]))
