import torch  # optimizer.step() is called more than once
from torch import nn

torch.manual_seed(18)
X = torch.randn(20, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(4):
    optimizer.zero_grad()
    nn.MSELoss()(model(X), y).backward()
    optimizer.step()
    if epoch % 2 == 1:
        optimizer.step()
