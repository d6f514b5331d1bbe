# Fit a noisy curve with one hidden layer - everything written out step by step.
import numpy as np

np.random.seed(0)

# ----- data -----
n = 75
X = np.random.uniform(-3, 3, size=(n, 1))
y = np.sin(1.5 * X) + 0.3 * X + 0.25 * np.random.randn(n, 1)     # shape (n, 1)

n_train = 45
X_train, y_train = X[:n_train], y[:n_train]
X_val, y_val = X[n_train:], y[n_train:]

# ----- network: 1 -> 20 (tanh) -> 1 (linear) -----
hidden = 20
W1 = np.random.randn(1, hidden)
b1 = np.random.randn(1, hidden)
W2 = np.random.randn(hidden, 1) * 0.3
b2 = np.zeros((1, 1))

# velocities for momentum
vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)

lr0 = 0.05
decay = 0.001
lr = lr0
momentum = 0.9
patience = 200

best_val = np.inf
best_epoch = 0
best_weights = None

for epoch in range(4000):
    # time-based decay: lr0 / (1 + decay * epoch)
    lr = lr0 / (1 + decay * epoch)

    # forward
    z1 = X_train @ W1 + b1
    h = np.tanh(z1)
    pred = h @ W2 + b2
    err = pred - y_train
    loss = np.mean(err ** 2)

    # backward
    dpred = 2 * err / n_train
    dW2 = h.T @ dpred
    db2 = dpred.sum(axis=0, keepdims=True)
    dh = dpred @ W2.T
    dz1 = dh * (1 - h ** 2)
    dW1 = X_train.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)

    # momentum update
    vW1 = momentum * vW1 - lr * dW1
    vb1 = momentum * vb1 - lr * db1
    vW2 = momentum * vW2 - lr * dW2
    vb2 = momentum * vb2 - lr * db2
    W1 += vW1
    b1 += vb1
    W2 += vW2
    b2 += vb2

    # validation and early stopping
    val_pred = np.tanh(X_val @ W1 + b1) @ W2 + b2
    val_loss = np.mean((val_pred - y_val) ** 2)
    if val_loss < best_val:
        best_val = val_loss
        best_epoch = epoch
        best_weights = [W1.copy(), b1.copy(), W2.copy(), b2.copy()]
    elif epoch - best_epoch >= patience:
        print("stopping early at epoch", epoch)
        break

    if epoch % 50 == 0:
        print("epoch %4d  lr %.5f  train mse %.6f  val mse %.6f" % (epoch, lr, loss, val_loss))

# go back to the best weights
W1, b1, W2, b2 = best_weights
print("best val mse %.6f (epoch %d)" % (best_val, best_epoch))
final = np.tanh(X_val @ W1 + b1) @ W2 + b2
print("val mse with restored weights %.6f" % np.mean((final - y_val) ** 2))
for x0 in (-2.0, 0.5, 2.5):
    p = np.tanh(np.array([[x0]]) @ W1 + b1) @ W2 + b2
    print("f(%.1f) = %.6f" % (x0, p[0, 0]))
