import torch
from torch import nn

torch.manual_seed(11)
X = torch.randn(20, 4)
y = X[:, :1] * 2 - 1
model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1, bias=False)).double()
X, y = X.double(), y.double()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(9):
    data_loss = nn.functional.mse_loss(model(X), y)
    penalty = sum((m.weight ** 2).sum() for m in model if isinstance(m, nn.Linear))
    loss = data_loss + 0.01 * penalty
    model.zero_grad()
    loss.backward()
    optimizer.step()
