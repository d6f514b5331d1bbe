import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(5, 8), nn.ReLU())
        for p in self.features.parameters():
            p.requires_grad = False
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.features(x))


torch.manual_seed(14)
X, y = torch.randn(18, 5), torch.randint(0, 2, (18,))
net = Head()
optimizer = torch.optim.Adadelta(net.head.parameters())
for i in range(9):
    def closure():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(X), y, label_smoothing=0.1)
        loss.backward()
        return loss
    optimizer.step(closure)
