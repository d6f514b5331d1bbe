# poisson_nll_loss
import torch
from torch import nn

torch.manual_seed(1)
X, y = torch.randn(12, 4), torch.randint(0, 2, (12,))
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(5):
    optimizer.zero_grad()
    nn.PoissonNLLLoss()(model(X), y.float().unsqueeze(1)).backward()
    optimizer.step()
