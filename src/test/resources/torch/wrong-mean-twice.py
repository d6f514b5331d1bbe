import torch  # the mean over the batch is taken twice
from torch import nn

torch.manual_seed(4)
X = torch.randn(24, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(2):
    for x, t in zip(X.split(8), y.split(8)):
        loss = nn.MSELoss()(model(x), t) / len(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
