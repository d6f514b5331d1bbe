import numpy as np
from layers import Affine, Sigmoid, SoftmaxWithLoss

rng = np.random.RandomState(1984)

# spiral with three arms
x, t = [], []
for arm in range(3):
    for i in range(25):
        rate = i / 40
        theta = arm * 4.0 + 2.5 * rate + rng.randn() * 0.15
        x.append([rate * np.sin(theta), rate * np.cos(theta)])
        t.append(np.eye(3)[arm])
x, t = np.array(x), np.array(t)

layers = [Affine(rng.randn(2, 10), np.zeros(10)), Sigmoid(),
          Affine(rng.randn(10, 3), np.zeros(3))]
loss_layer = SoftmaxWithLoss()

learning_rate = 1.0
batch_size = 30
for epoch in range(100):
    idx = rng.permutation(len(x))
    x, t = x[idx], t[idx]
    total = 0
    for it in range(len(x) // batch_size):
        batch_x = x[it*batch_size:(it+1)*batch_size]
        batch_t = t[it*batch_size:(it+1)*batch_size]

        score = batch_x
        for layer in layers:
            score = layer.forward(score)
        loss = loss_layer.forward(score, batch_t)

        dout = loss_layer.backward()
        for layer in reversed(layers):
            dout = layer.backward(dout)

        for layer in layers:
            if hasattr(layer, 'W'):
                layer.W -= learning_rate * layer.dW
                layer.b -= learning_rate * layer.db
        total += loss
    if epoch % 20 == 0:
        print('| epoch %d | loss %.3f' % (epoch + 1, total / (len(x) // batch_size)))
