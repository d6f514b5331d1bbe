import torch  # optimizer.step() is called before loss.backward()
from torch import nn

torch.manual_seed(5)
X = torch.randn(24, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.MSELoss()(model(X), y)
    optimizer.step()
    loss.backward()
