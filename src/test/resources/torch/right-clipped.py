import torch
from torch import nn
from torch.nn.utils import clip_grad_value_

torch.manual_seed(12)
X = torch.randn(20, 4)
y = 5 * X[:, :1] ** 2
model = nn.Sequential(nn.Linear(4, 6), nn.Mish(), nn.Linear(6, 1))
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.05)
for epoch in range(9):
    optimizer.zero_grad()
    loss = 0.5 * nn.MSELoss(reduction="sum")(model(X), y) / len(X)
    loss.backward()
    clip_grad_value_(model.parameters(), 0.5)
    optimizer.step()
