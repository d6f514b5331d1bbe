import torch
from torch import nn

torch.manual_seed(21)
X = torch.randn(20, 4)
y = torch.cat([X[:, :1] - X[:, 1:2], 3 * X[:, 2:3] ** 2], dim=1)  # some far from the outputs, some near
model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
criterion = nn.HuberLoss(delta=0.7)
for epoch in range(9):
    for rows in torch.arange(20).split(8):
        optimizer.zero_grad()
        criterion(model(X[rows]), y[rows]).backward()
        optimizer.step()
