import numpy as np
np.random.seed(90)

# regression of a noisy sine, bias trick with np.c_
x = np.sort(np.random.uniform(0, 2*np.pi, 60))
t = np.sin(x) + 0.05*np.random.randn(60)
Phi = np.c_[np.ones(len(x)), (x - np.pi)/np.pi]     # first column = bias

W1 = np.random.randn(2, 6)
W2 = np.random.randn(7, 1)*0.5

lr = 0.05
for i in range(250):
    H = np.c_[np.ones(len(x)), np.tanh(Phi.dot(W1))]
    f = H.dot(W2)
    r = f - t[:, None]
    if i % 500 == 0:
        print(i, 'E =', 0.5*np.mean(r**2))

    gf = r/len(x)
    gW2 = H.T.dot(gf)
    gH = gf.dot(W2.T)[:, 1:]            # skip the bias row
    gA = gH*(1 - H[:, 1:]**2)
    gW1 = Phi.T.dot(gA)
    W2 = W2 - lr*gW2
    W1 = W1 - lr*gW1
print('done, E =', 0.5*np.mean((H.dot(W2) - t[:, None])**2))
