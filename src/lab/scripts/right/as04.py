import numpy as np

# Spiral data, two ReLU hidden layers and a softmax classifier,
# vanilla full-batch gradient descent.
np.random.seed(0)

N = 60  # points per class
D = 2   # dimensionality
K = 3   # classes
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.05, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.15
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

# initialize parameters randomly
h = 40
h2 = 20
W = 0.3 * np.random.randn(D, h)
b = 0.05 * np.random.randn(1, h)
W2 = 0.3 * np.random.randn(h, h2)
b2 = 0.05 * np.random.randn(1, h2)
W3 = 0.3 * np.random.randn(h2, K)
b3 = np.zeros((1, K))

# some hyperparameters
step_size = 0.5
reg = 1e-3  # regularization strength
num_steps = 1501

num_examples = X.shape[0]
for i in range(num_steps):

    # evaluate class scores, [N x K]
    hidden_layer = np.maximum(0, np.dot(X, W) + b)
    hidden_layer2 = np.maximum(0, np.dot(hidden_layer, W2) + b2)
    scores = np.dot(hidden_layer2, W3) + b3

    # compute the class probabilities
    scores -= np.max(scores, axis=1, keepdims=True)
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

    # compute the loss: average cross-entropy loss and regularization
    correct_logprobs = -np.log(probs[range(num_examples), y])
    data_loss = np.sum(correct_logprobs) / num_examples
    reg_loss = 0.5 * reg * (np.sum(W * W) + np.sum(W2 * W2) + np.sum(W3 * W3))
    loss = data_loss + reg_loss
    if i % 250 == 0:
        print("iteration %d: loss %f" % (i, loss))

    # compute the gradient on scores
    dscores = probs.copy()
    dscores[range(num_examples), y] -= 1
    dscores /= num_examples

    # backpropagate the gradient to the parameters
    dW3 = np.dot(hidden_layer2.T, dscores)
    db3 = np.sum(dscores, axis=0, keepdims=True)
    # next backprop into the second hidden layer
    dhidden2 = np.dot(dscores, W3.T)
    dhidden2[hidden_layer2 <= 0] = 0
    dW2 = np.dot(hidden_layer.T, dhidden2)
    db2 = np.sum(dhidden2, axis=0, keepdims=True)
    # and into the first one
    dhidden = np.dot(dhidden2, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW = np.dot(X.T, dhidden)
    db = np.sum(dhidden, axis=0, keepdims=True)

    # add regularization gradient contribution
    dW3 += reg * W3
    dW2 += reg * W2
    dW += reg * W

    # perform a parameter update
    W += -step_size * dW
    b += -step_size * db
    W2 += -step_size * dW2
    b2 += -step_size * db2
    W3 += -step_size * dW3
    b3 += -step_size * db3

# evaluate training set accuracy
hidden_layer = np.maximum(0, np.dot(X, W) + b)
hidden_layer2 = np.maximum(0, np.dot(hidden_layer, W2) + b2)
scores = np.dot(hidden_layer2, W3) + b3
predicted_class = np.argmax(scores, axis=1)
print('training accuracy: %.2f' % (np.mean(predicted_class == y)))
