# Red neuronal sin numpy: solo listas y bucles
# Clasifica puntos de la cuadricula segun tres reglas (tres salidas sigmoides)
import math
import random

random.seed(7)

N_ENTRADA, N_OCULTA, N_SALIDA = 2, 5, 3
TASA = 0.3
MOMENTO = 0.6
EPOCAS = 30


def sigmoide(x):
    return 1.0 / (1.0 + math.exp(-x))


def crear_datos():
    datos = []
    for _ in range(60):
        x = [random.uniform(-1, 1), random.uniform(-1, 1)]
        t = [1.0 if x[0] > x[1] else 0.0,
             1.0 if x[0] + x[1] > 0.3 else 0.0,
             1.0 if x[0] * x[0] + x[1] * x[1] < 0.5 else 0.0]
        datos.append((x, t))
    return datos


class Red:
    def __init__(self):
        self.pesos_oculta = [[random.uniform(-1, 1) for _ in range(N_ENTRADA)] for _ in range(N_OCULTA)]
        self.sesgo_oculta = [random.uniform(-1, 1) for _ in range(N_OCULTA)]
        self.pesos_salida = [[random.uniform(-1, 1) for _ in range(N_OCULTA)] for _ in range(N_SALIDA)]
        self.sesgo_salida = [random.uniform(-1, 1) for _ in range(N_SALIDA)]
        self.vel_oculta = [[0.0] * N_ENTRADA for _ in range(N_OCULTA)]
        self.vel_salida = [[0.0] * N_OCULTA for _ in range(N_SALIDA)]

    def propagar(self, x):
        self.oculta = []
        for j in range(N_OCULTA):
            suma = self.sesgo_oculta[j]
            for i in range(N_ENTRADA):
                suma += self.pesos_oculta[j][i] * x[i]
            self.oculta.append(sigmoide(suma))
        self.salida = []
        for k in range(N_SALIDA):
            suma = self.sesgo_salida[k]
            for j in range(N_OCULTA):
                suma += self.pesos_salida[k][j] * self.oculta[j]
            self.salida.append(sigmoide(suma))
        return self.salida

    def retropropagar(self, t):
        errores = []
        self.delta_salida = []
        for k in range(N_SALIDA):
            errores.append(self.salida[k] - t[k])
            self.delta_salida.append(errores[k] * self.salida[k] * (1 - self.salida[k]))
        self.delta_oculta = []
        for j in range(N_OCULTA):
            suma = 0.0
            for k in range(N_SALIDA):
                suma += self.delta_salida[k] * self.pesos_salida[k][j]
            self.delta_oculta.append(suma * self.oculta[j] * (1 - self.oculta[j]))

    def actualizar(self, x):
        for k in range(N_SALIDA):
            for j in range(N_OCULTA):
                self.vel_salida[k][j] = MOMENTO * self.vel_salida[k][j] - TASA * self.delta_salida[k] * self.oculta[j]
                self.pesos_salida[k][j] += self.vel_salida[k][j]
            self.sesgo_salida[k] -= TASA * self.delta_salida[k]
        for j in range(N_OCULTA):
            for i in range(N_ENTRADA):
                self.vel_oculta[j][i] = MOMENTO * self.vel_oculta[j][i] - TASA * self.delta_oculta[j] * x[i]
                self.pesos_oculta[j][i] += self.vel_oculta[j][i]
            self.sesgo_oculta[j] -= TASA * self.delta_oculta[j]


def costo(red, datos):
    total = 0.0
    for x, t in datos:
        y = red.propagar(x)
        total += 0.5 * sum((y[k] - t[k]) ** 2 for k in range(N_SALIDA))
    return total / len(datos)


def exactitud(red, datos):
    aciertos = 0
    for x, t in datos:
        y = red.propagar(x)
        aciertos += sum(1 for k in range(N_SALIDA) if (y[k] > 0.5) == (t[k] > 0.5))
    return aciertos / (len(datos) * N_SALIDA)


datos = crear_datos()
red = Red()
print("inicio: costo = %.4f" % costo(red, datos))
for epoca in range(1, EPOCAS + 1):
    random.shuffle(datos)
    for x, t in datos:
        red.propagar(x)
        red.retropropagar(t)
        red.actualizar(x)
    if epoca % 5 == 0:
        print("epoca %d: costo = %.4f" % (epoca, costo(red, datos)))
print("exactitud final: %.4f" % exactitud(red, datos))
print("ejemplo:", ["%.4f" % v for v in red.propagar([0.2, -0.1])])
