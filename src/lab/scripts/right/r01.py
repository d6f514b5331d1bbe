import numpy as np
# 3 bit parity. the last input is always on (plays the bias)
X = np.array([[0,0,0,1],[0,0,1,1],[0,1,0,1],[0,1,1,1],[1,0,0,1],[1,0,1,1],[1,1,0,1],[1,1,1,1]])
y = np.array([[0,1,1,0,1,0,0,1]]).T
np.random.seed(3)
syn0 = 2*np.random.random((4,6)) - 1
syn1 = 2*np.random.random((6,1)) - 1
for j in range(400):
    l1 = np.tanh(X.dot(syn0))
    l2 = 1/(1+np.exp(-l1.dot(syn1)))
    l2_error = l2 - y
    if j % 100 == 0: print(j, "loss", 0.5*np.sum(l2_error**2))
    l2_delta = l2_error * l2*(1-l2)
    l1_delta = l2_delta.dot(syn1.T) * (1-l1**2)
    syn1 -= 0.4 * l1.T.dot(l2_delta)
    syn0 -= 0.4 * X.T.dot(l1_delta)
print(l2.round(2).T)
