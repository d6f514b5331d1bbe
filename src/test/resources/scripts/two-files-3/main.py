import numpy as np
import nn

np.random.seed(2)

# two classes on noisy circles
k = np.arange(120)
radius = np.where(k % 2 == 0, 0.5, 1.3) + 0.1 * np.random.randn(120)
phase = np.random.uniform(0, 2 * np.pi, 120)
data = np.c_[radius * np.cos(phase), radius * np.sin(phase)]
label = (k % 2).reshape(-1, 1)

model = nn.Sequential(nn.Dense(2, 10), nn.Relu(), nn.Dense(10, 1))
opt = nn.SGD(model.parameters(), lr=0.4)

for epoch in range(60):
    for lo in range(0, 120, 24):
        xb, yb = data[lo:lo + 24], label[lo:lo + 24]
        opt.zero_grad()
        logit = model(xb)
        prob = 1 / (1 + np.exp(-logit))
        model.backward((prob - yb) / len(yb))
        opt.step()
    if epoch % 10 == 0:
        prob = 1 / (1 + np.exp(-model(data)))
        bce = -np.mean(label * np.log(prob) + (1 - label) * np.log(1 - prob))
        print(epoch, 'bce %.4f' % bce, 'acc %.3f' % np.mean((prob > 0.5) == label))
