import numpy as np

# binary cross-entropy, tanh hidden layer, Nesterov's accelerated gradient
# bias trick: a column of ones goes at the END of each layer's input


def with_ones(A):
    return np.hstack([A, np.ones((A.shape[0], 1))])


def make_problem(X, y):
    Xb = with_ones(X)
    n = len(X)

    def predict(W1, W2):
        H = np.tanh(Xb @ W1)
        Hb = with_ones(H)
        p = 1 / (1 + np.exp(-(Hb @ W2)))
        return H, Hb, p

    def objective(W1, W2):
        p = predict(W1, W2)[2]
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def gradient(W1, W2):
        H, Hb, p = predict(W1, W2)
        dout = (p - y) / n
        gW2 = Hb.T @ dout
        dhid = (dout @ W2[:-1].T) * (1 - H * H)
        gW1 = Xb.T @ dhid
        return gW1, gW2

    return objective, gradient


rs = np.random.RandomState(99)
X = rs.uniform(-1, 1, (24, 3))
y = ((X[:, 0] * X[:, 1] > 0).astype(float)).reshape(-1, 1)

objective, gradient = make_problem(X, y)

W1 = rs.normal(size=(4, 6)) * 0.8
W2 = rs.normal(size=(7, 1)) * 0.8
V1, V2 = np.zeros_like(W1), np.zeros_like(W2)
mu, lr = 0.9, 0.3

for it in range(250):
    # look ahead, take the gradient there
    g1, g2 = gradient(W1 + mu * V1, W2 + mu * V2)
    V1 = mu * V1 - lr * g1
    V2 = mu * V2 - lr * g2
    W1 = W1 + V1
    W2 = W2 + V2
    if it % 50 == 0:
        print("%4d  %.5f" % (it, objective(W1, W2)))
