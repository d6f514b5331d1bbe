"""House price regression: small neural net versus the mean prediction.
Training sample / validation sample, ridge penalty on the weights."""
import numpy as np

np.random.seed(2020)

# size (sqm), rooms, age (years), distance to centre (km)
n_obs = 80
size = np.random.uniform(35, 180, n_obs)
rooms = np.round(size / 28 + np.random.normal(0, 0.6, n_obs))
age = np.random.uniform(0, 60, n_obs)
dist = np.random.exponential(5, n_obs)
price = 40 + 2.9 * size + 8 * rooms - 0.8 * age - 6.5 * dist + 0.006 * (age - 30) ** 2 * size / 10
price = price + np.random.normal(0, 12, n_obs)

X = np.column_stack([size, rooms, age, dist])
y = price.reshape(-1, 1)

# split the sample
shuffled = np.random.permutation(n_obs)
train_idx = shuffled[:60]
valid_idx = shuffled[60:]
X_train, y_train = X[train_idx], y[train_idx]
X_valid, y_valid = X[valid_idx], y[valid_idx]

# standardise with the moments of the training sample only
x_mean, x_sd = X_train.mean(axis=0), X_train.std(axis=0)
y_mean, y_sd = y_train.mean(), y_train.std()
X_train = (X_train - x_mean) / x_sd
X_valid = (X_valid - x_mean) / x_sd
y_train = (y_train - y_mean) / y_sd
y_valid = (y_valid - y_mean) / y_sd

n_hidden = 12
ridge = 0.01
learning_rate = 0.1
batch_size = 16
n_epochs = 60

W_hidden = np.random.randn(4, n_hidden) * np.sqrt(2 / 4)
b_hidden = np.full((1, n_hidden), 0.1)
W_out = np.random.randn(n_hidden, 1) * np.sqrt(2 / n_hidden)
b_out = np.zeros((1, 1))


def predict(features):
    pre = features.dot(W_hidden) + b_hidden
    hidden = np.maximum(pre, 0)
    return pre, hidden, hidden.dot(W_out) + b_out


def objective(features, target):
    _, _, fitted = predict(features)
    mse = np.mean((fitted - target) ** 2)
    penalty = ridge * (np.sum(W_hidden ** 2) + np.sum(W_out ** 2))
    return mse + penalty


for epoch in range(n_epochs):
    rate = learning_rate / (1 + 0.02 * epoch)
    order = np.random.permutation(len(X_train))
    for start in range(0, len(X_train), batch_size):
        rows = order[start:start + batch_size]
        features, target = X_train[rows], y_train[rows]
        pre, hidden, fitted = predict(features)

        d_fitted = 2 * (fitted - target) / len(rows)
        grad_W_out = hidden.T.dot(d_fitted) + 2 * ridge * W_out
        grad_b_out = d_fitted.sum(axis=0, keepdims=True)

        d_hidden = d_fitted.dot(W_out.T)
        d_pre = d_hidden * (pre > 0)
        grad_W_hidden = features.T.dot(d_pre) + 2 * ridge * W_hidden
        grad_b_hidden = d_pre.sum(axis=0, keepdims=True)

        W_out -= rate * grad_W_out
        b_out -= rate * grad_b_out
        W_hidden -= rate * grad_W_hidden
        b_hidden -= rate * grad_b_hidden

    if (epoch + 1) % 10 == 0:
        mse_valid = np.mean((predict(X_valid)[2] - y_valid) ** 2)
        print("epoch %3d  objective %.4f  validation mse %.4f" % (
            epoch + 1, objective(X_train, y_train), mse_valid))

naive = np.mean((y_valid - y_train.mean()) ** 2)
print("naive validation mse: %.4f" % naive)
