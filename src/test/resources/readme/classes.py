import torch
from torch import nn

torch.manual_seed(1)
X = torch.randn(90, 4)
labels = (X @ torch.randn(4, 3)).argmax(dim=1)
loader = torch.utils.data.DataLoader(
    torch.utils.data.TensorDataset(X, labels), batch_size=20, shuffle=True
)

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(5):
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
