# Red neuronal multicapa en Python puro (sin librerias externas)
# entrada(2) -> oculta1(4) -> oculta2(4) -> salida(2), descenso por ejemplo con momento
import math
import random

random.seed(21)

TASA = 0.5
MOMENTO = 0.6
EPOCAS = 60
N_ENT, N_O1, N_O2, N_SAL = 2, 4, 4, 2


def sigmoide(x):
    return 1.0 / (1.0 + math.exp(-x))


def crear_matriz(filas, columnas):
    return [[random.uniform(-1.5, 1.5) for _ in range(columnas)] for _ in range(filas)]


def ceros(filas, columnas):
    return [[0.0] * columnas for _ in range(filas)]


# pesos[i][j]: de la neurona i a la neurona j; la ultima fila es el sesgo
pesos1, pesos2, pesos3 = crear_matriz(N_ENT + 1, N_O1), crear_matriz(N_O1 + 1, N_O2), crear_matriz(N_O2 + 1, N_SAL)
vel1, vel2, vel3 = ceros(N_ENT + 1, N_O1), ceros(N_O1 + 1, N_O2), ceros(N_O2 + 1, N_SAL)


def propagar(valores, pesos, n_salida):
    resultado = []
    for j in range(n_salida):
        suma = 0.0
        for i in range(len(valores)):
            suma += valores[i] * pesos[i][j]
        resultado.append(sigmoide(suma))
    return resultado


def adelante(x):
    a0 = x + [1.0]
    a1 = propagar(a0, pesos1, N_O1) + [1.0]
    a2 = propagar(a1, pesos2, N_O2) + [1.0]
    a3 = propagar(a2, pesos3, N_SAL)
    return a0, a1, a2, a3


def deltas_ocultos(deltas, pesos, activ, n):
    resultado = []
    for i in range(n):
        error = 0.0
        for j in range(len(deltas)):
            error += deltas[j] * pesos[i][j]
        resultado.append(error * activ[i] * (1.0 - activ[i]))
    return resultado


def actualizar(pesos, vel, activ, deltas):
    for i in range(len(activ)):
        for j in range(len(deltas)):
            vel[i][j] = MOMENTO * vel[i][j] - TASA * deltas[j] * activ[i]
            pesos[i][j] += vel[i][j]


def entrenar_ejemplo(x, t):
    a0, a1, a2, a3 = adelante(x)
    d3 = [(a3[k] - t[k]) * a3[k] * (1.0 - a3[k]) for k in range(N_SAL)]
    d2 = deltas_ocultos(d3, pesos3, a2, N_O2)
    d1 = deltas_ocultos(d2, pesos2, a1, N_O1)
    actualizar(pesos3, vel3, a2, d3)
    actualizar(pesos2, vel2, a1, d2)
    actualizar(pesos1, vel1, a0, d1)
    return 0.5 * sum((a3[k] - t[k]) ** 2 for k in range(N_SAL))


datos = []
for _ in range(48):
    p = [random.uniform(-1, 1), random.uniform(-1, 1)]
    dentro = 1.0 if p[0] ** 2 + p[1] ** 2 < 0.6 else 0.0
    derecha = 1.0 if p[0] > 0.3 * p[1] else 0.0
    datos.append((p, [dentro, derecha]))

for epoca in range(1, EPOCAS + 1):
    random.shuffle(datos)
    error_total = 0.0
    for x, t in datos:
        error_total += entrenar_ejemplo(x, t)
    if epoca == 1 or epoca % 12 == 0:
        print("epoca %3d  error medio = %.4f" % (epoca, error_total / len(datos)))

aciertos = 0
for x, t in datos:
    salida = adelante(x)[3]
    aciertos += sum(1 for k in range(N_SAL) if (salida[k] > 0.5) == (t[k] > 0.5))
print("aciertos: %.4f" % (aciertos / (N_SAL * len(datos))))
print("salida para (0.2, 0.1):", " ".join("%.4f" % s for s in adelante([0.2, 0.1])[3]))
