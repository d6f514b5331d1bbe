import torch

torch.manual_seed(15)
X = torch.rand(22, 3)
y = (X.sum(dim=1) > 1.5).double().unsqueeze(1)
X = X.double()
hidden = torch.nn.Linear(3, 7).double()
out = torch.nn.Linear(7, 1).double()
parameters = list(hidden.parameters()) + list(out.parameters())
opt = torch.optim.SGD(parameters, lr=0.4)
for _ in range(9):
    z = hidden(X)
    a = torch.where(z > 0, z, 0.01 * z)
    p = 1 / (1 + torch.exp(-out(a)))
    loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
