package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.handrolled.Agreement;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.Tutorial;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recorder.py}, as a network in Python uses it. */
@Tag(Python.TAG)
class RecorderScriptTests {
    static final String EVERYTHING = """
            inputs: 2
            layers:
              - dense: { units: 3, activation: tanh, dropout: { drop_probability: 0.3 } }
              - dense: { units: 2, activation: softmax, dropout: { drop_probability: 0.5 } }
            init: { uniform: { low: -1, high: 1 } }
            loss: categorical_cross_entropy
            reduction: mean
            training:
              optimizer: { momentum: { learning_rate: 0.37, momentum: 0.8 } }
              batch_size: 2
              epochs: 3
              shuffle: true
            data:
              inputs: [[0, 1], [1, 0], [2, 1], [1, 2], [3, 3]]
              targets: [[0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]
              weights: [1, 2, 3, 4, 5]
            """;

    /** With all that is handed over: masks, weights, order, rates. */
    private static final String NETWORK = """
            import numpy as np
            from recorder import Recorder, experiment

            given = experiment()
            assert (given.loss, given.reduction) == ("categorical_cross_entropy", "mean")
            assert (given.optimizer, given.activations) == ("momentum", ["tanh", "softmax"])
            W1, W2 = given.W
            b1, b2 = given.b
            V = [0, 0, 0, 0]
            rec = Recorder("elsewhere.npz")
            for x, y in given.batches():
                n = len(x)
                m1, m2 = (given.masks[l] / (1 - given.drop_probability[l]) for l in (1, 2))
                z1 = (x * m1).dot(W1) + b1
                a1 = np.tanh(z1)
                z2 = (a1 * m2).dot(W2) + b2
                e = np.exp(z2)
                a2 = e / e.sum(axis=1, keepdims=True)
                w = given.weights[given.rows]
                loss = -(w * y * np.log(np.clip(a2, 1e-10, 1 - 1e-10))).sum() / n
                d2 = w * (a2 - y)
                d1 = d2.dot(W2.T) * m2 * (1 - a1 ** 2)
                g = [(x * m1).T.dot(d1) / n, (a1 * m2).T.dot(d2) / n, d1.sum(axis=0) / n, d2.sum(axis=0) / n]
                V = [given.momentum * v - given.learning_rate * s for v, s in zip(V, g)]
                for p, v in zip((W1, W2, b1, b2), V):
                    p += v
                rec.step(loss=loss, Z=[z1, z2], A=[a1, a2], dZ=[d1, d2], dW=g[:2], db=g[2:],
                         uW=[-V[0], -V[1]], ub=[-V[2], -V[3]], W=[W1, W2], b=[b1, b2])
            rec.save()
            """;

    @TempDir
    Path directory;

    private String failure(String script) throws IOException, InterruptedException {
        Subject subject = Python.network(directory, script);
        return assertThrows(SubjectFailedException.class, () -> subject.start(Experiment.of(Tutorial.threeLayer(5, 2))))
                .getMessage();
    }

    @Test
    void everythingThatIsHandedOverIsEnoughToAgree() throws IOException, InterruptedException {
        Experiment experiment =
                Experiment.of(YamlReader.read(EVERYTHING, "network.yaml").spec());
        Agreement.requireOf(Python.network(directory, NETWORK), experiment, 19);
        assertFalse(Files.exists(directory.resolve("elsewhere.npz")));
    }

    /** A long recording takes no more memory than a short one. */
    @Test
    void whatIsTooMuchForTheMemoryIsKeptInFiles() throws IOException, InterruptedException {
        Experiment experiment =
                Experiment.of(YamlReader.read(EVERYTHING, "network.yaml").spec());
        String sparing = "import recorder\nrecorder.MOST_IN_MEMORY = 500\n" + NETWORK
                + "assert rec.kept[\"W1\"].file is not None and not rec.kept[\"W1\"].arrays[2:]\n";
        Agreement.requireOf(Python.network(directory, sparing), experiment, 19);
    }

    /** The batches in a list, and the recording after the loop: a step belongs to the batch of the same number. */
    @Test
    void aRecordingAfterTheLoopAgreesToo() throws IOException, InterruptedException {
        Experiment experiment =
                Experiment.of(YamlReader.read(EVERYTHING, "network.yaml").spec());
        String late = NETWORK.replace(
                        "for x, y in given.batches():",
                        "steps = []\nfor batch in [each for each in given.batches()]:\n    x, y = batch")
                .replace("given.masks[l]", "batch.masks[l]")
                .replace("given.weights[given.rows]", "given.weights[batch.rows]")
                .replace("rec.step(", "steps.append(copy.deepcopy(dict(")
                .replace("b=[b1, b2])", "b=[b1, b2])))")
                .replace("rec.save()", "[rec.step(**step) for step in steps]\nrec.save()");
        Agreement.requireOf(Python.network(directory, "import copy\n" + late), experiment, 19);
    }

