# Homework 3: two noisy rings, binary classification
# (exported from my notebook)
import numpy as np

np.random.seed(1)

# In[1]: make the data
m = 200
radius = np.concatenate([np.random.normal(1.0, 0.25, m // 2),
                         np.random.normal(2.0, 0.30, m // 2)])
phi = np.random.uniform(0, 2 * np.pi, m)
X = np.stack([radius * np.cos(phi), radius * np.sin(phi)], axis=1)
y = np.concatenate([np.zeros(m // 2), np.ones(m // 2)]).reshape(-1, 1)

perm = np.random.permutation(m)
X = X[perm]
y = y[perm]
X_train, y_train = X[:150], y[:150]
X_test, y_test = X[150:], y[150:]
print("shapes", X_train.shape, y_train.shape, X_test.shape, y_test.shape)


# In[2]: helper functions
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


# In[3]: initialise the weights
n_hidden = 8
W1 = np.random.randn(2, n_hidden) * np.sqrt(2 / 2)
b1 = np.zeros((1, n_hidden))
W2 = np.random.randn(n_hidden, n_hidden) * np.sqrt(1 / n_hidden)
b2 = np.zeros((1, n_hidden))
W3 = np.random.randn(n_hidden, 1) * np.sqrt(1 / n_hidden)
b3 = np.zeros((1, 1))

vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)
vW3, vb3 = np.zeros_like(W3), np.zeros_like(b3)

lr = 0.05
beta = 0.9
n = X_train.shape[0]

# In[4]: training
for it in range(401):
    # forward
    Z1 = np.dot(X_train, W1) + b1
    A1 = relu(Z1)
    Z2 = np.dot(A1, W2) + b2
    A2 = np.tanh(Z2)
    Z3 = np.dot(A2, W3) + b3
    A3 = sigmoid(Z3)

    # loss
    loss = -np.mean(y_train * np.log(A3) + (1 - y_train) * np.log(1 - A3))

    # backward
    dZ3 = A3 - y_train
    dW3 = np.dot(A2.T, dZ3) / n
    db3 = np.sum(dZ3, axis=0, keepdims=True) / n
    dA2 = np.dot(dZ3, W3.T)
    dZ2 = dA2 * (1 - A2 ** 2)
    dW2 = np.dot(A1.T, dZ2) / n
    db2 = np.sum(dZ2, axis=0, keepdims=True) / n
    dA1 = np.dot(dZ2, W2.T)
    dZ1 = dA1 * (Z1 > 0)
    dW1 = np.dot(X_train.T, dZ1) / n
    db1 = np.sum(dZ1, axis=0, keepdims=True) / n

    # momentum
    vW1 = beta * vW1 + dW1
    vb1 = beta * vb1 + db1
    vW2 = beta * vW2 + dW2
    vb2 = beta * vb2 + db2
    vW3 = beta * vW3 + dW3
    vb3 = beta * vb3 + db3

    # update
    W1 = W1 - lr * vW1
    b1 = b1 - lr * vb1
    W2 = W2 - lr * vW2
    b2 = b2 - lr * vb2
    W3 = W3 - lr * vW3
    b3 = b3 - lr * vb3

    if it % 100 == 0:
        print("iteration", it, "loss %.6f" % loss)

# In[5]: test
A1 = relu(np.dot(X_test, W1) + b1)
A2 = np.tanh(np.dot(A1, W2) + b2)
A3 = sigmoid(np.dot(A2, W3) + b3)
pred = (A3 > 0.5).astype(int)
print("test accuracy", np.mean(pred == y_test))
print("first outputs", np.round(A3[:4].ravel(), 5))
