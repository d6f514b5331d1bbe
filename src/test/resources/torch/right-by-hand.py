import torch

torch.manual_seed(7)
x = torch.linspace(0, 1.5, 20, dtype=torch.float64).reshape(-1, 1)
t = torch.sin(3 * x)
w1 = torch.randn(1, 8, dtype=torch.float64, requires_grad=True)
b1 = torch.zeros(8, dtype=torch.float64, requires_grad=True)
w2 = torch.randn(8, 1, dtype=torch.float64, requires_grad=True)
b2 = torch.zeros(1, dtype=torch.float64, requires_grad=True)
lr = 0.05
for step in range(9):
    h = torch.tanh(x @ w1 + b1)
    y = h.mm(w2) + b2
    loss = ((y - t) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for p in (w1, b1, w2, b2):
            p -= lr * p.grad
            p.grad.zero_()
