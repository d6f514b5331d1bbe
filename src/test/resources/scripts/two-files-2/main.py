import numpy as np

from layers import FullyConnected, Tanh, mse, mse_grad


def train(net, x, y, x_test, y_test, lr=0.1, epochs=250):
    for epoch in range(epochs):
        out = x
        for layer in net:
            out = layer.forward(out)
        g = mse_grad(out, y)
        for layer in net[::-1]:
            g = layer.backward(g, lr)
        if epoch % 200 == 0:
            check = x_test
            for layer in net:
                check = layer.forward(check)
            print(f"{epoch:>5}: train {mse(out, y):.5f}  test {mse(check, y_test):.5f}")


def main():
    rng = np.random.default_rng(41)
    x = rng.uniform(-2, 2, (90, 1))
    y = np.hstack([np.sin(2 * x), np.exp(-x ** 2)])
    net = [FullyConnected(1, 10, rng), Tanh(),
           FullyConnected(10, 8, rng), Tanh(),
           FullyConnected(8, 2, rng)]
    train(net, x[:60], y[:60], x[60:], y[60:])


if __name__ == "__main__":
    main()
