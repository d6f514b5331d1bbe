# Back-Propagation Neural Network, one pattern at a time, with momentum
import math
import numpy as np

np.random.seed(4)


def dtanh(y):
    # derivative of tanh in terms of its output y
    return 1.0 - y ** 2


class NN:
    def __init__(self, ni, nh, no):
        # number of input, hidden, and output nodes (+1 for the bias node)
        self.ni = ni + 1
        self.nh = nh
        self.no = no
        self.ai = [1.0] * self.ni
        self.ah = [1.0] * self.nh
        self.ao = [1.0] * self.no
        self.wi = np.random.uniform(-0.8, 0.8, (self.ni, self.nh))
        self.wo = np.random.uniform(-0.8, 0.8, (self.nh, self.no))
        # last change in weights for momentum
        self.ci = np.zeros((self.ni, self.nh))
        self.co = np.zeros((self.nh, self.no))

    def update(self, inputs):
        for i in range(self.ni - 1):
            self.ai[i] = inputs[i]
        for j in range(self.nh):
            total = 0.0
            for i in range(self.ni):
                total += self.ai[i] * self.wi[i][j]
            self.ah[j] = math.tanh(total)
        for k in range(self.no):
            total = 0.0
            for j in range(self.nh):
                total += self.ah[j] * self.wo[j][k]
            self.ao[k] = total  # linear output
        return self.ao[:]

    def back_propagate(self, targets, N, M):
        output_deltas = [0.0] * self.no
        for k in range(self.no):
            output_deltas[k] = targets[k] - self.ao[k]

        hidden_deltas = [0.0] * self.nh
        for j in range(self.nh):
            error = 0.0
            for k in range(self.no):
                error += output_deltas[k] * self.wo[j][k]
            hidden_deltas[j] = dtanh(self.ah[j]) * error

        # update output weights
        for j in range(self.nh):
            for k in range(self.no):
                change = N * output_deltas[k] * self.ah[j] + M * self.co[j][k]
                self.wo[j][k] += change
                self.co[j][k] = change

        # update input weights
        for i in range(self.ni):
            for j in range(self.nh):
                change = N * hidden_deltas[j] * self.ai[i] + M * self.ci[i][j]
                self.wi[i][j] += change
                self.ci[i][j] = change

        error = 0.0
        for k in range(self.no):
            error += 0.5 * (targets[k] - self.ao[k]) ** 2
        return error

    def train(self, patterns, iterations, N=0.05, M=0.5):
        for it in range(iterations):
            error = 0.0
            for inputs, targets in patterns:
                self.update(inputs)
                error += self.back_propagate(targets, N, M)
            if it % 50 == 0:
                print('error %-.5f' % error)


# inputs and (sum, difference of squares, product)
pat = [
    [[0.1, 0.9], [1.0, -0.8, 0.09]],
    [[0.5, -0.4], [0.1, 0.09, -0.2]],
    [[-0.7, 0.2], [-0.5, 0.45, -0.14]],
    [[0.8, 0.6], [1.4, 0.28, 0.48]],
    [[-0.3, -0.5], [-0.8, -0.16, 0.15]],
]

n = NN(2, 3, 3)
n.train(pat, 150)
for p in pat:
    print(p[0], '->', ['%.3f' % o for o in n.update(p[0])], p[1])
