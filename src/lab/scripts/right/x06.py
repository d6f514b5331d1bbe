import numpy as np

# make some spiral data
np.random.seed(0)
N = 40  # points per class
D = 2   # dimensionality
K = 3   # classes
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.0, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j

h = 20
W = 0.3 * np.random.randn(D, h)
b = np.zeros((1, h))
W2 = 0.3 * np.random.randn(h, K)
b2 = np.zeros((1, K))
vW, vb = np.zeros_like(W), np.zeros_like(b)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)

step_size = 0.2
reg = 1e-3
mu = 0.9

num_examples = X.shape[0]
for i in range(300):
    # class scores
    hidden_layer = np.maximum(0, np.dot(X, W) + b)
    scores = np.dot(hidden_layer, W2) + b2

    # class probabilities
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

    # loss: average cross-entropy and regularization
    correct_logprobs = -np.log(probs[range(num_examples), y])
    data_loss = np.sum(correct_logprobs) / num_examples
    reg_loss = 0.5 * reg * np.sum(W * W) + 0.5 * reg * np.sum(W2 * W2)
    loss = data_loss + reg_loss
    if i % 50 == 0:
        print("iteration %d: loss %.8f" % (i, loss))

    # gradient on the scores
    dscores = probs.copy()
    dscores[range(num_examples), y] -= 1
    dscores /= num_examples

    # backpropagate to the parameters
    dW2 = np.dot(hidden_layer.T, dscores)
    db2 = np.sum(dscores, axis=0, keepdims=True)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden_layer <= 0] = 0
    dW = np.dot(X.T, dhidden)
    db = np.sum(dhidden, axis=0, keepdims=True)

    # add regularization gradient
    dW2 += reg * W2
    dW += reg * W

    # momentum update
    vW = mu * vW - step_size * dW
    vb = mu * vb - step_size * db
    vW2 = mu * vW2 - step_size * dW2
    vb2 = mu * vb2 - step_size * db2
    W += vW
    b += vb
    W2 += vW2
    b2 += vb2

scores = np.dot(np.maximum(0, np.dot(X, W) + b), W2) + b2
print('training accuracy: %.4f' % (np.mean(np.argmax(scores, axis=1) == y)))
print('weights:', np.abs(W).sum(), np.abs(W2).sum(), b2)
