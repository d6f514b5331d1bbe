import random, math
random.seed(3)
def sigmoid(x): return 1 / (1 + math.exp(-x))
def dot(u, v): return sum(a * b for a, b in zip(u, v))
data = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
W1 = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(3)]
b1 = [0.0] * 3
w2 = [random.uniform(-1, 1) for _ in range(3)]
b2 = 0.0
lr = 0.7
for epoch in range(200):
    loss = 0
    for x, t in data:
        h = [sigmoid(dot(w, x) + b) for w, b in zip(W1, b1)]
        o = sigmoid(dot(w2, h) + b2)
        loss += (t - o) ** 2 / 2
        do = (t - o) * o * (1 - o)
        dh = [do * w2[j] * h[j] * (1 - h[j]) for j in range(3)]
        for j in range(3):
            w2[j] += lr * do * h[j]
        b2 += lr * do
        for j in range(3):
            for i in range(2):
                W1[j][i] += lr * dh[j] * x[i]
            b1[j] += lr * dh[j]
    if epoch % 50 == 0:
        print(epoch, loss)
