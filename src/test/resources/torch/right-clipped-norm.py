import torch
from torch import nn

torch.manual_seed(1)
X, y = torch.randn(12, 4), torch.randint(0, 2, (12,))
model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(X), y).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    optimizer.step()
