import torch  # gradients are not reset to zero
from torch import nn

torch.manual_seed(1)
X = torch.randn(20, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(3):
    loss = nn.functional.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
