package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that the text of a script shows, each beside texts that are like it and right. */
class MistakesInTextTests {
    private static final String FIND = """
            import json, sys
            from around import KINDS, mistakes
            from sources import Source
            def show(text):
                lines = text.split("\\n")
                for each in mistakes(Source(text)):
                    assert each.kind.split()[0] in KINDS
                    print(each.kind.split()[0], each.line)
                    print(*[line.strip() for line in each.mends[0].split("\\n") if line not in lines] if each.mends else [], sep="; ")
            text, *right_ones = json.load(sys.stdin)
            show(text)
            for old, new in zip(right_ones[::2], right_ones[1::2]):
                print("right:", new)
                show(text.replace(old, new))
            """;

    /** The first mistake of a text; and nothing of the texts with a part that is replaced. */
    private static void assertFinds(String expected, String text, String... rightOnes)
            throws IOException, InterruptedException {
        JsonArray input = new JsonArray();
        input.add(text);
        StringBuilder all = new StringBuilder(expected);
        for (int i = 0; i < rightOnes.length; i += 2) {
            input.add(rightOnes[i]);
            input.add(rightOnes[i + 1]);
            all.append("right: ").append(rightOnes[i + 1]).append('\n');
        }
        assertEquals(all.toString(), ScriptModules.run(FIND, input.toString(), List.of()));
    }

    @Test
    void findsARateThatIsMadeOfTheDecayedOne() throws IOException, InterruptedException {
        assertFinds(
                """
                decayed 3
                lr = start / (1 + 0.1 * epoch)
                """,
                """
                lr = start
                for epoch in range(9):
                    lr = lr / (1 + 0.1 * epoch)
                    w -= lr * g
                """,
                "lr / (1 + 0.1 * epoch)",
                "start / (1 + 0.1 * epoch)",
                "lr / (1 + 0.1 * epoch)",
                "lr * 0.99",
                "lr / (1 + 0.1 * epoch)",
                "lr * 0.1 if epoch == 5 else lr",
                "    lr = lr",
                "    lr = start\n    lr = lr");
        assertFinds(
                """
                decayed 5
                rate = falling(rate0, epoch)
                """,
                """
                def falling(rate, epoch):
                    return rate / (1 + epoch)
                rate0 = 0.1
                for epoch in range(9):
                    rate = falling(rate, epoch)
                """,
                "    return rate / (1 + epoch)",
                "    return rate / 2 if epoch in (3, 6) else rate",
                "falling(rate,",
                "falling(rate0,");
    }

    @Test
    void findsWhatEachEpochSetsBack() throws IOException, InterruptedException {
        assertFinds(
                """
                restarted 3
                t = 0
                """,
                """
                m = 0
                for epoch in range(9):
                    t = 0
                    for x in xs:
                        t += 1
                        m = beta1 * m + (1 - beta1) * g
                        w -= 0.1 * m / (1 - beta1 ** t)
                """,
                "    t = 0",
                "    wrong = 0",
                "beta1 ** t",
                "beta1",
                "    t = 0",
                "    w = np.random.randn(3)\n    t = 0");
        assertFinds("""
                restarted 2
                v = np.zeros(3)
                """, """
                for epoch in range(9):
                    v = np.zeros(3)
                    for x in xs:
                        v = mu * v + g
                        w -= v
                """, "mu * v + g", "v + g", "    for x", "    w = rng.normal(size=3)\n    for x");
    }

    @Test
    void findsANumberOfEpochsThatIsNeverSetBack() throws IOException, InterruptedException {
        assertFinds("""
                waiting 4
                wait = 0
                """, """
                wait = 0
                for epoch in range(9):
                    if loss < best:
                        best = loss
                    else:
                        wait += 1
                    if wait > 3:
                        break
                """, "best = loss", "best, wait = loss, 0", "        break", "        print(wait)");
    }

    @Test
    void findsAnElementThatIsNotChanged() throws IOException, InterruptedException {
        assertFinds(
                """
                rebound 2
                g *= scale
                """,
                """
                for g in grads:
                    g = g * scale
                print(grads)
                """,
                "print(grads)",
                "print(g)",
                "g = g * scale",
                "g *= scale",
                "g = g * scale",
                "g = g * scale; total += g.sum()");
    }

    @Test
    void findsBatchesAndScalesThatDoNotFit() throws IOException, InterruptedException {
        assertFinds("""
                gaps 2
                batch = data[k:k + size]
                """, """
                for k in range(0, n, size):
                    batch = data[k:k + size - 1]
                """, "size - 1", "size", "n, size", "n, size - 1");
        assertFinds("""
                rescaled 2
                out = net(x) * std + mean
                """, """
                t = (y - mean) / std
                out = (net(x) + mean) * std
                """, "(net(x) + mean) * std", "net(x) * std + mean", "(net(x) + mean)", "(net(x) + shift)");
    }

