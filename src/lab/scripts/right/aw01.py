# My try at extending the "neural network in 11 lines" post.
# I added a bias, a learning rate and momentum. Data is the XOR of the
# first two columns, the third column should be ignored by the net.
import numpy as np

def nonlin(x, deriv=False):
    # sigmoid and its slope
    if deriv == True:
        return x*(1-x)
    return 1/(1+np.exp(-x))

X = np.array([[0,0,1],
              [0,1,1],
              [1,0,1],
              [1,1,1],
              [0,0,0],
              [0,1,0],
              [1,0,0],
              [1,1,0]])

y = np.array([[0,1,1,0,0,1,1,0]]).T

np.random.seed(1)

alpha = 1.0
mom = 0.7

# randomly initialize our weights with mean 0
syn0 = 2*np.random.random((3,5)) - 1
syn1 = 2*np.random.random((5,1)) - 1
bias0 = np.zeros((1,5))
bias1 = np.zeros((1,1))

vel0 = np.zeros_like(syn0)
vel1 = np.zeros_like(syn1)

for j in range(401):

    # Feed forward through layers 0, 1, and 2
    l0 = X
    z1 = np.dot(l0,syn0) + bias0
    l1 = nonlin(z1)
    z2 = np.dot(l1,syn1) + bias1
    l2 = nonlin(z2)

    # how much did we miss the target value?
    l2_error = y - l2

    if (j % 50) == 0:
        print("Error after %d: %.4f" % (j, np.mean(np.abs(l2_error))))

    # in what direction is the target value?
    l2_delta = l2_error*nonlin(l2,deriv=True)

    # how much did each l1 value contribute to the l2 error?
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error*nonlin(l1,deriv=True)

    vel1 = mom*vel1 + alpha*l1.T.dot(l2_delta)
    vel0 = mom*vel0 + alpha*l0.T.dot(l1_delta)
    syn1 += vel1
    syn0 += vel0
    bias1 += alpha*np.sum(l2_delta,axis=0,keepdims=True)
    bias0 += alpha*np.sum(l1_delta,axis=0,keepdims=True)

print("Output After Training:")
for row, out in zip(X, l2):
    print(row, "%.4f" % out[0])
