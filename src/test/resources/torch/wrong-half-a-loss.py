import torch  # half of the binary cross-entropy
from torch import nn

torch.manual_seed(17)
X = torch.randn(20, 3)
y = (X[:, :1] > 0).float()
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(3):
    p = model(X)
    loss = -(y * p.log()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
