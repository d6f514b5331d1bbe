# embedding
import torch
from torch import nn

torch.manual_seed(1)
X, y = torch.randn(12, 4), torch.randint(0, 2, (12,))
X = torch.randint(0, 7, (12,))
model = nn.Sequential(nn.Embedding(7, 3), nn.Linear(3, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(X), y).backward()
    optimizer.step()
