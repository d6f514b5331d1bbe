import torch
from torch import nn

torch.manual_seed(10)
X = torch.randn(20, 4)
y = X[:, :1] * 2 - 1
model = nn.Sequential(nn.Linear(4, 6), nn.Sigmoid(), nn.Linear(6, 1))
weights = [p for p in model.parameters() if p.dim() == 2]
biases = [p for p in model.parameters() if p.dim() == 1]
optimizer = torch.optim.SGD(
    [{"params": weights, "weight_decay": 0.01}, {"params": biases}], lr=0.05, momentum=0.8, nesterov=True
)
for epoch in range(9):
    optimizer.zero_grad()
    loss = nn.L1Loss()(model(X), y)
    loss.backward()
    optimizer.step()
