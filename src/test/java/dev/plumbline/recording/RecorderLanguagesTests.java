package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorders for JavaScript and Java hand over the experiment as it is, and refuse what is wrong at once. */
class RecorderLanguagesTests {
    private static final String WEIGHTS_IN_ONE_STEP = "W1 was recorded in 1 of 2 steps: record it in every step";

    @TempDir
    private Path directory;

    private final List<String> printed = new ArrayList<>();
    private final Experiment experiment = Experiment.of(
            YamlReader.read(RecorderScriptTests.EVERYTHING, "network.yaml").spec());

    /** The examples, the masks and the weights of each batch, and what the layers have. */
    private String handedOver() {
        List<String> lines = new ArrayList<>();
        for (Batch batch : experiment.batches()) {
            Matrix weights = batch.weights().orElseThrow();
            lines.add(text(
                    batch.inputs(),
                    batch.targets(),
                    weights.T(),
                    batch.mask(1).orElseThrow(),
                    batch.mask(2).orElseThrow()));
        }
        lines.add("0.37 0.8 0.3 0.5 tanh softmax categorical_cross_entropy mean momentum");
        return String.join("\n", lines).replace(".0", "");
    }

    private static String text(Matrix... arrays) {
        StringBuilder text = new StringBuilder();
        for (Matrix array : arrays) {
            text.append(Arrays.toString(array.toRowMajor()));
        }
        return text.toString().replaceAll("[\\[\\], ]+", " ").strip();
    }

    private void check(Subject subject, String failure) {
        String message = assertThrows(SubjectFailedException.class, () -> subject.start(experiment))
                .getMessage();
        assertTrue((message + printed).contains(failure), () -> message + printed);
    }

    private String printed() {
        List<String> lines = printed.subList(0, 10);
        return String.join("\n", lines).replace(".0", "");
    }

    @Test
    @Tag(Languages.TAG)
    void javaScript() throws IOException {
        String head = "const { Recorder, experiment } = require('./recorder.js');\nconst given = experiment();\n";
        check(Languages.javaScript(directory, head + """
                for (const { 0: X, 1: y, rows, masks } of given.batches()) {
                  const weights = rows.map((row) => given.weights[row]);
                  console.log([X, y, weights, masks[1], masks[2]].flat(3).join(" "));
                }
                console.log(given.learning_rate, given.momentum, given.drop_probability[1], given.drop_probability[2],
                  ...given.activations, given.loss, given.reduction, given.optimizer);
                const rec = new Recorder();
                rec.step({ W: given.W, b: given.b, loss: NaN });
                rec.step({ Z: [[new Float64Array(3), new Float64Array(3)]], loss: 1 });
                """, printed::add), "Z1 was recorded in 0 of 1 steps");
        assertEquals(handedOver(), printed());
        check(
                Languages.javaScript(
                        directory,
                        head + "const rec = new Recorder();\nrec.step({ W: given.W });\nrec.step({});\nrec.save();\n",
                        printed::add),
                WEIGHTS_IN_ONE_STEP);
        check(
                Languages.javaScript(directory, head + "new Recorder().step({ w: given.W });\n", printed::add),
                "step() has no tensor w. Allowed: Z, A, dZ");
    }

    @Test
    void java() throws IOException {
        String program = """
                import java.util.Arrays;
                public class Net {
                    public static void main(String[] arguments) {
                        Recorder.Experiment given = Recorder.experiment();
                        for (Recorder.Batch batch : given.batches()) {
                            double[] weights = Arrays.stream(batch.rows).mapToDouble(row -> given.weights[row]).toArray();
                            Object[] all = {batch.X, batch.y, weights, batch.masks.get(1), batch.masks.get(2)};
                            System.out.println(Arrays.deepToString(all).replaceAll("[\\\\[\\\\], ]+", " ").strip());
                        }
                        System.out.println(given.learningRate + " " + given.momentum + " " + given.dropProbability.get(1) + " "
                                + given.dropProbability.get(2) + " " + String.join(" ", given.activations) + " " + given.loss
                                + " " + given.reduction + " " + given.optimizer);
                        Recorder rec = new Recorder();
                        rec.W(given.W).b(given.b).loss(Double.NaN).step();
                        STEP
                    }
                }
                """;
        check(
                Languages.java(directory, program.replace("STEP", "rec.loss(1).step(); rec.save();"), printed::add),
                WEIGHTS_IN_ONE_STEP);
        assertEquals(handedOver(), printed());
    }
}
