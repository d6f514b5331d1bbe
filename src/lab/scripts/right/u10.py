# Rede neural simples para regressão, um exemplo por vez, com AdaGrad
import numpy as np

np.random.seed(99)


def elu(z, a=1.0):
    return np.where(z > 0, z, a * (np.exp(np.minimum(z, 0)) - 1))


def elu_derivada(z, a=1.0):
    return np.where(z > 0, 1.0, a * np.exp(np.minimum(z, 0)))


def criar_rede(entradas, ocultos, saidas):
    pesos = {
        'W1': np.random.normal(0, 1 / np.sqrt(entradas), (entradas, ocultos)),
        'b1': np.zeros(ocultos),
        'W2': np.random.normal(0, 1 / np.sqrt(ocultos), (ocultos, ocultos)),
        'b2': np.zeros(ocultos),
        'W3': np.random.normal(0, 1 / np.sqrt(ocultos), (ocultos, saidas)),
        'b3': np.zeros(saidas),
    }
    return pesos


def propagar(x, pesos):
    z1 = x @ pesos['W1'] + pesos['b1']
    a1 = elu(z1)
    z2 = a1 @ pesos['W2'] + pesos['b2']
    a2 = elu(z2)
    saida = a2 @ pesos['W3'] + pesos['b3']
    return saida, (z1, a1, z2, a2)


def erro_quadratico(saida, alvo):
    return np.mean((saida - alvo) ** 2)


def retropropagar(x, alvo, saida, cache, pesos):
    z1, a1, z2, a2 = cache
    grad = {}
    d_saida = 2 * (saida - alvo) / alvo.size
    grad['W3'] = np.outer(a2, d_saida)
    grad['b3'] = d_saida
    d_a2 = pesos['W3'] @ d_saida
    d_z2 = d_a2 * elu_derivada(z2)
    grad['W2'] = np.outer(a1, d_z2)
    grad['b2'] = d_z2
    d_a1 = pesos['W2'] @ d_z2
    d_z1 = d_a1 * elu_derivada(z1)
    grad['W1'] = np.outer(x, d_z1)
    grad['b1'] = d_z1
    return grad


def criar_adagrad(pesos, taxa):
    historico = {nome: np.zeros_like(p) for nome, p in pesos.items()}

    def atualizar(grad):
        for nome in pesos:
            historico[nome] += grad[nome] ** 2
            pesos[nome] -= taxa * grad[nome] / (np.sqrt(historico[nome]) + 1e-8)

    return atualizar


# dados: duas funções de duas variáveis
amostras = 200
entradas = np.random.uniform(-1, 1, (amostras, 2))
alvos = np.stack([
    np.sin(3 * entradas[:, 0]) * entradas[:, 1],
    np.abs(entradas[:, 0]) - entradas[:, 1] ** 2,
], axis=1)
treino_x, treino_y = entradas[:150], alvos[:150]
teste_x, teste_y = entradas[150:], alvos[150:]

pesos = criar_rede(2, 9, 2)
atualizar = criar_adagrad(pesos, 0.05)

for epoca in range(1, 25):
    soma_erro = 0.0
    for i in np.random.permutation(len(treino_x)):
        saida, cache = propagar(treino_x[i], pesos)
        soma_erro += erro_quadratico(saida, treino_y[i])
        grad = retropropagar(treino_x[i], treino_y[i], saida, cache, pesos)
        atualizar(grad)
    if epoca % 4 == 0:
        print(f'Época {epoca:3d} - erro médio {soma_erro / len(treino_x):.6f}')

saida, _ = propagar(teste_x, pesos)
print(f'Erro no teste: {erro_quadratico(saida, teste_y):.6f}')