    /** The last batch of an epoch has one example, and the others have as many as a layer has units. */
    @Test
    void examplesInColumnsOfAListOfBatchesAreRows() throws IOException, InterruptedException {
        Experiment experiment =
                Experiment.of(YamlReader.read(EVERYTHING.replaceAll(", dropout: .*} }", " }"), "network.yaml")
                        .spec());
        String columns = NETWORK.replace(
                        "for x, y in given.batches():", "for batch in list(given.batches()):\n    x, y = batch")
                .replaceAll("m1, m2 = .*", "m1, m2 = 1, 1")
                .replace("given.weights[given.rows]", "given.weights[batch.rows]")
                .replaceAll("([ZA]|dZ)=\\[(\\w+), (\\w+)\\]", "$1=[$2.T, $3.T]");
        Agreement.requireOf(Python.network(directory, columns), experiment, 19);
    }

    @Test
    void anArrayThatChangesItsKindKeepsItsNumbers() throws IOException, InterruptedException {
        String script = """
                import numpy as np
                import recorder
                recorder.MOST_IN_MEMORY = 100
                rec = recorder.Recorder()
                for i in range(9):
                    rec.step(W=[np.full((3, 5), i + 0.1, np.float32 if i < 5 else np.float64)], loss=i if i < 4 else 0.5)
                with np.load(rec.save()) as made:
                    assert made["W1"].shape == (9, 3, 5) and made["W1"].dtype == np.float64
                    right = [np.float32(i + 0.1) if i < 5 else i + 0.1 for i in range(9)]
                    assert made["W1"][:, 2, 4].tolist() == right, made["W1"][:, 2, 4]
                    assert made["loss"].tolist() == [0, 1, 2, 3, 0.5, 0.5, 0.5, 0.5, 0.5]
                rec.step(W=[np.ones((5, 3))])
                """;
        assertTrue(failure(script)
                .contains(
                        "W1 has shape (5, 3) in step 9, and another shape before: a tensor must have the same shape"));
    }

    @Test
    void theFaultOfAScriptIsShown() throws IOException, InterruptedException {
        String text = failure("x = [1]\nprint(x[1])\n");
        assertTrue(text.contains("net.py\", line 2, in <module>"), text);
        assertTrue(text.endsWith("IndexError: list index out of range"), text);
    }

    @Test
    void whatIsHandedOverWronglyIsToldWithItsName() throws IOException, InterruptedException {
        String head = "from recorder import Recorder\nrec = Recorder()\n";
        assertTrue(failure(head + "rec.step(w=[1])").contains("step() has no argument w; did you mean W?"));
        assertTrue(failure(head + "rec.step(masks=[1])").contains("step() has no argument masks. Allowed: Z, A"));
        assertTrue(failure(head + "rec.step(W=1)").contains("W must be a list with one array for every layer"));
        assertTrue(failure(head + "rec.step(W=[1])\nrec.step()\nrec.save()")
                .contains("W1 was recorded in 1 of 2 steps: record it in every step"));
        assertTrue(failure(head + "rec.save()").contains("nothing was recorded: call step(...)"));
    }

    @Test
    void whatTheExperimentDoesNotHaveIsToldWithItsName() throws IOException, InterruptedException {
        String head = "from recorder import Recorder, experiment\ngiven = experiment()\n";
        assertTrue(
                failure(head + "Recorder().step(A=[1] * 9)").contains("A has 9 arrays, but the network has 2 layers"));
        assertTrue(failure(head + "next(given.batches()).masks[2]")
                .contains("no dropout at the input of layer 2; layers with dropout: none"));
    }

    @Test
    void withoutPlumblineThereIsNoExperimentAndTheFileIsOnesOwn() throws IOException, InterruptedException {
        Python.require();
        Files.writeString(directory.resolve("recorder.py"), RecorderScript.PYTHON.text());
        Process process = new ProcessBuilder(
                        "python3",
                        "-B",
                        "-c",
                        "import recorder; assert recorder.experiment() is None; r = recorder.Recorder('mine');"
                                + " r.step(W=[[[1.0]]]); print(r.save())")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        assertEquals("mine.npz", new String(process.getInputStream().readAllBytes()).strip());
        assertTrue(Files.exists(directory.resolve("mine.npz")));
    }
}
