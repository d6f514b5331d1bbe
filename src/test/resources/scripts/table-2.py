from pathlib import Path
import numpy as np


def main():
    table = np.genfromtxt(Path(__file__).with_name("data.csv"), delimiter=";")
    np.random.seed(53)
    np.random.shuffle(table)
    train, test = table[:48], table[48:]
    x_tr, y_tr = train[:, :2], train[:, 2:]
    x_te, y_te = test[:, :2], test[:, 2:]

    w_in = np.random.randn(2, 8) * 0.7
    b_in = np.zeros(8)
    w_out = np.random.randn(8, 1) * 0.3
    b_out = np.zeros(1)

    learning_rate = 0.05
    size = 12
    for epoch in range(62):
        for k in range(len(x_tr) // size):
            x = x_tr[k * size:(k + 1) * size]
            y = y_tr[k * size:(k + 1) * size]

            s = np.dot(x, w_in) + b_in
            # ELU
            e = np.where(s > 0, s, np.exp(s) - 1)
            yhat = np.dot(e, w_out) + b_out

            d = 2 * (yhat - y) / size
            back = np.dot(d, w_out.T) * np.where(s > 0, 1, np.exp(s))
            w_out -= learning_rate * np.dot(e.T, d)
            b_out -= learning_rate * d.sum(axis=0)
            w_in -= learning_rate * np.dot(x.T, back)
            b_in -= learning_rate * back.sum(axis=0)

        if epoch % 30 == 0:
            s = np.dot(x_te, w_in) + b_in
            p = np.dot(np.where(s > 0, s, np.exp(s) - 1), w_out) + b_out
            print(f"epoch {epoch}: test rmse {np.sqrt(np.mean((p - y_te) ** 2)):.4f}")


if __name__ == '__main__':
    main()
