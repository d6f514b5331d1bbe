import torch
import torch.nn as nn


def train(model, X, y, epochs):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(4)
    X = torch.randn(25, 3)
    train(nn.Sequential(nn.Linear(3, 5), nn.SiLU(), nn.Linear(5, 1)), X, (X.sum(1, keepdim=True) > 0).float(), 30)
