import numpy as np

alpha = 0.5
hidden_dim = 6

def sigmoid(x):
    output = 1/(1+np.exp(-x))
    return output

# takes the OUTPUT of the sigmoid, not its input
def sigmoid_output_to_derivative(output):
    return output*(1-output)

# parity of three bits, plus a constant input
X = np.array([[a,b,c,1] for a in (0,1) for b in (0,1) for c in (0,1)])
y = X[:, :3].sum(axis=1, keepdims=True) % 2

np.random.seed(3)
synapse_0 = 2*np.random.random((4,hidden_dim)) - 1
synapse_1 = 2*np.random.random((hidden_dim,1)) - 1

print("Training With Alpha:" + str(alpha))
for j in range(250):

    layer_0 = X
    layer_1 = sigmoid(np.dot(layer_0,synapse_0))
    layer_2 = sigmoid(np.dot(layer_1,synapse_1))

    # prediction minus target, so we will have to subtract later
    layer_2_error = layer_2 - y

    if (j% 4000) == 0:
        print("Error after "+str(j)+" iterations:" + str(np.mean(np.abs(layer_2_error))))

    layer_2_delta = layer_2_error * sigmoid_output_to_derivative(layer_2)
    layer_1_error = layer_2_delta.dot(synapse_1.T)
    layer_1_delta = layer_1_error * sigmoid_output_to_derivative(layer_1)

    synapse_1 -= alpha * (layer_1.T.dot(layer_2_delta))
    synapse_0 -= alpha * (layer_0.T.dot(layer_1_delta))

print(np.round(layer_2, 3))
