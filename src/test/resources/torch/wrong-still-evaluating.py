import torch  # Dropout is off in step 1 of the training
from torch import nn

torch.manual_seed(6)
X, y = torch.randn(20, 3), torch.randint(0, 3, (20,))
model = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model.train()
for epoch in range(3):
    optimizer.zero_grad()
    criterion(model(X), y).backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        error = criterion(model(X), y).item()
