#!/usr/bin/env python3
# Stochastic gradient descent, one randomly chosen row per step.
import numpy as np

def softplus(z): return np.log(1 + np.exp(z))
def logistic(z): return 1 / (1 + np.exp(-z))

np.random.seed(77)
x_data = np.random.uniform(-2, 2, size=(80, 1))
y_data = 0.5 * x_data ** 2 - 0.5

w1 = np.random.normal(size=(1, 7))
b1 = np.random.normal(size=7)
w2 = np.random.normal(size=(7, 1)) * 0.3
b2 = np.zeros(1)
step_size = 0.03

def predict(x):
    return softplus(x @ w1 + b1) @ w2 + b2

print("before:", np.mean((predict(x_data) - y_data) ** 2))
for step in range(250):
    pick = np.random.randint(len(x_data))
    x, y = x_data[pick], y_data[pick]

    pre = x @ w1 + b1
    act = softplus(pre)
    guess = act @ w2 + b2

    # squared error of this one row, (guess - y)^2
    d_guess = 2 * (guess - y)
    d_w2 = np.outer(act, d_guess)
    d_act = w2 @ d_guess
    d_pre = d_act * logistic(pre)
    d_w1 = np.outer(x, d_pre)

    w2 -= step_size * d_w2
    b2 -= step_size * d_guess
    w1 -= step_size * d_w1
    b1 -= step_size * d_pre

    if step % 400 == 0:
        print("step", step, "mse on everything", np.mean((predict(x_data) - y_data) ** 2))
print("after:", np.mean((predict(x_data) - y_data) ** 2))
