import torch  # the weights are never updated
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 6)
        self.second = nn.Linear(6, 2)

    def forward(self, x):
        return self.second(F.relu(self.first(x)))


torch.manual_seed(11)
X, y = torch.randn(20, 3), torch.randint(0, 2, (20,))
net = Net()
optimizer = torch.optim.SGD(net.second.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    F.cross_entropy(net(X), y).backward()
    optimizer.step()
