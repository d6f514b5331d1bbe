import torch  # softmax runs over the examples
import torch.nn.functional as F
from torch import nn

torch.manual_seed(14)
X, y = torch.randn(20, 3), F.one_hot(torch.randint(0, 3, (20,)), 3).float()
net = nn.Linear(3, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
for epoch in range(3):
    p = F.softmax(net(X), dim=0)
    loss = -(y * torch.log(p)).sum(dim=1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
