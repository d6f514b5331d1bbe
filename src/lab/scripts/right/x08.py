from dataclasses import dataclass, field
import numpy as np

SLOPE = 0.1
CLIP = 0.5


@dataclass
class FCLayer:
    weight: np.ndarray
    bias: np.ndarray
    activated: bool = True
    x: np.ndarray = None
    z: np.ndarray = None
    grad_weight: np.ndarray = None
    grad_bias: np.ndarray = None
    cache: dict = field(default_factory=dict)

    def forward(self, x):
        self.x = x
        self.z = x @ self.weight.T + self.bias
        if not self.activated:
            return self.z
        return np.where(self.z > 0, self.z, SLOPE * self.z)

    def backward(self, upstream):
        if self.activated:
            upstream = upstream * np.where(self.z > 0, 1.0, SLOPE)
        self.grad_weight = upstream.T @ self.x
        self.grad_bias = upstream.sum(axis=0)
        return upstream @ self.weight

    def rmsprop(self, lr, rho=0.9, eps=1e-6):
        for name in ("weight", "bias"):
            grad = np.clip(getattr(self, "grad_" + name), -CLIP, CLIP)
            avg = self.cache.get(name, np.zeros_like(grad))
            avg = rho * avg + (1 - rho) * grad ** 2
            self.cache[name] = avg
            setattr(self, name, getattr(self, name) - lr * grad / (np.sqrt(avg) + eps))


def make_layer(gen, fan_in, fan_out, activated=True):
    w = gen.normal(scale=np.sqrt(2 / fan_in), size=(fan_out, fan_in))
    return FCLayer(w, np.zeros(fan_out), activated)


def mse(pred, target):
    diff = pred - target
    return np.mean(diff ** 2), 2 * diff / diff.size


def run():
    gen = np.random.default_rng(2024)
    inputs = gen.uniform(-2, 2, size=(70, 3))
    targets = np.column_stack([inputs[:, 0] * inputs[:, 1], np.abs(inputs[:, 2]) - inputs[:, 0]])

    layers = [make_layer(gen, 3, 10), make_layer(gen, 10, 6), make_layer(gen, 6, 2, activated=False)]
    batch = 16
    for epoch in range(31):
        perm = gen.permutation(len(inputs))
        inputs, targets = inputs[perm], targets[perm]
        running, seen = 0.0, 0
        for lo in range(0, len(inputs), batch):
            xb = inputs[lo:lo + batch]
            tb = targets[lo:lo + batch]
            out = xb
            for layer in layers:
                out = layer.forward(out)
            loss, grad = mse(out, tb)
            for layer in layers[::-1]:
                grad = layer.backward(grad)
            for layer in layers:
                layer.rmsprop(lr=0.01)
            running += loss * len(xb)
            seen += len(xb)
        if epoch % 6 == 0:
            print(f"[{epoch:02d}] mse={running / seen:.8f}")
    print("last biases:", layers[-1].bias)
    print("weight totals:", [float(np.round(layer.weight.sum(), 8)) for layer in layers])


run()