    @Test
    void findsColumnsWhereOneNumberOfEachRowIsMeant() throws IOException, InterruptedException {
        assertFinds(
                """
                columns 3
                d[np.arange(len(d)), y] -= 1
                """,
                """
                loss = -np.log(p[np.arange(n), y]).mean()
                d = p.copy()
                d[:, y] -= 1
                """,
                "d[:, y] -= 1",
                "d[np.arange(n), y] -= 1",
                "p[np.arange(n), y]",
                "p[0, y]",
                "d[:, y] -= 1",
                "d[:, 0] -= 1");
    }

    @Test
    void findsTargetsThatStayInTheirOrder() throws IOException, InterruptedException {
        assertFinds(
                """
                unpaired 2
                y = y[order]
                """,
                """
                order = rng.permutation(len(X))
                X = X[order]
                train, targets = X[:80], y[:80]
                test, held = X[80:], y[80:]
                """,
                "train,",
                "y = y[order]\ntrain,",
                "test, held = X[80:], y[80:]",
                "test, held = X[80:], y[:20]",
                "y[:80]",
                "labels",
                "permutation(len(X))",
                "argsort(X)");
    }

    @Test
    void findsADecayForEachBatchOfAnEpoch() throws IOException, InterruptedException {
        assertFinds("""
                hurried 4
                if epoch % 5 == 0:; lr *= 0.5
                """, """
                for epoch in range(20):
                    for k in range(9):
                        w -= lr * g(k)
                        if epoch % 5 == 0:
                            lr *= 0.5
                """, "epoch % 5", "k % 5", "lr *= 0.5", "lr = 0.1 / epoch", "for k in", "for lr in");
    }

    @Test
    void findsASumThatNoEpochSetsBack() throws IOException, InterruptedException {
        assertFinds(
                """
                summed 1
                error = 0.0
                """,
                """
                error = 0.0
                for epoch in range(20):
                    for x in xs:
                        error += loss(x)
                    print(error / 9)
                """,
                "error / 9",
                "epoch",
                "error / 9)",
                "error); error = 0.0",
                "print(error / 9)",
                "count += 1; print(error / count)",
                "error += loss(x)",
                "error += loss(x); print(error)");
    }

    @Test
    void findsTestsThatAreStandardizedByThemselves() throws IOException, InterruptedException {
        assertFinds("""
                standardized 2
                X_test = (X_test - mu) / sd
                """, """
                mu, sd = X_train.mean(0), X_train.std(0); X_train = (X_train - mu) / sd
                X_test = (X_test - X_test.mean(0)) / (X_test.std(0) + 1e-8)
                """, "X_test", "y_train", "X_test.mean(0)", "mu", "X_train = (X_train", "X_train = (y_train");
        assertFinds("""
                standardized 2
                train_mean = np.mean(X, axis=0); train_std = np.std(X, axis=0); X = (X - train_mean) / train_std; Xt = (X_val - train_mean) / train_std
                """, """
                X = (X - np.mean(X, axis=0)) / np.std(X, axis=0)
                Xt = (X_val - np.mean(X_val, axis=0)) / np.std(X_val, axis=0)
                """);
    }

    @Test
    void findsTargetsThatKeepTheClassesOfEarlierExamples() throws IOException, InterruptedException {
        assertFinds(
                """
                uncleared 3
                expected = 3 * [0]
                """,
                """
                expected = 3 * [0]
                for row in rows:
                    expected[row[-1]] = 1
                    learn(row, expected)
                """,
                "= 1",
                "= 1; expected[row[-2]] = 0",
                "learn(row, expected)",
                "learn(row); expected[row[-1]] = 0",
                "learn(row, expected)",
                "print(sum(expected))",
                "expected",
                "visited",
                "row[-1]",
                "0");
    }

    @Test
    void findsACosineThatGoesToOne() throws IOException, InterruptedException {
        assertFinds(
                """
                cosine 1
                lr = 0.5 * start * (1 + np.cos(np.pi * epoch / epochs))
                """,
                "lr = 0.5 * start * (1 + np.cos(epoch / epochs))\n",
                "(epoch",
                "(np.pi * epoch",
                "(epoch",
                "(3.14159 * epoch",
                "epoch / epochs",
                "angle",
                "epoch /",
                "2 * epoch /",
                "lr = 0.5 * start",
                "x = 0.5 * width",
                "1 +",
                "2 *");
    }

    @Test
    void findsARateThatFallsInAllStepsButEachHundredth() throws IOException, InterruptedException {
        assertFinds("""
                remainder 2
                if step % 100 == 0:
                """, """
                for step in range(900):
                    if step % 100:
                        lr *= 0.5
                """, "% 100", "% 100 == 0", "lr *=", "count *=", "% 100", "> 100", "lr *= 0.5", "lr = 0.5");
    }

