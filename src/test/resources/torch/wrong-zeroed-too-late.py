import torch  # zero_grad() is called between backward() and step()
from torch import nn

torch.manual_seed(13)
X = torch.randn(20, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for epoch in range(3):
    loss = nn.MSELoss()(model(X), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
