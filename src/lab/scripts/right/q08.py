# Kaggle-ish notebook turned into a script: softmax classifier with one hidden
# ReLU layer + Adam, on a toy "spiral" data set
import numpy as np

np.random.seed(0)

N = 80   # points per class
D = 2
K = 3    # classes
X = np.zeros((N * K, D))
labels = np.zeros(N * K, dtype='int')
for c in range(K):
    ix = range(N * c, N * (c + 1))
    r = np.linspace(0.05, 1, N)
    t = np.linspace(c * 4, (c + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    labels[ix] = c

# train / validation split
perm = np.random.permutation(N * K)
X_train, y_train = X[perm[:200]], labels[perm[:200]]
X_val, y_val = X[perm[200:]], labels[perm[200:]]


def one_hot(y, n_classes):
    out = np.zeros((y.size, n_classes))
    out[np.arange(y.size), y] = 1
    return out


def softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    exp_z = np.exp(z)
    return exp_z / np.sum(exp_z, axis=1, keepdims=True)


def forward_prop(X, params):
    Z1 = X.dot(params['W1']) + params['b1']
    A1 = np.maximum(Z1, 0)
    Z2 = A1.dot(params['W2']) + params['b2']
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def get_loss(X, Y, params, reg):
    A2 = forward_prop(X, params)[-1]
    data_loss = -np.sum(Y * np.log(A2 + 1e-12)) / X.shape[0]
    reg_loss = 0.5 * reg * (np.sum(params['W1'] ** 2) + np.sum(params['W2'] ** 2))
    return data_loss + reg_loss


def back_prop(X, Y, params, reg):
    m = X.shape[0]
    Z1, A1, Z2, A2 = forward_prop(X, params)
    dZ2 = (A2 - Y) / m
    grads = {}
    grads['W2'] = A1.T.dot(dZ2) + reg * params['W2']
    grads['b2'] = np.sum(dZ2, axis=0)
    dA1 = dZ2.dot(params['W2'].T)
    dZ1 = dA1.copy()
    dZ1[Z1 <= 0] = 0
    grads['W1'] = X.T.dot(dZ1) + reg * params['W1']
    grads['b1'] = np.sum(dZ1, axis=0)
    return grads


H = 40
params = {
    'W1': np.random.randn(D, H) * np.sqrt(2.0 / D),
    'b1': np.zeros(H),
    'W2': np.random.randn(H, K) * np.sqrt(2.0 / H),
    'b2': np.zeros(K),
}

# Adam hyper parameters
lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
reg = 1e-4
m_t = {k: np.zeros_like(v) for k, v in params.items()}
v_t = {k: np.zeros_like(v) for k, v in params.items()}
t = 0

Y_train = one_hot(y_train, K)
batch_size = 40
for epoch in range(201):
    shuffle = np.random.permutation(X_train.shape[0])
    X_train = X_train[shuffle]
    Y_train = Y_train[shuffle]
    for s in range(0, X_train.shape[0], batch_size):
        X_batch = X_train[s:s + batch_size]
        Y_batch = Y_train[s:s + batch_size]
        grads = back_prop(X_batch, Y_batch, params, reg)
        t += 1
        for k in params:
            m_t[k] = beta1 * m_t[k] + (1 - beta1) * grads[k]
            v_t[k] = beta2 * v_t[k] + (1 - beta2) * grads[k] ** 2
            m_hat = m_t[k] / (1 - beta1 ** t)
            v_hat = v_t[k] / (1 - beta2 ** t)
            params[k] -= lr * m_hat / (np.sqrt(v_hat) + eps)
    if epoch % 40 == 0:
        print('epoch %d: train loss %.4f, val loss %.4f' % (
            epoch, get_loss(X_train, Y_train, params, reg),
            get_loss(X_val, one_hot(y_val, K), params, reg)))

train_pred = np.argmax(forward_prop(X_train, params)[-1], axis=1)
val_pred = np.argmax(forward_prop(X_val, params)[-1], axis=1)
print('train acc: %.3f' % np.mean(train_pred == np.argmax(Y_train, axis=1)))
print('val acc:   %.3f' % np.mean(val_pred == y_val))
