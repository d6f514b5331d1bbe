import torch
from torch import nn

torch.manual_seed(6)
X, y = torch.randn(50, 6), torch.randint(0, 2, (50,))
train, test = slice(0, 40), slice(40, 50)
model = nn.Sequential(
    nn.Dropout(0.1), nn.Linear(6, 10), nn.ReLU(), nn.Dropout(p=0.4), nn.Linear(10, 5), nn.Tanh(), nn.Dropout(0.25), nn.Linear(5, 2)
)
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.Adam(model.parameters(), lr=0.01, betas=(0.8, 0.99))
for epoch in range(6):
    model.train()
    for rows in torch.randperm(40).split(16):
        opt.zero_grad()
        loss_fn(model(X[train][rows]), y[train][rows]).backward()
        opt.step()
    model.eval()
    with torch.no_grad():
        validation = loss_fn(model(X[test]), y[test]).item()
