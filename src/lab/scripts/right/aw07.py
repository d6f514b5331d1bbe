# Regresion con una red neuronal hecha a mano (dos capas ocultas, Nesterov)
import numpy as np


class RedNeuronal:

    def __init__(self, entradas, ocultas, tasa=0.02, mu=0.9, fuga=0.1, semilla=0):
        gen = np.random.RandomState(semilla)
        self.tasa = tasa
        self.mu = mu
        self.fuga = fuga
        self.p = {
            'W1': gen.randn(entradas, ocultas) * np.sqrt(2.0 / entradas),
            'b1': gen.randn(ocultas) * 0.5,
            'W2': gen.randn(ocultas, ocultas) * np.sqrt(2.0 / ocultas),
            'b2': np.zeros(ocultas),
            'W3': gen.randn(ocultas, 1) * np.sqrt(1.0 / ocultas),
            'b3': np.zeros(1),
        }
        self.vel = {k: np.zeros_like(w) for k, w in self.p.items()}

    def activacion(self, z):
        return np.where(z > 0, z, self.fuga * z)

    def adelante(self, X):
        p = self.p
        self.X = X
        self.z1 = X.dot(p['W1']) + p['b1']
        self.h1 = self.activacion(self.z1)
        self.z2 = self.h1.dot(p['W2']) + p['b2']
        self.h2 = self.activacion(self.z2)
        return self.h2.dot(p['W3']) + p['b3']

    def atras(self, pred, y):
        p = self.p
        n = y.shape[0]
        g = {}
        d3 = 2.0 * (pred - y) / n
        g['W3'] = self.h2.T.dot(d3)
        g['b3'] = d3.sum(axis=0)
        d2 = d3.dot(p['W3'].T)
        d2[self.z2 <= 0] *= self.fuga
        g['W2'] = self.h1.T.dot(d2)
        g['b2'] = d2.sum(axis=0)
        d1 = d2.dot(p['W2'].T)
        d1[self.z1 <= 0] *= self.fuga
        g['W1'] = self.X.T.dot(d1)
        g['b1'] = d1.sum(axis=0)
        return g

    def actualizar(self, g):
        for k in self.p:
            v_ant = self.vel[k].copy()
            self.vel[k] = self.mu * self.vel[k] - self.tasa * g[k]
            self.p[k] += -self.mu * v_ant + (1 + self.mu) * self.vel[k]

    def entrenar(self, X, y, epocas, cada):
        for e in range(epocas):
            pred = self.adelante(X)
            ecm = np.mean((pred - y) ** 2)
            if e % cada == 0:
                print("epoca %4d  ECM %.4f" % (e, ecm))
            self.actualizar(self.atras(pred, y))

    def predecir(self, X):
        return self.adelante(X)


gen = np.random.RandomState(8)
x = gen.uniform(-2, 2, (100, 1))
y = np.sin(2 * x) + 0.3 * x + 0.05 * gen.randn(100, 1)

red = RedNeuronal(entradas=1, ocultas=12)
red.entrenar(x, y, epocas=800, cada=160)

x_prueba = np.linspace(-2, 2, 50).reshape(-1, 1)
y_prueba = np.sin(2 * x_prueba) + 0.3 * x_prueba
salida = red.predecir(x_prueba)
print("ECM de prueba: %.4f" % np.mean((salida - y_prueba) ** 2))
for i in (5, 20, 35, 45):
    print("x=%.2f  red=%.4f  real=%.4f" % (x_prueba[i, 0], salida[i, 0], y_prueba[i, 0]))
