import torch  # the update increases the loss

torch.manual_seed(16)
x = torch.randn(20, 2)
t = x.sum(1, keepdim=True)
w = torch.randn(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for step in range(3):
    loss = ((x @ w + b - t) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w += 0.1 * w.grad
        b += 0.1 * b.grad
    w.grad = b.grad = None
