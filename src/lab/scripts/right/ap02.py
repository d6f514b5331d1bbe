# Red neuronal para aproximar el seno (practica 3)
# cada ejemplo es una columna
import numpy as np


class RedNeuronal:
    def __init__(self, n_entrada, n_oculta, n_salida, tasa=0.05, momento=0.9):
        rng = np.random.default_rng(7)
        self.W1 = rng.normal(0, 1.0, (n_oculta, n_entrada))
        self.b1 = np.zeros((n_oculta, 1))
        self.W2 = rng.normal(0, 1.0 / np.sqrt(n_oculta), (n_salida, n_oculta))
        self.b2 = np.zeros((n_salida, 1))
        self.tasa = tasa
        self.momento = momento
        self.vW1 = np.zeros_like(self.W1)
        self.vb1 = np.zeros_like(self.b1)
        self.vW2 = np.zeros_like(self.W2)
        self.vb2 = np.zeros_like(self.b2)

    def adelante(self, X):
        self.z1 = self.W1 @ X + self.b1
        self.a1 = np.tanh(self.z1)
        self.salida = self.W2 @ self.a1 + self.b2    # salida lineal
        return self.salida

    def costo(self, Y):
        m = Y.shape[1]
        return np.sum((self.salida - Y) ** 2) / (2 * m)

    def atras(self, X, Y):
        m = X.shape[1]
        d2 = (self.salida - Y) / m
        gW2 = d2 @ self.a1.T
        gb2 = d2.sum(axis=1, keepdims=True)
        d1 = (self.W2.T @ d2) * (1 - self.a1 ** 2)
        gW1 = d1 @ X.T
        gb1 = d1.sum(axis=1, keepdims=True)
        return gW1, gb1, gW2, gb2

    def actualizar(self, gW1, gb1, gW2, gb2):
        self.vW1 = self.momento * self.vW1 - self.tasa * gW1
        self.vb1 = self.momento * self.vb1 - self.tasa * gb1
        self.vW2 = self.momento * self.vW2 - self.tasa * gW2
        self.vb2 = self.momento * self.vb2 - self.tasa * gb2
        self.W1 += self.vW1
        self.b1 += self.vb1
        self.W2 += self.vW2
        self.b2 += self.vb2

    def entrenar(self, X, Y, epocas):
        for epoca in range(epocas):
            self.adelante(X)
            grads = self.atras(X, Y)
            if epoca % 500 == 0:
                print(f"epoca {epoca:5d}  costo {self.costo(Y):.6f}")
            self.actualizar(*grads)


if __name__ == "__main__":
    X = np.linspace(-np.pi, np.pi, 40).reshape(1, -1)
    Y = np.vstack([np.sin(X), np.cos(X)])
    red = RedNeuronal(1, 12, 2)
    red.entrenar(X, Y, 3000)
    prueba = np.array([[-1.5, 0.0, 0.7]])
    print("prediccion:", red.adelante(prueba).round(3))
    print("real:      ", np.vstack([np.sin(prueba), np.cos(prueba)]).round(3))
