""" Tiny net on noisy 4-bit 'majority' patterns. RMSProp, gradients are summed in a buffer over a batch. """
import numpy as np

# hyperparameters
H = 12 # number of hidden layer neurons
D = 5 # input dimensionality
batch_size = 10 # every how many examples to do a param update?
learning_rate = 5e-3
decay_rate = 0.95 # decay factor for RMSProp leaky sum of grad^2

np.random.seed(42)
model = {}
model['W1'] = np.random.randn(H,D) / np.sqrt(D) # "Xavier" initialization
model['b1'] = np.zeros(H)
model['W2'] = np.random.randn(H) / np.sqrt(H)
model['b2'] = np.zeros(1)

grad_buffer = { k : np.zeros_like(v) for k,v in model.items() } # add up gradients over a batch
rmsprop_cache = { k : np.zeros_like(v) for k,v in model.items() } # rmsprop memory

def sigmoid(x):
  return 1.0 / (1.0 + np.exp(-x)) # squashing "interval" [0,1]

def policy_forward(x):
  h = np.dot(model['W1'], x) + model['b1']
  h[h<0] = 0 # ReLU nonlinearity
  logp = np.dot(model['W2'], h) + model['b2'][0]
  p = sigmoid(logp)
  return p, h # return probability of class 1, and hidden state

def policy_backward(eph, epdlogp, epx):
  """ backward pass. (eph is array of intermediate hidden states) """
  dW2 = np.dot(eph.T, epdlogp).ravel()
  db2 = np.sum(epdlogp, axis=0)
  dh = np.outer(epdlogp, model['W2'])
  dh[eph <= 0] = 0 # backprop relu
  dW1 = np.dot(dh.T, epx)
  db1 = np.sum(dh, axis=0)
  return {'W1':dW1, 'b1':db1, 'W2':dW2, 'b2':db2}

def make_example():
  x = np.random.randn(D)
  y = 1 if np.sum(x > 0) >= 3 else 0
  return x, y

running_loss = None
batch_loss = 0.0
xs,hs,dlogps = [],[],[]
for episode_number in range(1, 4001):
  x, y = make_example()
  p, h = policy_forward(x)
  loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
  batch_loss += loss

  # record various intermediates (needed later for backprop)
  xs.append(x)
  hs.append(h)
  dlogps.append(p - y) # gradient of the loss wrt the logit

  if episode_number % 5 == 0: # an "episode" of five examples finished
    epx = np.vstack(xs)
    eph = np.vstack(hs)
    epdlogp = np.vstack(dlogps)
    xs,hs,dlogps = [],[],[] # reset array memory

    grad = policy_backward(eph, epdlogp, epx)
    for k in model: grad_buffer[k] += grad[k] # accumulate grad over batch

  # perform rmsprop parameter update every batch_size examples
  if episode_number % batch_size == 0:
    for k,v in model.items():
      g = grad_buffer[k] / batch_size # gradient of the mean loss
      rmsprop_cache[k] = decay_rate * rmsprop_cache[k] + (1 - decay_rate) * g**2
      model[k] -= learning_rate * g / (np.sqrt(rmsprop_cache[k]) + 1e-5)
      grad_buffer[k] = np.zeros_like(v) # reset batch gradient buffer
    mean_loss = batch_loss / batch_size
    running_loss = mean_loss if running_loss is None else running_loss * 0.99 + mean_loss * 0.01
    batch_loss = 0.0
    if episode_number % 500 == 0:
      print('ex %d: batch loss %f. running mean: %f' % (episode_number, mean_loss, running_loss))

test = [make_example() for _ in range(300)]
print('test acc: %f' % np.mean([(policy_forward(x)[0] > 0.5) == (y == 1) for x, y in test]))
