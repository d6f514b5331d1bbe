"""Neural networks from scratch, part 4: the spiral.

In this post we train a small ReLU network with a softmax output on the
famous spiral data, using nothing but NumPy.
"""
import numpy as np

rng = np.random.default_rng(42)


def make_spiral(points_per_arm=70, arms=3):
    inputs, labels = [], []
    for arm in range(arms):
        radius = np.linspace(0.05, 1.0, points_per_arm)
        angle = np.linspace(arm * 4, (arm + 1) * 4, points_per_arm)
        angle = angle + rng.normal(0, 0.15, points_per_arm)
        inputs.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]))
        labels.append(np.full(points_per_arm, arm))
    return np.vstack(inputs), np.concatenate(labels)


def init_network(sizes):
    weights, biases = [], []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        weights.append(rng.normal(0, np.sqrt(2.0 / fan_in), (fan_in, fan_out)))
        biases.append(np.zeros(fan_out))
    return weights, biases


def softmax(logits):
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def forward(inputs, weights, biases):
    """Return the list of activations, the inputs being the first."""
    activations = [inputs]
    for i in range(len(weights)):
        z = activations[-1] @ weights[i] + biases[i]
        if i == len(weights) - 1:
            activations.append(softmax(z))
        else:
            activations.append(np.maximum(z, 0))
    return activations


def compute_loss(probs, labels, weights, reg):
    data_loss = -np.mean(np.log(probs[np.arange(len(labels)), labels] + 1e-12))
    reg_loss = 0.5 * reg * sum(np.sum(w ** 2) for w in weights)
    return data_loss + reg_loss


def backward(activations, labels, weights, reg):
    n = len(labels)
    grads_w = [None] * len(weights)
    grads_b = [None] * len(weights)
    delta = activations[-1].copy()
    delta[np.arange(n), labels] -= 1
    delta /= n
    for i in reversed(range(len(weights))):
        grads_w[i] = activations[i].T @ delta + reg * weights[i]
        grads_b[i] = delta.sum(axis=0)
        if i > 0:
            delta = (delta @ weights[i].T) * (activations[i] > 0)
    return grads_w, grads_b


def train(inputs, labels, weights, biases, epochs=120, batch_size=32,
          initial_rate=0.5, decay=0.01, reg=1e-3):
    for epoch in range(epochs):
        rate = initial_rate / (1 + decay * epoch)
        order = rng.permutation(len(inputs))
        correct = 0
        for start in range(0, len(inputs), batch_size):
            batch = order[start:start + batch_size]
            activations = forward(inputs[batch], weights, biases)
            grads_w, grads_b = backward(activations, labels[batch], weights, reg)
            for i in range(len(weights)):
                weights[i] -= rate * grads_w[i]
                biases[i] -= rate * grads_b[i]
            correct += np.sum(activations[-1].argmax(axis=1) == labels[batch])
        if epoch % 30 == 0 or epoch == epochs - 1:
            loss = compute_loss(forward(inputs, weights, biases)[-1], labels, weights, reg)
            print(f"epoch {epoch:3d}  loss {loss:.5f}  running accuracy {correct / len(inputs):.4f}")


if __name__ == "__main__":
    points, arms = make_spiral()
    weights, biases = init_network([2, 24, 16, 3])
    train(points, arms, weights, biases)
    probs = forward(points, weights, biases)[-1]
    print("final accuracy:", np.mean(probs.argmax(axis=1) == arms))
