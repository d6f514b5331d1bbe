import torch
from torch import nn

torch.manual_seed(9)
X = torch.randn(32, 3)
y = X.prod(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 5), nn.Softplus(), nn.Linear(5, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
parts = 4
optimizer.zero_grad()
for epoch in range(10):
    for i, (inputs, targets) in enumerate(zip(X.split(4), y.split(4))):
        loss = nn.functional.mse_loss(model(inputs), targets) / parts
        loss.backward()
        if (i + 1) % parts == 0:
            optimizer.step()
            optimizer.zero_grad()
