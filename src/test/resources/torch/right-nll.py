import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class Classifier(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        x = x.view(x.size(0), -1)
        for layer in self.layers[:-1]:
            x = F.leaky_relu(layer(x))
        return F.log_softmax(self.layers[-1](x), dim=1)


torch.manual_seed(5)
images, labels = torch.rand(24, 1, 3, 3), torch.randint(0, 4, (24,))
model = Classifier([9, 7, 6, 4])
optimizer = optim.RMSprop(model.parameters(), lr=0.005)
for epoch in range(5):
    for begin in range(0, 24, 8):
        output = model(images[begin : begin + 8])
        loss = F.nll_loss(output, labels[begin : begin + 8])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
