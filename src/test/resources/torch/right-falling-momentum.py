import torch
from torch import nn

torch.manual_seed(12)
X = torch.randn(24, 3)
Y = torch.stack([X.sum(1), X[:, 0] - X[:, 2]], dim=1)
model = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.3)
for epoch in range(8):
    for i in range(0, 24, 10):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(X[i : i + 10]), Y[i : i + 10]).backward()
        optimizer.step()
    scheduler.step()
