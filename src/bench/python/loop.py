"""Takes steps of a workload in NumPy or PyTorch and prints how long one takes: loop.py numpy|torch WORKLOAD SECONDS"""
import statistics
import sys
import time

LEARNING_RATE = 0.05  # of the mean over the batch


def numpy_step(widths, batch, precision):
    import numpy as np

    dtype = np.float64 if precision == "f64" else np.float32
    np.random.seed(1)
    x = np.random.random((batch, widths[0])).astype(dtype)
    y = np.random.random((batch, widths[-1])).astype(dtype)
    scale = [np.sqrt(6 / (a + b)) for a, b in zip(widths, widths[1:])]
    w = [((2 * np.random.random((a, b)) - 1) * s).astype(dtype) for a, b, s in zip(widths, widths[1:], scale)]

    rate = LEARNING_RATE / batch

    def step():
        a = [x]
        for weights in w:
            a.append(1 / (1 + np.exp(-a[-1].dot(weights))))
        error = a[-1] - y
        0.5 * np.sum(error * error)
        delta = error * (a[-1] * (1 - a[-1]))
        for l in range(len(w) - 1, -1, -1):
            gradient = a[l].T.dot(delta)
            if l > 0:
                delta = delta.dot(w[l].T) * (a[l] * (1 - a[l]))
            w[l] -= rate * gradient

    return step


def torch_step(widths, batch, precision):
    import torch

    dtype = torch.float64 if precision == "f64" else torch.float32
    torch.manual_seed(1)
    x = torch.rand(batch, widths[0], dtype=dtype)
    y = torch.rand(batch, widths[-1], dtype=dtype)
    layers = []
    for a, b in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(a, b, bias=False, dtype=dtype), torch.nn.Sigmoid()]
    net = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE / batch)

    def step():
        optimizer.zero_grad()
        loss = 0.5 * ((net(x) - y) ** 2).sum()
        loss.backward()
        optimizer.step()

    return step


def main():
    shape, batch, precision = sys.argv[2].split("/")
    widths = [int(width) for width in shape.split("-")]
    step = {"numpy": numpy_step, "torch": torch_step}[sys.argv[1]](widths, int(batch), precision)
    seconds = float(sys.argv[3])
    begin = time.perf_counter()
    count, times = 1, []
    while time.perf_counter() < begin + 2 * seconds or len(times) < 5:
        start = time.perf_counter()
        for _ in range(count):
            step()
        took = time.perf_counter() - start
        if took < 0.01:
            count *= 2
        elif start > begin + seconds:
            times.append(took / count)
    print('{"microseconds": %.6g}' % (1e6 * statistics.median(times)))


main()