    @Test
    void findsAWholeQuotientInARate() throws IOException, InterruptedException {
        assertFinds("""
                quotient 2
                lr = 0.1 * (1 - step / steps)
                """, """
                for step in range(steps):
                    lr = 0.1 * (1 - step // steps)
                """, "// steps", "// 100", "lr = 0.1", "row = 0.1", "//", "/");
    }

    @Test
    void findsACosineOfWholeHalfTurns() throws IOException, InterruptedException {
        assertFinds(
                """
                turn 2
                lr = 0.05 * (1 + np.cos(np.pi * (step - warm) / (steps - warm)))
                """,
                """
                for step in range(steps):
                    lr = 0.05 * (1 + np.cos(np.pi * (step - warm)))
                """,
                "np.pi *",
                "np.pi / steps *",
                "lr = 0.05",
                "row = 0.05",
                "step - warm",
                "0.1 * step",
                "step - warm",
                "x - warm");
    }

    @Test
    void findsARateThatIsMultipliedByAllPowersAgain() throws IOException, InterruptedException {
        assertFinds(
                """
                compounded 2
                self.lr *= gamma if epoch > 0 and epoch % 20 == 0 else 1
                """,
                """
                def step(self, epoch):
                    self.lr *= gamma ** (epoch // 20)
                """, "self.lr *=", "self.lr = start *", "gamma ** (epoch // 20)", "gamma", "self.lr *=", "self.x *=");
    }

    @Test
    void findsADecayOfEpochsInTheLoopOverBatches() throws IOException, InterruptedException {
        assertFinds("""
                hurried 4
                eta *= epoch_decay
                """, """
                for epoch in range(9):
                    for batch in batches:
                        train(batch, eta)
                        eta *= epoch_decay
                """, "epoch_decay", "decay", "        eta *=", "    eta *=", "eta *=", "x *=");
    }

    @Test
    void findsASizeThatNoDecayOfWeightsReads() throws IOException, InterruptedException {
        assertFinds("""
                size 2
                self.w = (1 - eta * (lmbda / n)) * self.w - eta / len(batch) * g
                """, """
                def update(self, batch, eta, lmbda, n):
                    self.w = (1 - eta * (lmbda / len(batch))) * self.w - eta / len(batch) * g
                """, "lmbda / len(batch)", "lmbda / n", ", n)", ")", "lmbda / len(batch)", "rho / len(batch)");
        assertFinds("""
                size 2
                self.w = (1 - eta * (lmbda / n)) * self.w - eta / len(batch) * g
                """, """
                def update(self, batch, eta, lmbda, n):
                    self.w = (1 - eta * lmbda) * self.w - eta / len(batch) * g
                """, "len(batch)", "n");
    }

    @Test
    void findsAnOptimizerThatIsMadeAnewInALoop() throws IOException, InterruptedException {
        assertFinds(
                """
                anew 9
                optimizer = Momentum(net, 0.1); scheduler = StepDecay(optimizer, 20)
                """,
                """
                class Momentum:
                    def __init__(self, net, lr, beta=0.9):
                        self.beta, self.net = beta, net
                        self.velocity = {}
                    def step(self):
                        self.velocity[0] = self.beta * self.velocity.get(0, 0) - lr * g
                net = Net()
                for epoch in range(9):
                    optimizer = Momentum(net, 0.1)
                    scheduler = StepDecay(optimizer, 20)
                    for batch in batches:
                        optimizer.step()
                """,
                "    optimizer = M",
                "    net = Net()\n    optimizer = M",
                "self.beta * self.velocity.get(0, 0)",
                "0",
                "optimizer.step()",
                "optimizer.show()");
    }

    @Test
    void findsWhatAFunctionReturnsAndNothingKeeps() throws IOException, InterruptedException {
        String clip = """
                def clip(grads, limit):
                    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
                    return [g * min(1, limit / norm) for g in grads]
                clip(grads, 5)
                """;
        assertFinds(
                """
                dropped 4
                grads = clip(grads, 5)
                """,
                clip,
                "    return [",
                "    for g in grads:\n        g *= 2\n    return [",
                "\nclip(",
                "\ngrads = clip(",
                "    return [",
                "    grads[:] = [");
        assertFinds("""
                dropped 4
                grads, _ = clip(grads, 5)
                """, clip.replace("for g in grads]", "for g in grads], norm"));
        assertFinds(
                """
                dropped 2
                np.clip(g, -5, 5, out=g)
                """,
                """
                for g in (dW, db):
                    np.clip(g, -5, 5)
                """,
                "np.clip(g, -5, 5)",
                "np.clip(g, -5, 5, out=g)",
                "np.clip(g, -5, 5)",
                "show(np.clip(g, -5, 5))");
    }

