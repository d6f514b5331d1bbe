import torch  # broadcast against outputs of shape (n, 1)
from torch import nn

torch.manual_seed(9)
X = torch.randn(12, 3)
y = X.sum(dim=1)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.MSELoss()(model(X), y)
    loss.backward()
    optimizer.step()
