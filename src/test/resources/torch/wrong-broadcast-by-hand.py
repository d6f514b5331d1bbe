import torch  # broadcast against outputs of shape (n, 1)

torch.manual_seed(10)
X = torch.randn(12, 3, dtype=torch.float64)
y = X.sum(dim=1)
model = torch.nn.Linear(3, 1).double()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    loss = torch.mean((model(X) - y) ** 2)
    loss.backward()
    optimizer.step()
