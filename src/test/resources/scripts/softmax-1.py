import numpy as np

# 3-class problem, one-hot targets

def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=0, keepdims=True)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

np.random.seed(10)
c0 = np.random.randn(20, 2) + np.array([0, -3])
c1 = np.random.randn(20, 2) + np.array([3, 3])
c2 = np.random.randn(20, 2) + np.array([-3, 3])
feature_set = np.vstack([c0, c1, c2])
labels = np.array([0]*20 + [1]*20 + [2]*20)
one_hot_labels = np.zeros((60, 3))
for i in range(60):
    one_hot_labels[i, labels[i]] = 1

wh = np.random.rand(2, 4)
bh = np.random.randn(4)
wo = np.random.rand(4, 3)
bo = np.random.randn(3)
lr = 0.01

for epoch in range(250):
    # feedforward
    zh = np.dot(feature_set, wh) + bh
    ah = sigmoid(zh)
    zo = np.dot(ah, wo) + bo
    ao = softmax(zo)

    # backprop
    dcost_dzo = ao - one_hot_labels
    dcost_wo = np.dot(ah.T, dcost_dzo)
    dcost_bo = dcost_dzo.sum(axis=0)

    dcost_dah = np.dot(dcost_dzo, wo.T)
    dcost_dzh = dcost_dah * ah * (1 - ah)
    dcost_wh = np.dot(feature_set.T, dcost_dzh)
    dcost_bh = dcost_dzh.sum(axis=0)

    wh -= lr * dcost_wh
    bh -= lr * dcost_bh
    wo -= lr * dcost_wo
    bo -= lr * dcost_bo

    if epoch % 200 == 0:
        loss = np.sum(-one_hot_labels * np.log(ao))
        print('Loss function value: ', loss)
