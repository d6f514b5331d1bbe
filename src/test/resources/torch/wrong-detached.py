import torch  # Layer 1 gets no gradient
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(3, 4), nn.Linear(4, 1)

    def forward(self, x):
        h = torch.tanh(self.fc1(x)).detach()
        return self.fc2(h)


torch.manual_seed(7)
X = torch.randn(20, 3)
y = X.sum(dim=1, keepdim=True)
net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(3):
    optimizer.zero_grad()
    nn.functional.mse_loss(net(X), y).backward()
    optimizer.step()
