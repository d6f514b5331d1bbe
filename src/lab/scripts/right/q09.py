import numpy as np

# Q: is this the right way to do regression with my own neural network?
# leaky relu in both hidden layers, linear output, adagrad, gradient clipping


class NeuralNetwork:
    def __init__(self, x, y, lr=0.05, clip=1.0):
        r = np.random.RandomState(123)
        self.input = x
        self.y = y
        self.lr = lr
        self.clip = clip
        self.slope = 0.1
        self.weights1 = r.randn(self.input.shape[1], 16) * 0.5
        self.weights2 = r.randn(16, 16) * 0.25
        self.weights3 = r.randn(16, self.y.shape[1]) * 0.25
        self.bias1 = np.zeros((1, 16))
        self.bias2 = np.zeros((1, 16))
        self.bias3 = np.zeros((1, self.y.shape[1]))
        # sums of the squared gradients (adagrad)
        self.cache = [np.zeros_like(p) for p in self.parameters()]

    def parameters(self):
        return [self.weights1, self.weights2, self.weights3,
                self.bias1, self.bias2, self.bias3]

    def lrelu(self, z):
        return np.where(z > 0, z, self.slope * z)

    def lrelu_derivative(self, z):
        return np.where(z > 0, 1.0, self.slope)

    def feedforward(self):
        self.z1 = np.dot(self.input, self.weights1) + self.bias1
        self.layer1 = self.lrelu(self.z1)
        self.z2 = np.dot(self.layer1, self.weights2) + self.bias2
        self.layer2 = self.lrelu(self.z2)
        self.output = np.dot(self.layer2, self.weights3) + self.bias3
        return self.output

    def loss(self):
        # mean over the samples of the squared length of the error
        return np.mean(np.sum((self.output - self.y) ** 2, axis=1))

    def backprop(self):
        n = self.input.shape[0]
        d_output = 2 * (self.output - self.y) / n
        d_weights3 = np.dot(self.layer2.T, d_output)
        d_bias3 = np.sum(d_output, axis=0, keepdims=True)
        d_z2 = np.dot(d_output, self.weights3.T) * self.lrelu_derivative(self.z2)
        d_weights2 = np.dot(self.layer1.T, d_z2)
        d_bias2 = np.sum(d_z2, axis=0, keepdims=True)
        d_z1 = np.dot(d_z2, self.weights2.T) * self.lrelu_derivative(self.z1)
        d_weights1 = np.dot(self.input.T, d_z1)
        d_bias1 = np.sum(d_z1, axis=0, keepdims=True)
        return [d_weights1, d_weights2, d_weights3, d_bias1, d_bias2, d_bias3]

    def clip_gradients(self, grads):
        # rescale everything together if the global norm is too big
        total_norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
        if total_norm > self.clip:
            grads = [g * (self.clip / total_norm) for g in grads]
        return grads

    def update(self, grads):
        for i, (p, g) in enumerate(zip(self.parameters(), grads)):
            self.cache[i] += g ** 2
            p -= self.lr * g / (np.sqrt(self.cache[i]) + 1e-8)

    def train_step(self):
        self.feedforward()
        grads = self.backprop()
        grads = self.clip_gradients(grads)
        self.update(grads)


rs = np.random.RandomState(5)
x = rs.uniform(-1.5, 1.5, (150, 2))
y = np.zeros((150, 2))
y[:, 0] = 3 * np.abs(x[:, 0]) - x[:, 1]
y[:, 1] = 2 * x[:, 0] * x[:, 1] + 1
y += 0.05 * rs.randn(150, 2)

nn = NeuralNetwork(x, y)
for i in range(1500):
    nn.train_step()
    if i % 300 == 0:
        nn.feedforward()
        print("iteration", i, "loss", nn.loss())

nn.feedforward()
print("final loss", nn.loss())
print("first predictions")
print(np.round(nn.output[:3], 3))
print("true values")
print(np.round(y[:3], 3))
