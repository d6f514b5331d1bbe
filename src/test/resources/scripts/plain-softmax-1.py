import math, random
rnd = random.Random(4)
flowers = []
for c in range(3):
    for _ in range(6):
        flowers.append(([c * 0.8 + rnd.gauss(0, 0.3), rnd.gauss(0, 1) - c, 0.5 * c * c + rnd.gauss(0, 0.2)], c))

def softmax(v):
    m = max(v)
    e = [math.exp(i - m) for i in v]
    s = sum(e)
    return [i / s for i in e]

def relu(v):
    return max(0.0, v)

hidden = 6
V = [[rnd.uniform(-0.6, 0.6) for _ in range(3)] for _ in range(hidden)]
c = [0.0 for _ in range(hidden)]
U = [[rnd.uniform(-0.6, 0.6) for _ in range(hidden)] for _ in range(3)]
d = [0.0 for _ in range(3)]
eta = 0.05
for epoch in range(25):
    cost = 0
    for x, label in flowers:
        z1 = [c[i] + sum(V[i][k] * x[k] for k in range(3)) for i in range(hidden)]
        a1 = [relu(z) for z in z1]
        z2 = [d[i] + sum(U[i][k] * a1[k] for k in range(hidden)) for i in range(3)]
        p = softmax(z2)
        cost -= math.log(p[label])
        g2 = [p[i] - (1 if i == label else 0) for i in range(3)]
        g1 = [sum(U[i][k] * g2[i] for i in range(3)) * (1 if z1[k] > 0 else 0) for k in range(hidden)]
        for i in range(3):
            for k in range(hidden):
                U[i][k] -= eta * g2[i] * a1[k]
            d[i] -= eta * g2[i]
        for i in range(hidden):
            for k in range(3):
                V[i][k] -= eta * g1[i] * x[k]
            c[i] -= eta * g1[i]
    print(epoch, cost / len(flowers))
