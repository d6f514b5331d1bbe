# Port of my MATLAB/Octave exercise: nnCostFunction with a loop over the samples.
# Theta1 is (hidden x (inputs+1)), Theta2 is (labels x (hidden+1)); column 0 belongs to the bias.
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def nnCostFunction(Theta1, Theta2, X, Y, lam):
    # J = 1/m * sum of the cross entropies of all outputs
    #     + lam/(2m) * (squares of all weights, bias columns left out)
    m = X.shape[0]
    J = 0.0
    Delta1 = np.zeros(Theta1.shape)
    Delta2 = np.zeros(Theta2.shape)
    for t in range(m):
        # forward
        a1 = np.concatenate(([1.0], X[t]))
        z2 = Theta1 @ a1
        a2 = np.concatenate(([1.0], sigmoid(z2)))
        z3 = Theta2 @ a2
        a3 = sigmoid(z3)
        y = Y[t]
        J = J + np.sum(-y * np.log(a3) - (1 - y) * np.log(1 - a3))
        # backward
        delta3 = a3 - y
        delta2 = (Theta2[:, 1:].T @ delta3) * sigmoidGradient(z2)
        Delta2 = Delta2 + np.outer(delta3, a2)
        Delta1 = Delta1 + np.outer(delta2, a1)
    J = J / m
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    Theta1_grad = Delta1 / m
    Theta2_grad = Delta2 / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]
    return J, Theta1_grad, Theta2_grad


def predict(Theta1, Theta2, X):
    m = X.shape[0]
    h1 = sigmoid(np.column_stack((np.ones(m), X)) @ Theta1.T)
    h2 = sigmoid(np.column_stack((np.ones(m), h1)) @ Theta2.T)
    return np.argmax(h2, axis=1)


def randInitializeWeights(L_in, L_out):
    epsilon_init = np.sqrt(6) / np.sqrt(L_in + L_out)
    return np.random.rand(L_out, 1 + L_in) * 2 * epsilon_init - epsilon_init


# ---- data: noisy 5x4 pictures of the signs + x o L ----
np.random.seed(3)
pictures = ["01001110010001000000", "10010110011010010000", "01101001100101100000", "10001000100011110000"]
templates = np.array([[float(c) for c in p] for p in pictures])
num_labels = 4
per_label = 40
X = np.repeat(templates, per_label, axis=0) + 0.6 * np.random.randn(num_labels * per_label, 20)
labels = np.repeat(np.arange(num_labels), per_label)

sel = np.random.permutation(len(X))
train, test = sel[:110], sel[110:]
mu = X[train].mean(axis=0)
sigma = X[train].std(axis=0, ddof=1)     # like MATLAB's std
Xtrain = (X[train] - mu) / sigma
Xtest = (X[test] - mu) / sigma
Ytrain = np.eye(num_labels)[labels[train]]

# ---- training: batch gradient descent ----
Theta1 = randInitializeWeights(20, 8)
Theta2 = randInitializeWeights(8, num_labels)
lam = 0.5
alpha = 1.0
for it in range(1, 151):
    J, grad1, grad2 = nnCostFunction(Theta1, Theta2, Xtrain, Ytrain, lam)
    Theta1 = Theta1 - alpha * grad1
    Theta2 = Theta2 - alpha * grad2
    if it == 1 or it % 25 == 0:
        print("Iteration %4d | Cost: %.6f" % (it, J))

print("Training set accuracy: %.5f" % (100 * np.mean(predict(Theta1, Theta2, Xtrain) == labels[train])))
print("Test set accuracy:     %.5f" % (100 * np.mean(predict(Theta1, Theta2, Xtest) == labels[test])))
J, grad1, grad2 = nnCostFunction(Theta1, Theta2, Xtrain, Ytrain, lam)
print("Final cost %.8f, size of the gradient %.8f" % (J, np.sqrt(np.sum(grad1 ** 2) + np.sum(grad2 ** 2))))
