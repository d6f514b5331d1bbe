# Predicts two outputs (comfort, cost) of a heating system, Adagrad
import numpy as np

Data = np.array([
    # Temp  Wind  Hour   Comfort Cost
    [0.10, 0.90, 0.20,   0.15, 0.80],
    [0.30, 0.70, 0.40,   0.35, 0.62],
    [0.50, 0.50, 0.10,   0.60, 0.45],
    [0.70, 0.20, 0.90,   0.85, 0.30],
    [0.90, 0.10, 0.60,   0.90, 0.12],
    [0.20, 0.40, 0.80,   0.40, 0.55],
    [0.60, 0.80, 0.30,   0.45, 0.60],
    [0.80, 0.60, 0.70,   0.70, 0.35],
    [0.40, 0.30, 0.50,   0.62, 0.40],
])
Inputs, Targets = Data[:, :3], Data[:, 3:]

np.random.seed(8)
WeightsA = np.random.normal(0, 0.6, (3, 5)); BiasA = np.zeros(5)
WeightsB = np.random.normal(0, 0.6, (5, 5)); BiasB = np.zeros(5)
WeightsC = np.random.normal(0, 0.6, (5, 2)); BiasC = np.zeros(2)
Parameters = [WeightsA, BiasA, WeightsB, BiasB, WeightsC, BiasC]
History = [np.zeros_like(Param) for Param in Parameters]

LearningRate = 0.1
Epsilon = 1e-7


def Sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def Softplus(Z):
    return np.log(1 + np.exp(Z))


def SoftplusPrime(Z):
    return Sigmoid(Z)


for Iteration in range(200):
    # Forward
    NetA = np.dot(Inputs, WeightsA) + BiasA
    OutA = Softplus(NetA)
    NetB = np.dot(OutA, WeightsB) + BiasB
    OutB = Softplus(NetB)
    NetC = np.dot(OutB, WeightsC) + BiasC
    OutC = Sigmoid(NetC)

    Error = OutC - Targets
    Loss = np.mean(Error ** 2)
    if Iteration % 40 == 0:
        print("Iteration", Iteration, "MSE", Loss)

    # Backward
    DeltaC = 2 * Error / Error.size * OutC * (1 - OutC)
    DeltaB = np.dot(DeltaC, WeightsC.T) * SoftplusPrime(NetB)
    DeltaA = np.dot(DeltaB, WeightsB.T) * SoftplusPrime(NetA)

    Gradients = [np.dot(Inputs.T, DeltaA), np.sum(DeltaA, axis=0),
                 np.dot(OutA.T, DeltaB), np.sum(DeltaB, axis=0),
                 np.dot(OutB.T, DeltaC), np.sum(DeltaC, axis=0)]

    # Adagrad
    for Param, Grad, Hist in zip(Parameters, Gradients, History):
        Hist += Grad ** 2
        Param -= LearningRate * Grad / (np.sqrt(Hist) + Epsilon)

print(np.round(OutC, 2))
