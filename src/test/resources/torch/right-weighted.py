import torch
from torch import nn

torch.manual_seed(13)
X = torch.randn(36, 3)
labels = (X[:, 0] > 0.8).long() + (X[:, 1] > 1).long()
model = nn.Sequential(nn.Linear(3, 5), nn.Softsign(), nn.Linear(5, 3))
criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.5, 1.0, 3.0]), label_smoothing=0.0)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, amsgrad=True, weight_decay=1e-3)
for epoch in range(5):
    for batch in torch.arange(36).chunk(3):
        optimizer.zero_grad()
        criterion(model(X[batch]), labels[batch]).backward()
        optimizer.step()
