import torch  # expects their logarithms
import torch.nn.functional as F
from torch import nn

torch.manual_seed(12)
X, y = torch.randn(20, 3), torch.randint(0, 3, (20,))
model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 3), nn.Softmax(dim=-1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(3):
    optimizer.zero_grad()
    loss = F.nll_loss(model(X), y)
    loss.backward()
    optimizer.step()
