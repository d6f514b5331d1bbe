# neural_network.py
# Predict if a student passes from (hours of study, hours of sleep)
import numpy as np

class Neural_Network(object):
    def __init__(self):
        # sizes
        self.inputSize = 2
        self.hiddenSize = 3
        self.outputSize = 1
        self.rate = 0.3

        # weights
        np.random.seed(21)
        self.W1 = np.random.randn(self.inputSize, self.hiddenSize)
        self.b1 = np.random.randn(self.hiddenSize)
        self.W2 = np.random.randn(self.hiddenSize, self.outputSize)
        self.b2 = np.random.randn(self.outputSize)

    def forward(self, X):
        self.z = np.dot(X, self.W1) + self.b1
        self.z2 = self.sigmoid(self.z)
        self.z3 = np.dot(self.z2, self.W2) + self.b2
        o = self.sigmoid(self.z3)
        return o

    def sigmoid(self, s):
        return 1/(1+np.exp(-s))

    def sigmoidPrime(self, s):
        # s has been through sigmoid already
        return s * (1 - s)

    def backward(self, X, y, o):
        self.o_error = y - o
        self.o_delta = self.o_error*self.sigmoidPrime(o)

        self.z2_error = self.o_delta.dot(self.W2.T)
        self.z2_delta = self.z2_error*self.sigmoidPrime(self.z2)

        self.W1 += self.rate * X.T.dot(self.z2_delta)
        self.b1 += self.rate * np.sum(self.z2_delta, axis=0)
        self.W2 += self.rate * self.z2.T.dot(self.o_delta)
        self.b2 += self.rate * np.sum(self.o_delta, axis=0)

    def fit(self, X, y, X_test, y_test, epochs=250):
        for i in range(epochs):
            o = self.forward(X)
            self.backward(X, y, o)
            if i % 250 == 0:
                acc = np.mean(self.predict(X_test) == y_test)
                print("# " + str(i) + " Loss: " + str(np.mean(np.square(y - o))) + " test acc: " + str(acc))

    def predict(self, X):
        return (self.forward(X) > 0.5).astype(int)

np.random.seed(4)
hours = np.random.uniform(0, 10, (45, 2))
passed = ((hours[:, 0] + 0.5*hours[:, 1] > 7) & (hours[:, 1] > 2)).astype(int).reshape(-1, 1)
hours = hours/np.amax(hours, axis=0)

NN = Neural_Network()
NN.fit(hours[:30], passed[:30], hours[30:], passed[30:])
print("Predicted Output: \n" + str(NN.predict(hours[30:35]).ravel()))
print("Actual Output: \n" + str(passed[30:35].ravel()))
