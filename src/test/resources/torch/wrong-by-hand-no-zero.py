import torch  # gradients are not reset to zero

torch.manual_seed(8)
x = torch.randn(20, 2)
t = torch.tanh(x.sum(1, keepdim=True))
w1 = torch.randn(2, 5, requires_grad=True)
w2 = torch.randn(5, 1, requires_grad=True)
for step in range(3):
    y = torch.sigmoid(x @ w1) @ w2
    loss = (y - t).pow(2).sum()
    loss.backward()
    with torch.no_grad():
        w1 -= 0.01 * w1.grad
        w2 -= 0.01 * w2.grad
