"""Small multilayer perceptron for four Gaussian clusters."""
from __future__ import annotations

from typing import List, Tuple

import numpy as np


class Layer:
    def parameters(self) -> List[Tuple[np.ndarray, np.ndarray]]:
        return []


class Dense(Layer):
    def __init__(self, n_in: int, n_out: int, rng: np.random.Generator) -> None:
        self.weight = rng.standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)
        self.bias = np.zeros(n_out)
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = np.zeros_like(self.bias)

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        self._x = x
        return x @ self.weight + self.bias

    def backward(self, grad: np.ndarray) -> np.ndarray:
        self.grad_weight[...] = self._x.T @ grad
        self.grad_bias[...] = grad.sum(axis=0)
        return grad @ self.weight.T

    def parameters(self) -> List[Tuple[np.ndarray, np.ndarray]]:
        return [(self.weight, self.grad_weight), (self.bias, self.grad_bias)]


class LeakyReLU(Layer):
    def __init__(self, slope: float = 0.1) -> None:
        self.slope = slope

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        self._x = x
        return np.where(x > 0, x, self.slope * x)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad * np.where(self._x > 0, 1.0, self.slope)


class Dropout(Layer):
    def __init__(self, rate: float, rng: np.random.Generator) -> None:
        self.keep = 1.0 - rate
        self.rng = rng

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        if not training:
            return x
        self._mask = (self.rng.random(x.shape) < self.keep) / self.keep
        return x * self._mask

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad * self._mask


class SoftmaxCrossEntropy:
    def forward(self, logits: np.ndarray, targets: np.ndarray) -> float:
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self._probs, self._targets = np.exp(log_probs), targets
        return float(-(targets * log_probs).sum() / len(targets))

    def backward(self) -> np.ndarray:
        return (self._probs - self._targets) / self._targets.shape[0]


class Adam:
    def __init__(self, params: List[Tuple[np.ndarray, np.ndarray]], lr: float = 0.01) -> None:
        self.params, self.lr = params, lr
        self.beta1, self.beta2, self.eps = 0.9, 0.999, 1e-8
        self.m = [np.zeros_like(p) for p, _ in params]
        self.v = [np.zeros_like(p) for p, _ in params]
        self.t = 0

    def step(self) -> None:
        self.t += 1
        for i, (param, grad) in enumerate(self.params):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * grad
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * grad ** 2
            m_hat = self.m[i] / (1 - self.beta1 ** self.t)
            v_hat = self.v[i] / (1 - self.beta2 ** self.t)
            param -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class Network:
    def __init__(self, layers: List[Layer]) -> None:
        self.layers = layers

    def forward(self, x: np.ndarray, training: bool = False) -> np.ndarray:
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, grad: np.ndarray) -> None:
        for layer in reversed(self.layers):
            grad = layer.backward(grad)


def main() -> None:
    rng = np.random.default_rng(2024)
    centers = np.array([[1.2, 1.0], [-1.0, 1.1], [-1.1, -1.0], [1.0, -1.2]])
    labels = rng.integers(0, 4, 240)
    x = centers[labels] + rng.normal(0, 0.6, (240, 2))
    onehot = np.eye(4)[labels]
    net = Network([Dense(2, 20, rng), LeakyReLU(), Dropout(0.2, rng),
                   Dense(20, 12, rng), LeakyReLU(), Dense(12, 4, rng)])
    criterion = SoftmaxCrossEntropy()
    optimizer = Adam([p for layer in net.layers for p in layer.parameters()], lr=0.01)
    for epoch in range(30):
        order = rng.permutation(180)
        for start in range(0, 180, 25):
            batch = order[start:start + 25]
            criterion.forward(net.forward(x[batch], training=True), onehot[batch])
            net.backward(criterion.backward())
            optimizer.step()
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}: train loss {criterion.forward(net.forward(x[:180]), onehot[:180]):.5f}")
    test_logits = net.forward(x[180:])
    print(f"test loss {criterion.forward(test_logits, onehot[180:]):.5f}")
    print(f"test accuracy {np.mean(test_logits.argmax(axis=1) == labels[180:]):.4f}")


if __name__ == "__main__":
    main()
