# Port of my Octave exercise (ex4) to Python. Please tell me if something can be done better!
# Task: count how many of the three (noisy) bits are on -> 4 classes
import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)

def addOnes(M):
    return np.hstack([np.ones((M.shape[0], 1)), M])

def randInitializeWeights(L_in, L_out):
    epsilon_init = 0.5
    return np.random.rand(L_out, L_in + 1) * 2 * epsilon_init - epsilon_init

def nnCostFunction(Theta1, Theta2, X, Y, lam):
    m = X.shape[0]

    # Part 1: feedforward
    a1 = addOnes(X)
    z2 = a1 @ Theta1.T
    a2 = addOnes(sigmoid(z2))
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backprop (vectorized, no for loop over examples)
    delta3 = h - Y
    delta2 = (delta3 @ Theta2[:, 1:]) * sigmoidGradient(z2)

    Theta1_grad = delta2.T @ a1 / m
    Theta2_grad = delta3.T @ a2 / m

    # Part 3: regularization, not for the bias column
    Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lam / m * Theta2[:, 1:]

    return J, Theta1_grad, Theta2_grad

def predict(Theta1, Theta2, X):
    h1 = sigmoid(addOnes(X) @ Theta1.T)
    h2 = sigmoid(addOnes(h1) @ Theta2.T)
    return np.argmax(h2, axis=1)

# ---- data ----
np.random.seed(42)
m = 200
bits = np.random.randint(0, 2, (m, 3))
X = bits + 0.15 * np.random.randn(m, 3)
y = bits.sum(axis=1)
Y = np.eye(4)[y]

# ---- training with AdaGrad ----
Theta1 = randInitializeWeights(3, 8)
Theta2 = randInitializeWeights(8, 4)
alpha = 0.15
lam = 0.02
G1 = np.zeros(Theta1.shape)
G2 = np.zeros(Theta2.shape)

for it in range(1, 801):
    J, grad1, grad2 = nnCostFunction(Theta1, Theta2, X, Y, lam)
    G1 = G1 + grad1 ** 2
    G2 = G2 + grad2 ** 2
    Theta1 = Theta1 - alpha * grad1 / (np.sqrt(G1) + 1e-8)
    Theta2 = Theta2 - alpha * grad2 / (np.sqrt(G2) + 1e-8)
    if it == 1 or it % 200 == 0:
        print("Iteration %d | Cost: %.4f" % (it, J))

pred = predict(Theta1, Theta2, X)
print("Training accuracy: %.4f" % np.mean(pred == y))
for c in range(4):
    print("  class %d: %.4f" % (c, np.mean(pred[y == c] == c)))
