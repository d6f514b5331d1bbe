# Red neuronal en Python puro: tiro parabolico
# entrada: (v0, angulo)  ->  salida: (alcance, altura maxima), con AdaGrad por lotes
import math
import random

G = 9.81


class Red:
    def __init__(self, n_ent, n_oc, n_sal, semilla=0):
        azar = random.Random(semilla)
        self.n_ent, self.n_oc, self.n_sal = n_ent, n_oc, n_sal
        self.W = [[azar.gauss(0, 1 / math.sqrt(n_ent)) for _ in range(n_ent)] for _ in range(n_oc)]
        self.b = [azar.uniform(-0.5, 0.5) for _ in range(n_oc)]
        self.V = [[azar.gauss(0, 1 / math.sqrt(n_oc)) for _ in range(n_oc)] for _ in range(n_sal)]
        self.c = [0.0] * n_sal
        self.azar = azar

    def adelante(self, x):
        h = [math.tanh(self.b[j] + sum(self.W[j][i] * x[i] for i in range(self.n_ent)))
             for j in range(self.n_oc)]
        y = [self.c[k] + sum(self.V[k][j] * h[j] for j in range(self.n_oc))
             for k in range(self.n_sal)]
        return h, y

    def error(self, X, T):
        total = 0.0
        for x, t in zip(X, T):
            _, y = self.adelante(x)
            total += sum((yk - tk) ** 2 for yk, tk in zip(y, t))
        return total / (2 * len(X))

    def ceros(self):
        return ([[0.0] * self.n_ent for _ in range(self.n_oc)], [0.0] * self.n_oc,
                [[0.0] * self.n_oc for _ in range(self.n_sal)], [0.0] * self.n_sal)

    def acumular(self, x, t, grad):
        gW, gb, gV, gc = grad
        h, y = self.adelante(x)
        d_sal = [y[k] - t[k] for k in range(self.n_sal)]
        for k in range(self.n_sal):
            gc[k] += d_sal[k]
            for j in range(self.n_oc):
                gV[k][j] += d_sal[k] * h[j]
        for j in range(self.n_oc):
            d = sum(d_sal[k] * self.V[k][j] for k in range(self.n_sal)) * (1 - h[j] ** 2)
            gb[j] += d
            for i in range(self.n_ent):
                gW[j][i] += d * x[i]

    def entrenar(self, X, T, epocas, lote, tasa):
        hist = self.ceros()
        orden = list(range(len(X)))
        for ep in range(1, epocas + 1):
            self.azar.shuffle(orden)
            for ini in range(0, len(X), lote):
                grad = self.ceros()
                indices = orden[ini:ini + lote]
                for n in indices:
                    self.acumular(X[n], T[n], grad)
                self.paso(grad, hist, len(indices), tasa)
            if ep in (1, 10, 30, 60):
                print("epoca", ep, "error %.4f" % self.error(X, T))

    def paso(self, grad, hist, n, tasa):
        gW, gb, gV, gc = grad
        hW, hb, hV, hc = hist
        filas = list(zip(self.W, gW, hW)) + list(zip(self.V, gV, hV))
        filas += [(self.b, gb, hb), (self.c, gc, hc)]
        for par, gr, acum in filas:
            for i in range(len(par)):
                g = gr[i] / n
                acum[i] += g * g
                par[i] -= tasa * g / (math.sqrt(acum[i]) + 1e-8)


def disparo(azar):
    v0, ang = azar.uniform(5, 20), azar.uniform(0.2, 1.4)
    alcance = v0 ** 2 * math.sin(2 * ang) / G
    altura = (v0 * math.sin(ang)) ** 2 / (2 * G)
    return [(v0 - 12.5) / 4.3, (ang - 0.8) / 0.35], [alcance / 10, altura / 5]


azar = random.Random(12)
datos = [disparo(azar) for _ in range(90)]
prueba = [disparo(azar) for _ in range(40)]
red = Red(2, 9, 2, semilla=5)
red.entrenar([x for x, _ in datos], [t for _, t in datos], epocas=60, lote=9, tasa=0.15)
print("error de prueba %.4f" % red.error([x for x, _ in prueba], [t for _, t in prueba]))
for x, t in prueba[:2]:
    y = red.adelante(x)[1]
    print("alcance %.4f m (real %.4f)   altura %.4f m (real %.4f)"
          % (10 * y[0], 10 * t[0], 5 * y[1], 5 * t[1]))
