import numpy as np

"""
generic L layer net
sizes[0] inputs, sizes[-1] classes, leaky relu in between, softmax at the end
trained with RMSprop on minibatches
"""

rs = np.random.RandomState(42)

sizes = [2, 9, 7, 5, 3]
L = len(sizes) - 1
slope = 0.1
lr = 0.005
rho = 0.9
eps = 1e-6
batch = 15
epochs = 40

# three blobs
centers = np.array([[0.0, 1.2], [1.1, -0.6], [-1.1, -0.6]])
labels = np.repeat(np.arange(3), 20)
data = centers[labels] + rs.randn(60, 2) * 0.45
onehot = np.eye(3)[labels]

Ws = [rs.randn(sizes[l], sizes[l + 1]) * np.sqrt(2.0 / sizes[l]) for l in range(L)]
bs = [np.zeros(sizes[l + 1]) for l in range(L)]
cacheW = [np.zeros_like(W) for W in Ws]
cacheb = [np.zeros_like(b) for b in bs]


def lrelu(z):
    return np.where(z > 0, z, slope * z)


def dlrelu(z):
    return np.where(z > 0, 1.0, slope)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(x):
    zs = []
    acts = [x]
    for l in range(L):
        z = acts[-1] @ Ws[l] + bs[l]
        zs.append(z)
        acts.append(softmax(z) if l == L - 1 else lrelu(z))
    return zs, acts


def backward(zs, acts, t):
    gW = [None] * L
    gb = [None] * L
    delta = (acts[-1] - t) / t.shape[0]
    for l in reversed(range(L)):
        gW[l] = acts[l].T @ delta
        gb[l] = delta.sum(axis=0)
        if l > 0:
            delta = (delta @ Ws[l].T) * dlrelu(zs[l - 1])
    return gW, gb


def xent(p, t):
    return -np.mean(np.sum(t * np.log(p + 1e-15), axis=1))


for epoch in range(epochs):
    perm = rs.permutation(len(data))
    for s in range(0, len(data), batch):
        idx = perm[s:s + batch]
        zs, acts = forward(data[idx])
        gW, gb = backward(zs, acts, onehot[idx])
        for l in range(L):
            cacheW[l] = rho * cacheW[l] + (1 - rho) * gW[l] ** 2
            cacheb[l] = rho * cacheb[l] + (1 - rho) * gb[l] ** 2
            Ws[l] -= lr * gW[l] / (np.sqrt(cacheW[l]) + eps)
            bs[l] -= lr * gb[l] / (np.sqrt(cacheb[l]) + eps)
    if epoch % 8 == 0:
        p = forward(data)[1][-1]
        print(epoch, "xent", round(xent(p, onehot), 4), "acc", np.mean(p.argmax(1) == labels))
