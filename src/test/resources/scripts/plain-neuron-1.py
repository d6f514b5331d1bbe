import math
xs = [(0.5, 1.2), (1.5, -0.3), (-0.7, 0.8), (2.0, 1.0), (-1.0, -1.5)]
ys = [1, 0, 1, 1, 0]
w = [0, 0]
b = 0
eta = 0.1
for epoch in range(40):
    dw = [0, 0]
    db = 0
    for x, y in zip(xs, ys):
        p = 1 / (1 + math.exp(-(w[0] * x[0] + w[1] * x[1] + b)))
        for i in range(2):
            dw[i] += (p - y) * x[i]
        db += p - y
    for i in range(2):
        w[i] -= eta * dw[i] / len(xs)
    b -= eta * db / len(xs)
print(w, b)
