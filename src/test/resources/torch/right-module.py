import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(6, 1)  # defined before the layer that runs first
        self.hidden = nn.Linear(2, 6)

    def forward(self, x):
        x = F.relu(self.hidden(x))
        return torch.sigmoid(self.out(x)).squeeze(1)


torch.manual_seed(2)
X = torch.randn(30, 2)
y = (X[:, 0] * X[:, 1] > 0).float()
net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
for epoch in range(9):
    p = net(X)
    loss = F.binary_cross_entropy(p, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    accuracy = ((p > 0.5) == (y > 0.5)).float().mean().item()
