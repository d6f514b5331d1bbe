import numpy as np

# the smallest neural net I could come up with

def nonlin(x,deriv=False):
    if(deriv==True):
        return x*(1-x)
    return 1/(1+np.exp(-x))

# every row is one example, last entry is always on
X = np.array([  [0,1,1],
                [1,0,1],
                [0,0,1],
                [1,1,1] ])

y = np.array([[0,1,0,1]]).T

np.random.seed(7)

# weights start around zero
syn0 = 2*np.random.random((3,1)) - 1

for iter in range(250):

    l0 = X
    l1 = nonlin(np.dot(l0,syn0))

    l1_error = y - l1

    # slope of the sigmoid where we ended up
    l1_delta = l1_error * nonlin(l1,True)

    syn0 += np.dot(l0.T,l1_delta)

print("After training the output is:")
print(l1)
