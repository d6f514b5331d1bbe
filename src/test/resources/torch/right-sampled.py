import torch
from torch import nn, optim

torch.manual_seed(16)
X = torch.randn(100, 2)
y = X.norm(dim=1)
net = nn.Sequential(nn.Linear(2, 12), nn.ReLU(inplace=True), nn.Linear(12, 1))
optimizer = optim.SGD(net.parameters(), lr=0.01)
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=9)
for step in range(9):
    rows = torch.randint(0, 100, (8,))
    loss = nn.MSELoss(reduction="none")(net(X[rows]).flatten(), y[rows]).mean()
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    scheduler.step()
