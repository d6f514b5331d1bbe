import numpy as np


def make_moons(n, noise, seed):
    rng = np.random.RandomState(seed)
    t = np.pi * rng.rand(n // 2)
    top = np.c_[np.cos(t), np.sin(t)]
    low = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[top, low] + noise * rng.randn(n, 2)
    y = np.r_[np.zeros(n // 2, int), np.ones(n // 2, int)]
    return X, y


X, y = make_moons(200, 0.2, 0)
num_examples = len(X)
nn_input_dim = 2
nn_output_dim = 2
epsilon = 0.01      # learning rate for gradient descent
reg_lambda = 0.05   # regularization strength


def calculate_loss(model):
    W1, b1, W2, b2 = model['W1'], model['b1'], model['W2'], model['b2']
    a1 = np.tanh(X.dot(W1) + b1)
    z2 = a1.dot(W2) + b2
    probs = np.exp(z2) / np.sum(np.exp(z2), axis=1, keepdims=True)
    data_loss = np.sum(-np.log(probs[range(num_examples), y]))
    data_loss += reg_lambda / 2 * (np.sum(np.square(W1)) + np.sum(np.square(W2)))
    return data_loss


def build_model(nn_hdim, num_passes=250, print_loss=False):
    np.random.seed(0)
    W1 = np.random.randn(nn_input_dim, nn_hdim) / np.sqrt(nn_input_dim)
    b1 = np.zeros((1, nn_hdim))
    W2 = np.random.randn(nn_hdim, nn_output_dim) / np.sqrt(nn_hdim)
    b2 = np.zeros((1, nn_output_dim))
    model = {}

    for i in range(num_passes):
        # Forward propagation
        z1 = X.dot(W1) + b1
        a1 = np.tanh(z1)
        z2 = a1.dot(W2) + b2
        exp_scores = np.exp(z2)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

        # Backpropagation
        delta3 = probs
        delta3[range(num_examples), y] -= 1
        dW2 = (a1.T).dot(delta3)
        db2 = np.sum(delta3, axis=0, keepdims=True)
        delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
        dW1 = np.dot(X.T, delta2)
        db1 = np.sum(delta2, axis=0)

        # Add regularization terms
        dW2 += reg_lambda * W2
        dW1 -= reg_lambda * W1

        W1 += -epsilon * dW1
        b1 += -epsilon * db1
        W2 += -epsilon * dW2
        b2 += -epsilon * db2

        model = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
        if print_loss and i % 200 == 0:
            print("Loss after iteration %i: %f" % (i, calculate_loss(model)))
    return model


model = build_model(5, print_loss=True)
