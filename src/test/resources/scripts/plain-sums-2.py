# regression with one hidden layer of rectifiers, gradients summed over all examples
import random
random.seed(8)
xs = [[random.uniform(-2, 2), random.uniform(-2, 2)] for _ in range(15)]
ys = [abs(a) - 0.5 * b for a, b in xs]
H = 5
W1 = [[random.gauss(0, 0.7) for _ in range(H)] for _ in range(2)]
b1 = [0.01 * random.random() for _ in range(H)]
W2 = [random.gauss(0, 0.7) for _ in range(H)]
b2 = 0.0
learning_rate = 0.002
gW1 = [[0.0] * H for _ in range(2)]
gb1 = [0.0] * H
gW2 = [0.0] * H
gb2 = 0.0
n = len(xs)
for step in range(100):
    loss = 0.0
    for x, y in zip(xs, ys):
        z = [b1[j] + x[0] * W1[0][j] + x[1] * W1[1][j] for j in range(H)]
        a = [v if v > 0 else 0.0 for v in z]
        p = b2
        for j in range(H):
            p += a[j] * W2[j]
        err = p - y
        loss += err * err / n
        dp = 2 * err / n
        gb2 += dp
        for j in range(H):
            gW2[j] += dp * a[j]
            d = dp * W2[j] if z[j] > 0 else 0.0
            gb1[j] += d
            for i in range(2):
                gW1[i][j] += d * x[i]
    for j in range(H):
        W2[j] -= learning_rate * gW2[j]
        b1[j] -= learning_rate * gb1[j]
        for i in range(2):
            W1[i][j] -= learning_rate * gW1[i][j]
    b2 -= learning_rate * gb2
    if step % 20 == 0:
        print(step, loss)
