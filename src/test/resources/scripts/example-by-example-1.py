import numpy as np
rng = np.random.RandomState(17)

# house price style toy data: size, age -> price (all scaled to 0..1)
N = 50
X = rng.rand(N, 2)
t = 0.2 + 0.6*X[:, 0] - 0.3*X[:, 1]*X[:, 0] + 0.02*rng.randn(N)

W = rng.randn(5, 2)*0.5     # hidden
b = rng.randn(5)*0.1
v = rng.randn(5)*0.5        # output
c = 0.0

eta = 0.05
for epoch in range(20):
    sse = 0
    for n in range(N):
        x = X[n]
        # forward
        a = W.dot(x) + b
        h = np.tanh(a)
        y = v.dot(h) + c
        e = y - t[n]
        sse += e*e

        # backward
        gv = e*h
        gc = e
        gh = e*v*(1 - h*h)
        gW = np.outer(gh, x)
        gb = gh

        # update
        v -= eta*gv
        c -= eta*gc
        W -= eta*gW
        b -= gb
    if epoch % 5 == 0:
        print('epoch', epoch, 'mean squared error', sse/N)
