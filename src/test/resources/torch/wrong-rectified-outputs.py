import torch  # it applies the softmax itself
from torch import nn

torch.manual_seed(15)
X, y = torch.randn(20, 3), torch.randint(0, 3, (20,))
model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 3), nn.ReLU())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    nn.CrossEntropyLoss()(model(X), y).backward()
    optimizer.step()
