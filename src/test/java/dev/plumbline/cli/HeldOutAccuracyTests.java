package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Trainer;
import dev.plumbline.yaml.YamlReader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks of real data do on held-out examples what their comments say. */
class HeldOutAccuracyTests {
    private static final Path CONFIGS = Path.of("configs");

    @ParameterizedTest
    @CsvSource({"iris, 120, 30, 29", "digits, 1438, 359, 349"})
    void namesAsManyHeldOutExamplesAsTheCommentsSay(String name, int training, int heldOut, int right) {
        NetworkSpec spec = YamlReader.read(CONFIGS.resolve(name + ".yaml")).spec();
        NetworkData data = NetworkData.read(spec, CONFIGS);
        Dataset validation = data.validation().orElseThrow();
        Experiment experiment =
                Experiment.of(spec, data.examples().inputs(), data.examples().targets());
        Matrix outputs = outputs(experiment, validation);

        assertEquals(training, data.examples().inputs().rows());
        assertEquals(heldOut, outputs.rows());
        assertEquals(right, countRight(outputs, validation.targets()));
        String comments = Console.config(name + ".yaml");
        assertTrue(comments.contains(" " + right + ", an accuracy of "), comments);
    }

    private static Matrix outputs(Experiment experiment, Dataset examples) {
        Trainer.Result trained = new Trainer(new ReferenceEngine()).run(experiment, new Trainer.Listener() {});
        try (Run run = new ReferenceEngine().start(experiment.startingFrom(trained.weights()))) {
            return run.evaluate(examples.inputs(), examples.targets(), examples.weights())
                    .outputs();
        }
    }

    private static int countRight(Matrix outputs, Matrix targets) {
        int right = 0;
        for (int row = 0; row < outputs.rows(); row++) {
            right += largest(outputs, row) == largest(targets, row) ? 1 : 0;
        }
        return right;
    }

    private static int largest(Matrix rows, int row) {
        int largest = 0;
        for (int column = 1; column < rows.columns(); column++) {
            largest = rows.get(row, column) > rows.get(row, largest) ? column : largest;
        }
        return largest;
    }
}
