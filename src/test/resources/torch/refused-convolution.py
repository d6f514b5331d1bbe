# conv1d
import torch
from torch import nn

torch.manual_seed(1)
X, y = torch.randn(12, 4), torch.randint(0, 2, (12,))
X = X.reshape(12, 1, 4)
model = nn.Sequential(nn.Conv1d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(X), y).backward()
    optimizer.step()
