# Back-Propagation Neural Networks, pure python
import math
import random

random.seed(0)


def rand(a, b):
    return (b - a) * random.random() + a


def makeMatrix(I, J, fill=0.0):
    m = []
    for i in range(I):
        m.append([fill] * J)
    return m


# derivative of tanh, in terms of the output
def dtanh(y):
    return 1.0 - y ** 2


class NN:
    def __init__(self, ni, nh, no):
        # number of input, hidden, and output nodes
        self.ni = ni + 1  # +1 for bias node
        self.nh = nh + 1  # +1 for bias node
        self.no = no
        self.ai = [1.0] * self.ni
        self.ah = [1.0] * self.nh
        self.ao = [1.0] * self.no
        # create weights
        self.wi = makeMatrix(self.ni, self.nh)
        self.wo = makeMatrix(self.nh, self.no)
        for i in range(self.ni):
            for j in range(self.nh - 1):
                self.wi[i][j] = rand(-0.5, 0.5)
        for j in range(self.nh):
            for k in range(self.no):
                self.wo[j][k] = rand(-0.8, 0.8)
        # velocities for momentum
        self.ci = makeMatrix(self.ni, self.nh)
        self.co = makeMatrix(self.nh, self.no)

    def update(self, inputs):
        for i in range(self.ni - 1):
            self.ai[i] = inputs[i]
        for j in range(self.nh - 1):
            total = 0.0
            for i in range(self.ni):
                total = total + self.ai[i] * self.wi[i][j]
            self.ah[j] = math.tanh(total)
        for k in range(self.no):
            total = 0.0
            for j in range(self.nh):
                total = total + self.ah[j] * self.wo[j][k]
            self.ao[k] = math.tanh(total)
        return self.ao[:]

    def backPropagate(self, targets, N, M):
        # calculate error terms for output
        output_deltas = [0.0] * self.no
        for k in range(self.no):
            error = targets[k] - self.ao[k]
            output_deltas[k] = dtanh(self.ao[k]) * error
        # calculate error terms for hidden
        hidden_deltas = [0.0] * self.nh
        for j in range(self.nh - 1):
            error = 0.0
            for k in range(self.no):
                error = error + output_deltas[k] * self.wo[j][k]
            hidden_deltas[j] = dtanh(self.ah[j]) * error
        # update output weights
        for j in range(self.nh):
            for k in range(self.no):
                change = output_deltas[k] * self.ah[j]
                self.co[j][k] = M * self.co[j][k] + N * change
                self.wo[j][k] = self.wo[j][k] + self.co[j][k]
        # update input weights
        for i in range(self.ni):
            for j in range(self.nh - 1):
                change = hidden_deltas[j] * self.ai[i]
                self.ci[i][j] = M * self.ci[i][j] + N * change
                self.wi[i][j] = self.wi[i][j] + self.ci[i][j]
        error = 0.0
        for k in range(len(targets)):
            error = error + 0.5 * (targets[k] - self.ao[k]) ** 2
        return error

    def train(self, patterns, iterations=500, N=0.05, M=0.5):
        for i in range(iterations):
            error = 0.0
            for inputs, targets in patterns:
                self.update(inputs)
                error = error + self.backPropagate(targets, N, M)
            if i % 50 == 0:
                print('error %-.6f' % error)


# parity and majority of three inputs
pat = []
for n in range(8):
    bits = [n & 1, (n >> 1) & 1, (n >> 2) & 1]
    pat.append([[float(v) for v in bits], [0.8 if sum(bits) % 2 else -0.8, 0.8 if sum(bits) >= 2 else -0.8]])
net = NN(3, 6, 2)
net.train(pat)
for p in pat:
    print(p[0], '->', ['%.4f' % v for v in net.update(p[0])])
