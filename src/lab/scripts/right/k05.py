# spiral classification, following the CS231n notes but with two hidden
# layers, Adagrad and a global-norm gradient clip
import numpy as np
np.random.seed(0)

N = 80  # points per class
D = 2   # dimensionality
K = 3   # number of classes
X = np.zeros((N*K, D))
y = np.zeros(N*K, dtype='int')
for j in range(K):
  ix = range(N*j, N*(j+1))
  r = np.linspace(0.05, 1, N)
  t = np.linspace(j*4, (j+1)*4, N) + np.random.randn(N)*0.15
  X[ix] = np.c_[r*np.sin(t), r*np.cos(t)]
  y[ix] = j

# parameters
H1, H2 = 40, 20
params = {}
params['W1'] = np.random.randn(D, H1) * np.sqrt(2.0/D)
params['b1'] = np.zeros(H1)
params['W2'] = np.random.randn(H1, H2) * np.sqrt(2.0/H1)
params['b2'] = np.zeros(H2)
params['W3'] = np.random.randn(H2, K) * 0.1
params['b3'] = np.zeros(K)
cache = {k: np.zeros_like(p) for k, p in params.items()}

step_size = 0.05
reg = 1e-3
clip = 0.2
num_examples = X.shape[0]


def forward(X):
  h1 = np.maximum(0, np.dot(X, params['W1']) + params['b1'])
  h2 = np.maximum(0, np.dot(h1, params['W2']) + params['b2'])
  scores = np.dot(h2, params['W3']) + params['b3']
  return h1, h2, scores


for i in range(801):
  h1, h2, scores = forward(X)

  # class probabilities
  exp_scores = np.exp(scores - np.max(scores, axis=1, keepdims=True))
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

  # loss: average cross-entropy and regularization
  correct_logprobs = -np.log(probs[range(num_examples), y])
  data_loss = np.sum(correct_logprobs)/num_examples
  reg_loss = 0.5*reg*sum(np.sum(params[w]*params[w]) for w in ('W1', 'W2', 'W3'))
  loss = data_loss + reg_loss
  if i % 100 == 0:
    print("iteration %d: loss %f" % (i, loss))

  # gradient on the scores
  dscores = probs.copy()
  dscores[range(num_examples), y] -= 1
  dscores /= num_examples

  # backprop
  grads = {}
  grads['W3'] = np.dot(h2.T, dscores)
  grads['b3'] = np.sum(dscores, axis=0)
  dh2 = np.dot(dscores, params['W3'].T)
  dh2[h2 <= 0] = 0
  grads['W2'] = np.dot(h1.T, dh2)
  grads['b2'] = np.sum(dh2, axis=0)
  dh1 = np.dot(dh2, params['W2'].T)
  dh1[h1 <= 0] = 0
  grads['W1'] = np.dot(X.T, dh1)
  grads['b1'] = np.sum(dh1, axis=0)

  # add regularization gradient contribution (weights only)
  for w in ('W1', 'W2', 'W3'):
    grads[w] += reg * params[w]

  # clip by the global norm
  norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
  if norm > clip:
    for k in grads:
      grads[k] *= clip / norm

  # Adagrad
  for k in params:
    cache[k] += grads[k]**2
    params[k] += -step_size * grads[k] / (np.sqrt(cache[k]) + 1e-8)

_, _, scores = forward(X)
predicted_class = np.argmax(scores, axis=1)
print('training accuracy: %.4f' % np.mean(predicted_class == y))
