"""
Next-character MLP, every intermediate written out and backpropagated by hand.
Mean negative log likelihood of the mini-batch, plain SGD with a step decay.
"""
import numpy as np

rng = np.random.default_rng(2147483647)

# build a little list of invented names
heads = ['ma', 'le', 'so', 'ri', 'ta', 'ne', 'ka', 'lo']
tails = ['na', 'ra', 'lia', 'mi', 'nel', 'ros', 'ka', 'tin']
words = [a + b for a in heads for b in tails]
chars = sorted(set(''.join(words)))
stoi = {s: i + 1 for i, s in enumerate(chars)}
stoi['.'] = 0
vocab_size = len(stoi)

# build the dataset: two characters of context -> the next one
block_size = 2
X, Y = [], []
for w in words:
    context = [0] * block_size
    for ch in w + '.':
        ix = stoi[ch]
        X.append(context)
        Y.append(ix)
        context = context[1:] + [ix]
Y = np.array(Y)
xenc = np.eye(vocab_size)[np.array(X)].reshape(len(X), -1)  # one-hot contexts

# MLP
n_hidden = 24
W1 = rng.normal(size=(block_size * vocab_size, n_hidden)) * 0.5
b1 = rng.normal(size=n_hidden) * 0.1
W2 = rng.normal(size=(n_hidden, n_hidden)) / n_hidden ** 0.5
b2 = rng.normal(size=n_hidden) * 0.1
W3 = rng.normal(size=(n_hidden, vocab_size)) * 0.1
b3 = np.zeros(vocab_size)
parameters = [W1, b1, W2, b2, W3, b3]
print(sum(p.size for p in parameters), 'parameters,', len(Y), 'examples')

max_steps = 3000
batch_size = 32
n = batch_size  # a shorter variable for convenience

for i in range(max_steps):

    # minibatch construct
    ix = rng.integers(0, len(Y), size=batch_size)
    Xb, Yb = xenc[ix], Y[ix]

    # forward pass
    h1 = np.tanh(Xb @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    logits = h2 @ W3 + b3
    norm_logits = logits - logits.max(1, keepdims=True)
    counts = np.exp(norm_logits)
    counts_sum = counts.sum(1, keepdims=True)
    counts_sum_inv = counts_sum ** -1.0
    probs = counts * counts_sum_inv
    logprobs = np.log(probs)
    loss = -logprobs[range(n), Yb].mean()

    # backward pass
    dlogprobs = np.zeros_like(logprobs)
    dlogprobs[range(n), Yb] = -1.0 / n
    dprobs = (1.0 / probs) * dlogprobs
    dcounts_sum_inv = (counts * dprobs).sum(1, keepdims=True)
    dcounts = counts_sum_inv * dprobs
    dcounts_sum = (-counts_sum ** -2.0) * dcounts_sum_inv
    dcounts += np.ones_like(counts) * dcounts_sum
    dlogits = counts * dcounts
    dh2 = dlogits @ W3.T
    dW3 = h2.T @ dlogits
    db3 = dlogits.sum(0)
    dh2pre = (1.0 - h2 ** 2) * dh2
    dh1 = dh2pre @ W2.T
    dW2 = h1.T @ dh2pre
    db2 = dh2pre.sum(0)
    dh1pre = (1.0 - h1 ** 2) * dh1
    dW1 = Xb.T @ dh1pre
    db1 = dh1pre.sum(0)
    grads = [dW1, db1, dW2, db2, dW3, db3]

    # update
    lr = 0.3 if i < 2000 else 0.05
    for p, grad in zip(parameters, grads):
        p += -lr * grad

    # track stats
    if i % 500 == 0 or i == max_steps - 1:
        print(f'{i:5d}/{max_steps}: {loss:.4f}')

# sample from the model
for _ in range(5):
    out, context = [], [0] * block_size
    while len(out) < 12:
        x = np.eye(vocab_size)[context].reshape(-1)
        h = np.tanh(np.tanh(x @ W1 + b1) @ W2 + b2)
        p = np.exp(h @ W3 + b3)
        ix = rng.choice(vocab_size, p=p / p.sum())
        if ix == 0:
            break
        out.append(sorted(stoi, key=stoi.get)[ix])
        context = context[1:] + [ix]
    print(''.join(out))
