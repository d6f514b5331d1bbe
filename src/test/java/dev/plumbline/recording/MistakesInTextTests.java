package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that the text of a script shows, each beside texts that are like it and right. */
class MistakesInTextTests {
    private static final String FIND = """
            import sys
            from around import mistakes
            from sources import Source
            text = sys.stdin.read()
            for each in mistakes(Source(text)):
                print(each.kind.split()[0], each.line)
                lines = text.split("\\n")
                print(*[line.strip() for line in each.mends[0].split("\\n") if line not in lines] if each.mends else [], sep="; ")
            """;

    private static void assertFinds(String expected, String text, String... rightOnes)
            throws IOException, InterruptedException {
        assertEquals(expected, ScriptModules.run(FIND, text, List.of()));
        for (int i = 0; i < rightOnes.length; i += 2) {
            String like = text.replace(rightOnes[i], rightOnes[i + 1]);
            assertEquals("", ScriptModules.run(FIND, like, List.of()), rightOnes[i + 1]);
        }
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
}
