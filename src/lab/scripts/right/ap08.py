# mlp in plain python, batch gradient accumulated sample by sample
import math
import random


class Layer:
    def __init__(self, n_in, n_out, act):
        r = math.sqrt(3.0 / n_in)
        self.w = [[random.uniform(-r, r) for _ in range(n_in)] for _ in range(n_out)]
        self.b = [0.0] * n_out
        self.act = act
        self.n_in, self.n_out = n_in, n_out
        self.zero_grad()

    def zero_grad(self):
        self.gw = [[0.0] * self.n_in for _ in range(self.n_out)]
        self.gb = [0.0] * self.n_out

    def forward(self, x):
        self.x = x
        self.out = []
        for o in range(self.n_out):
            z = self.b[o]
            for i in range(self.n_in):
                z += self.w[o][i] * x[i]
            self.out.append(math.tanh(z) if self.act == 'tanh' else z)
        return self.out

    def backward(self, dout):
        dx = [0.0] * self.n_in
        for o in range(self.n_out):
            d = dout[o]
            if self.act == 'tanh':
                d *= 1 - self.out[o] ** 2
            self.gb[o] += d
            for i in range(self.n_in):
                self.gw[o][i] += d * self.x[i]
                dx[i] += d * self.w[o][i]
        return dx

    def step(self, lr, n):
        for o in range(self.n_out):
            self.b[o] -= lr * self.gb[o] / n
            for i in range(self.n_in):
                self.w[o][i] -= lr * self.gw[o][i] / n


class MLP:
    def __init__(self, sizes):
        self.layers = []
        for k in range(len(sizes) - 1):
            act = 'linear' if k == len(sizes) - 2 else 'tanh'
            self.layers.append(Layer(sizes[k], sizes[k + 1], act))

    def __call__(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def fit(self, xs, ys, lr, epochs):
        n = len(xs)
        for ep in range(epochs):
            for layer in self.layers:
                layer.zero_grad()
            mse = 0.0
            for x, y in zip(xs, ys):
                p = self(x)
                mse += sum((p[k] - y[k]) ** 2 for k in range(len(y))) / n
                grad = [2 * (p[k] - y[k]) for k in range(len(y))]
                for layer in reversed(self.layers):
                    grad = layer.backward(grad)
            for layer in self.layers:
                layer.step(lr, n)
            if ep % 100 == 0:
                print("epoch", ep, "mse", round(mse, 6))


random.seed(11)
xs = [[random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)] for _ in range(30)]
ys = [[0.5 * a - b * c, math.sin(2 * b)] for a, b, c in xs]

net = MLP([3, 7, 5, 2])
net.fit(xs, ys, 0.1, 601)
for x, y in list(zip(xs, ys))[:4]:
    print([round(v, 3) for v in net(x)], [round(v, 3) for v in y])
