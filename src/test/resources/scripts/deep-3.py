import numpy as np

def sigmoid(Z):
    return 1/(1+np.exp(-Z))

def relu(Z):
    return np.maximum(0,Z)

def sigmoid_backward(dA, Z):
    sig = sigmoid(Z)
    return dA * sig * (1 - sig)

def relu_backward(dA, Z):
    dZ = np.array(dA, copy = True)
    dZ[Z <= 0] = 0
    return dZ

NN_ARCHITECTURE = [
    {"input_dim": 2, "output_dim": 10, "activation": "relu"},
    {"input_dim": 10, "output_dim": 10, "activation": "relu"},
    {"input_dim": 10, "output_dim": 6, "activation": "relu"},
    {"input_dim": 6, "output_dim": 1, "activation": "sigmoid"},
]

def init_layers(nn_architecture, seed = 99):
    np.random.seed(seed)
    params_values = {}
    for idx, layer in enumerate(nn_architecture):
        layer_idx = idx + 1
        params_values['W' + str(layer_idx)] = np.random.randn(layer["output_dim"], layer["input_dim"]) * np.sqrt(2 / layer["input_dim"])
        params_values['b' + str(layer_idx)] = np.random.randn(layer["output_dim"], 1) * 0.1
    return params_values

def single_layer_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    f = relu if activation == "relu" else sigmoid
    return f(Z), Z

def full_forward(X, params_values, nn_architecture):
    memory = {}
    A_curr = X
    for idx, layer in enumerate(nn_architecture):
        layer_idx = idx + 1
        A_prev = A_curr
        A_curr, Z_curr = single_layer_forward(A_prev, params_values["W" + str(layer_idx)], params_values["b" + str(layer_idx)], layer["activation"])
        memory["A" + str(idx)] = A_prev
        memory["Z" + str(layer_idx)] = Z_curr
    return A_curr, memory

def get_cost_value(Y_hat, Y):
    m = Y_hat.shape[1]
    cost = -1 / m * (np.dot(Y, np.log(Y_hat).T) + np.dot(1 - Y, np.log(1 - Y_hat).T))
    return np.squeeze(cost)

def get_accuracy_value(Y_hat, Y):
    return ((Y_hat > 0.5) == (Y > 0.5)).all(axis=0).mean()

def full_backward(Y_hat, Y, memory, params_values, nn_architecture):
    grads_values = {}
    m = Y.shape[1]
    dA_prev = - (np.divide(Y, Y_hat) - np.divide(1 - Y, 1 - Y_hat))
    for idx, layer in reversed(list(enumerate(nn_architecture))):
        layer_idx = idx + 1
        dA_curr = dA_prev
        Z = memory["Z" + str(layer_idx)]
        A_prev = memory["A" + str(idx)]
        g = relu_backward if layer["activation"] == "relu" else sigmoid_backward
        dZ = g(dA_curr, Z)
        grads_values["dW" + str(layer_idx)] = np.dot(dZ, A_prev.T) / m
        grads_values["db" + str(layer_idx)] = np.sum(dZ, axis=1, keepdims=True) / m
        dA_prev = np.dot(params_values["W" + str(layer_idx)].T, dZ)
    return grads_values

def update(params_values, grads_values, nn_architecture, learning_rate):
    for layer_idx, layer in enumerate(nn_architecture, 1):
        params_values["W" + str(layer_idx)] -= learning_rate * grads_values["dW" + str(layer_idx)]
        params_values["b" + str(layer_idx)] -= learning_rate * grads_values["db" + str(layer_idx)]
    return params_values

def train(X, Y, nn_architecture, epochs, learning_rate):
    params_values = init_layers(nn_architecture, 2)
    for i in range(epochs):
        Y_hat, cashe = full_forward(X, params_values, nn_architecture)
        cost = get_cost_value(Y_hat, Y)
        grads_values = full_backward(Y_hat, Y, cashe, params_values, nn_architecture)
        params_values = update(params_values, grads_values, nn_architecture, learning_rate)
        if i % 150 == 0:
            print("Iteration: {:05} - cost: {:.5f} - accuracy: {:.5f}".format(i, cost, get_accuracy_value(Y_hat, Y)))
    return params_values

rs = np.random.RandomState(57)
a = rs.uniform(0, np.pi, 150)
c = np.arange(150) % 2
X = np.vstack([np.where(c, 1 - np.cos(a), np.cos(a)), np.where(c, 0.5 - np.sin(a), np.sin(a))]) + rs.normal(0, 0.15, (2, 150))
train(X, c.reshape(1, -1).astype(float), NN_ARCHITECTURE, 900, 0.1)
