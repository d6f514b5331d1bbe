import numpy as np

# Ex. 4 translated from Octave: the bias is column 0 of each Theta,
# Nesterov's accelerated gradient instead of fmincg.


def g(z):
    return 1 / (1 + np.exp(-z))


def addOnes(A):
    return np.hstack([np.ones((A.shape[0], 1)), A])


def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    split = hidden_layer_size * (input_layer_size + 1)
    Theta1 = nn_params[:split].reshape(hidden_layer_size, input_layer_size + 1)
    Theta2 = nn_params[split:].reshape(num_labels, hidden_layer_size + 1)
    m = X.shape[0]
    Y = np.eye(num_labels)[y - 1]          # labels run from 1

    a1 = addOnes(X)
    z2 = a1.dot(Theta1.T)
    a2 = addOnes(g(z2))
    z3 = a2.dot(Theta2.T)
    a3 = g(z3)

    J = -1 / m * np.sum(Y * np.log(a3) + (1 - Y) * np.log(1 - a3))
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    delta3 = a3 - Y
    delta2 = delta3.dot(Theta2[:, 1:]) * g(z2) * (1 - g(z2))
    Theta1_grad = delta2.T.dot(a1) / m
    Theta2_grad = delta3.T.dot(a2) / m
    Theta1_grad[:, 1:] += lam / m * Theta1[:, 1:]
    Theta2_grad[:, 1:] += lam / m * Theta2[:, 1:]

    grad = np.concatenate([Theta1_grad.ravel(), Theta2_grad.ravel()])
    return J, grad


def predict(Theta1, Theta2, X):
    h1 = g(addOnes(X).dot(Theta1.T))
    h2 = g(addOnes(h1).dot(Theta2.T))
    return np.argmax(h2, axis=1) + 1, h2


rs = np.random.RandomState(5)
n_in, n_hid, n_lab, m = 4, 9, 3, 60
y = 1 + np.arange(m) % n_lab
X = rs.randn(n_lab, n_in)[y - 1] * 1.2 + rs.randn(m, n_in)

eps_init = np.sqrt(6) / np.sqrt(n_in + n_hid)
params = rs.uniform(-eps_init, eps_init, n_hid * (n_in + 1) + n_lab * (n_hid + 1))
velocity = np.zeros_like(params)
alpha, mu, lam = 0.3, 0.9, 0.5

for it in range(151):
    lookahead = params + mu * velocity
    J, grad = nnCostFunction(lookahead, n_in, n_hid, n_lab, X, y, lam)
    velocity = mu * velocity - alpha * grad
    params = params + velocity
    if it % 30 == 0:
        print('Iteration %4d | Cost: %.9f' % (it, J))

cut = n_hid * (n_in + 1)
Theta1 = params[:cut].reshape(n_hid, n_in + 1)
Theta2 = params[cut:].reshape(n_lab, n_hid + 1)
pred, h = predict(Theta1, Theta2, X)
print('Training Set Accuracy:', np.mean(pred == y) * 100)
print('h(x1) =', h[0], 'bias units', Theta2[:, 0])
