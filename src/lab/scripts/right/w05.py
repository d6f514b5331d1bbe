# Red neuronal sencilla sin numpy: una capa oculta, error cuadratico
import math
import random

random.seed(11)

N_ENTRADAS = 3
N_OCULTAS = 5
N_SALIDAS = 2
TASA = 0.4


def sigmoide(x):
    return 1.0 / (1.0 + math.exp(-x))


def derivada_sigmoide(s):
    # s ya es la salida de la sigmoide
    return s * (1.0 - s)


# pesos: w_oculta[j][i] une la entrada i con la neurona oculta j
w_oculta = [[random.uniform(-1, 1) for _ in range(N_ENTRADAS)] for _ in range(N_OCULTAS)]
b_oculta = [0.0 for _ in range(N_OCULTAS)]
w_salida = [[random.uniform(-1, 1) for _ in range(N_OCULTAS)] for _ in range(N_SALIDAS)]
b_salida = [0.0 for _ in range(N_SALIDAS)]

# datos: tres bits; salida = [xor de los dos primeros, mayoria de los tres]
datos = []
for a in (0, 1):
    for b in (0, 1):
        for c in (0, 1):
            mayoria = 1 if a + b + c >= 2 else 0
            datos.append(([a, b, c], [a ^ b, mayoria]))


def propagar(entrada):
    oculta = []
    for j in range(N_OCULTAS):
        suma = b_oculta[j]
        for i in range(N_ENTRADAS):
            suma += w_oculta[j][i] * entrada[i]
        oculta.append(sigmoide(suma))
    salida = []
    for k in range(N_SALIDAS):
        suma = b_salida[k]
        for j in range(N_OCULTAS):
            suma += w_salida[k][j] * oculta[j]
        salida.append(sigmoide(suma))
    return oculta, salida


def entrenar(entrada, objetivo):
    oculta, salida = propagar(entrada)
    delta_salida = []
    for k in range(N_SALIDAS):
        error = objetivo[k] - salida[k]
        delta_salida.append(error * derivada_sigmoide(salida[k]))
    delta_oculta = []
    for j in range(N_OCULTAS):
        error = 0.0
        for k in range(N_SALIDAS):
            error += delta_salida[k] * w_salida[k][j]
        delta_oculta.append(error * derivada_sigmoide(oculta[j]))
    # actualizar los pesos de la capa de salida
    for k in range(N_SALIDAS):
        for j in range(N_OCULTAS):
            w_salida[k][j] += TASA * delta_salida[k] * oculta[j]
        b_salida[k] += TASA * delta_salida[k]
    # actualizar los pesos de la capa oculta
    for j in range(N_OCULTAS):
        for i in range(N_ENTRADAS):
            w_oculta[j][i] += TASA * delta_oculta[j] * entrada[i]
        b_oculta[j] += TASA * delta_oculta[j]
    return 0.5 * sum((objetivo[k] - salida[k]) ** 2 for k in range(N_SALIDAS))


for epoca in range(3001):
    error_total = 0.0
    for entrada, objetivo in datos:
        error_total += entrenar(entrada, objetivo)
    if epoca % 500 == 0:
        print("epoca", epoca, "error", round(error_total / len(datos), 6))

for entrada, objetivo in datos:
    _, salida = propagar(entrada)
    print(entrada, objetivo, [round(s, 3) for s in salida])
