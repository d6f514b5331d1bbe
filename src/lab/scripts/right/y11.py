# neural net without numpy: 2 inputs -> tanh hidden -> 1 linear output,
# mini batches, momentum and weight decay
import math
import random

random.seed(99)


class Net:
    def __init__(self, n_in, n_hid):
        self.n_in = n_in
        self.n_hid = n_hid
        self.w_ih = [[random.uniform(-0.8, 0.8) for _ in range(n_in)] for _ in range(n_hid)]
        self.b_h = [0.0] * n_hid
        self.w_ho = [random.uniform(-0.8, 0.8) for _ in range(n_hid)]
        self.b_o = 0.0
        # momentum buffers
        self.v_ih = [[0.0] * n_in for _ in range(n_hid)]
        self.v_bh = [0.0] * n_hid
        self.v_ho = [0.0] * n_hid
        self.v_bo = 0.0

    def forward(self, x):
        self.hid = []
        for j in range(self.n_hid):
            s = self.b_h[j]
            for i in range(self.n_in):
                s += self.w_ih[j][i] * x[i]
            self.hid.append(math.tanh(s))
        out = self.b_o
        for j in range(self.n_hid):
            out += self.w_ho[j] * self.hid[j]
        return out

    def zero_grad(self):
        self.g_ih = [[0.0] * self.n_in for _ in range(self.n_hid)]
        self.g_bh = [0.0] * self.n_hid
        self.g_ho = [0.0] * self.n_hid
        self.g_bo = 0.0

    def backward(self, x, out, target):
        # loss of one example is (out - target)^2
        d_out = 2.0 * (out - target)
        self.g_bo += d_out
        for j in range(self.n_hid):
            self.g_ho[j] += d_out * self.hid[j]
            d_hid = d_out * self.w_ho[j] * (1.0 - self.hid[j] ** 2)
            self.g_bh[j] += d_hid
            for i in range(self.n_in):
                self.g_ih[j][i] += d_hid * x[i]

    def step(self, lr, mu, wd, n):
        # gradient of mean loss + 0.5 * wd * sum of squared weights (no decay on biases)
        for j in range(self.n_hid):
            for i in range(self.n_in):
                g = self.g_ih[j][i] / n + wd * self.w_ih[j][i]
                self.v_ih[j][i] = mu * self.v_ih[j][i] - lr * g
                self.w_ih[j][i] += self.v_ih[j][i]
            g = self.g_ho[j] / n + wd * self.w_ho[j]
            self.v_ho[j] = mu * self.v_ho[j] - lr * g
            self.w_ho[j] += self.v_ho[j]
            self.v_bh[j] = mu * self.v_bh[j] - lr * self.g_bh[j] / n
            self.b_h[j] += self.v_bh[j]
        self.v_bo = mu * self.v_bo - lr * self.g_bo / n
        self.b_o += self.v_bo

    def penalty(self, wd):
        total = sum(w * w for w in self.w_ho)
        for row in self.w_ih:
            total += sum(w * w for w in row)
        return 0.5 * wd * total


# target: saddle x*y with a bit of noise
xs = [[random.uniform(-1.5, 1.5), random.uniform(-1.5, 1.5)] for _ in range(64)]
ys = [p[0] * p[1] + random.gauss(0, 0.02) for p in xs]

LR, MU, WD, BATCH = 0.03, 0.9, 1e-3, 16
net = Net(2, 6)
index = list(range(len(xs)))
for epoch in range(151):
    random.shuffle(index)
    mse = 0.0
    for k in range(0, len(index), BATCH):
        batch = index[k:k + BATCH]
        net.zero_grad()
        for idx in batch:
            out = net.forward(xs[idx])
            mse += (out - ys[idx]) ** 2
            net.backward(xs[idx], out, ys[idx])
        net.step(LR, MU, WD, len(batch))
    if epoch % 25 == 0:
        print(epoch, "mse %.6f" % (mse / len(xs)), "penalty %.6f" % net.penalty(WD))

for p in ([1, 1], [-1, 1], [0.5, -1], [0, 0]):
    print(p, "%.4f" % net.forward(p))