    @Test
    void findsBatchesThatBeginOneExampleApart() throws IOException, InterruptedException {
        assertFinds(
                """
                overlapping 2
                rows = order[i * size:(i + 1) * size]
                """, """
                for i in range(n // size):
                    rows = order[i:i + size]
                """, "n // size", "0, n, size", "n // size", "n - size", "i:i + size", "i * size:(i + 1) * size");
    }

    @Test
    void findsALimitThatMakesGradientsLarger() throws IOException, InterruptedException {
        assertFinds(
                """
                clipped 1
                scale = min(1.0, max_norm / (norm + 1e-6))
                """,
                "scale = max(1.0, max_norm / (norm + 1e-6))\n",
                "max(1",
                "min(1",
                "max_norm / (norm + 1e-6)",
                "norm / max_norm",
                "1.0, max_norm / (norm + 1e-6)",
                "norm, max_norm");
    }

    @Test
    void findsGeneratorsThatBeginAgain() throws IOException, InterruptedException {
        assertFinds(
                """
                reseeded 2
                rng = np.random.default_rng(1)
                """,
                """
                for step in range(100):
                    rng = np.random.default_rng(1)
                    rows = rng.integers(0, 90, 10)
                    train(X[rows])
                """,
                "(1)",
                "(step)",
                "train(X[rows])",
                "net = Network(rng); train(X[rows])",
                "rng.integers(0, 90, 10)",
                "slice(step)");
    }

    @Test
    void findsObjectsThatAreCopiedWithoutWhatTheyHold() throws IOException, InterruptedException {
        assertFinds(
                """
                kept 5
                best, loss = copy.deepcopy(net), now
                """,
                """
                import copy
                def step(net):
                    net.W[0] -= rate * dW
                if now < loss:
                    best, loss = copy.copy(net), now
                """,
                "copy.copy",
                "copy.deepcopy",
                "best, loss",
                "other, loss",
                "net.W[0] -= rate * dW",
                "net.W = net.W - rate * dW");
    }

    @Test
    void findsAVelocityThatNothingReads() throws IOException, InterruptedException {
        assertFinds(
                """
                idle 2
                p[k] -= lr * v[k]
                """,
                """
                for k in p:
                    v[k] = mu * v[k] + g[k]
                    p[k] -= lr * g[k]
                """,
                "lr * g[k]",
                "lr * v[k]",
                "    p[k] -= lr * g[k]",
                "    p[k] -= lr * g[k]\n    show(v)",
                "mu * v[k]",
                "v[k]",
                "p[k] -= lr * g[k]",
                "history = g[k]",
                "p[k] -= lr * g[k]",
                "history = g[k]");
    }

    @Test
    void findsANumberOfStepsThatCountsWeights() throws IOException, InterruptedException {
        assertFinds("""
                counted 3
                t += 1
                """, """
                t = 0
                for p, g, m in zip(params, grads, means):
                    t += 1
                    m[...] = beta1 * m + (1 - beta1) * g
                    p -= lr * m / (1 - beta1 ** t)
                """, "zip(params, grads, means)", "batches()", "** t", "** step");
        assertFinds("""
                counted 5
                t += 1
                """, """
                t = 0
                for x, y in batches:
                    grads = gradients(x, y)
                    for p, g in zip(params, grads):
                        t += 1
                        p -= lr * g / (1 - 0.9 ** t)
                """);
    }

    @Test
    void findsABestNumberThatNeverChanges() throws IOException, InterruptedException {
        assertFinds(
                """
                best 4
                min_loss = loss
                """,
                """
                min_loss = np.inf
                for epoch in range(90):
                    loss = train()
                    if loss < min_loss:
                        waiting = 0
                """,
                "waiting = 0",
                "min_loss, waiting = loss, 0",
                "loss < min_loss",
                "loss < least",
                "np.inf",
                "1e-3",
                "waiting = 0",
                "waiting = 0; break");
    }

    @Test
    void findsBatchesThatEndWhereTheFirstOneDoes() throws IOException, InterruptedException {
        assertFinds("""
                ends 2
                rows = order[k:k + size]
                """, """
                for k in range(0, n, size):
                    rows = order[k:size]
                """, "0, n, size", "0, size, 2", "k:size", "k:n");
    }

    @Test
    void findsNoiseThatStaysInTheDataSet() throws IOException, InterruptedException {
        assertFinds(
                """
                noise 3
                x = X[rows] + 0.1 * rng.normal(size=(5, 2))
                """,
                """
                for k in range(90):
                    rows = rng.integers(0, n, 5)
                    X[rows] += 0.1 * rng.normal(size=(5, 2))
                    x = X[rows]
                """,
                "rng.normal(size=(5, 2))",
                "shift",
                "    rows = ",
                "    X = load(k)\n    rows = ",
                "x = X[rows]",
                "x = X");
    }
}
