from math import exp
from random import seed, random

def matmul(A, B):
    C = [[0.0] * len(B[0]) for _ in range(len(A))]
    for i in range(len(A)):
        for j in range(len(B[0])):
            for k in range(len(B)):
                C[i][j] += A[i][k] * B[k][j]
    return C
def transpose(A): return [list(r) for r in zip(*A)]
def subtract(A, B): return [[a - b for a, b in zip(r, s)] for r, s in zip(A, B)]
def hadamard(A, B): return [[a * b for a, b in zip(r, s)] for r, s in zip(A, B)]
def scale(A, c): return [[c * a for a in r] for r in A]
def sigmoid(A): return [[1 / (1 + exp(-a)) for a in r] for r in A]
def slope(A): return [[a * (1 + a) for a in r] for r in A]
def add_bias(A, b): return [[a + c for a, c in zip(r, b)] for r in A]
def column_sums(A): return [sum(c) for c in zip(*A)]

seed(5)
X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
Y = [[0.0], [1.0], [1.0], [0.0]]
W1 = [[random() * 2 - 1 for _ in range(4)] for _ in range(2)]
B1 = [0.0] * 4
W2 = [[random() * 2 - 1] for _ in range(4)]
B2 = [0.0]
alpha = 0.9
for it in range(150):
    A1 = sigmoid(add_bias(matmul(X, W1), B1))
    A2 = sigmoid(add_bias(matmul(A1, W2), B2))
    E = subtract(A2, Y)
    D2 = hadamard(E, slope(A2))
    D1 = hadamard(matmul(D2, transpose(W2)), slope(A1))
    W2 = subtract(W2, scale(matmul(transpose(A1), D2), alpha))
    B2 = [b - alpha * g for b, g in zip(B2, column_sums(D2))]
    W1 = subtract(W1, scale(matmul(transpose(X), D1), alpha))
    B1 = [b - alpha * g for b, g in zip(B1, column_sums(D1))]
    if it % 30 == 0:
        print(it, sum(e[0] ** 2 for e in E) / 2)
