package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Span;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The places of written values, and the defaults. */
class SourceMapTests {
    private final SourceMap map = Example.valid().read().sourceMap();

    @Test
    void listsEveryPathWithItsLineOrAsADefault() {
        String listed = map.origins().stream()
                .map(origin -> origin.path() + " = " + origin.text().orElse("nothing") + ", "
                        + origin.line().map(line -> "line " + line).orElse("default"))
                .collect(Collectors.joining("\n"));

        assertEquals("""
                name = xor, line 1
                inputs = 2, line 2
                layers = [{ dense: { units: 4, activation: tanh } }, \
                { dense: { units: 1, activation: sigmoid, bias: false } }], line 3
                layers[0] = { dense: { units: 4, activation: tanh } }, line 4
                layers[0].units = 4, line 4
                layers[0].activation = tanh, line 4
                layers[0].bias = true, default
                layers[0].init = nothing, default
                layers[0].learning_rate = nothing, default
                layers[0].bias_init = 0, default
                layers[0].dropout = nothing, default
                layers[0].regularization = nothing, default
                layers[0].gradient_normalization = nothing, default
                layers[0].constraint = nothing, default
                layers[1] = { dense: { units: 1, activation: sigmoid, bias: false } }, line 5
                layers[1].units = 1, line 5
                layers[1].activation = sigmoid, line 5
                layers[1].bias = false, line 5
                layers[1].init = nothing, default
                layers[1].learning_rate = nothing, default
                layers[1].bias_init = 0, default
                layers[1].dropout = nothing, default
                layers[1].regularization = nothing, default
                layers[1].gradient_normalization = nothing, default
                layers[1].constraint = nothing, default
                init = { uniform: { low: -1, high: 1 } }, line 6
                init.low = -1, line 6
                init.high = 1, line 6
                seed = 7, line 7
                loss = half_squared_error, line 8
                reduction = mean, line 9
                precision = f64, default
                backend = cpu, default
                training = { optimizer: { sgd: { learning_rate: 0.5 } }, batch_size: 2, epochs: 100 }, line 10
                training.optimizer = { sgd: { learning_rate: 0.5 } }, line 11
                training.optimizer.learning_rate = 0.5, line 11
                training.optimizer.learning_rate.value = 0.5, line 11
                training.batch_size = 2, line 12
                training.batch_size.count = 2, line 12
                training.epochs = 100, line 13
                training.shuffle = false, default
                training.early_stopping = nothing, default
                training.class_weight = nothing, default
                training.distributed = nothing, default
                data = { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] }, line 14
                data.inputs = [[0, 0], [0, 1], [1, 0], [1, 1]], line 15
                data.targets = [[0], [1], [1], [0]], line 16
                data.weights = nothing, default
                prepare = nothing, default
                validation = nothing, default
                report = { every: 10 }, line 17
                report.every = 10, line 17
                report.metrics = [loss], default
                compare = {}, default
                compare.every = 1, default
                compare.every_element = false, default""", listed);
    }

    @Test
    void knowsThePlaceAndTheTextOfALine() {
        Annotation written = map.at("training.optimizer.learning_rate")
                .flatMap(Origin::written)
                .orElseThrow();

        assertEquals(new Annotation(new Span(11, 23, 11, 36), "optimizer: { sgd: { learning_rate: 0.5 } }"), written);
    }

    @Test
    void knowsNothingOfAPathThatThereIsNot() {
        assertEquals(Optional.empty(), map.at("layers[2].units"));
    }

    @Test
    void tellsAWordsDefaultsFromWhatIsWritten() {
        SourceMap archive = Example.valid()
                .with(
                        "data:\n  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]\n  targets: [[0], [1], [1], [0]]\n",
                        "data: { npz: { file: xor.npz } }\n")
                .read()
                .sourceMap();

        assertTrue(archive.at("data.file").orElseThrow().isWritten());
        assertEquals("targets", archive.at("data.targets").flatMap(Origin::text).orElseThrow());
        assertTrue(archive.at("data.targets").orElseThrow().written().isEmpty());
    }

    @Test
    void showsALaterProblemAtItsPlace() {
        assertEquals(
                """
                error[E020]: batches of 2 where there is 1 example
                   --> xor.yaml:12:15
                12 |   batch_size: 2
                   |               ^
                   = allowed here: at most 1, or `all`""",
                map.diagnostic(new Problem(
                                ErrorKind.OUT_OF_RANGE,
                                "training.batch_size",
                                "batches of 2 where there is 1 example",
                                "at most 1, or `all`"))
                        .toString());
    }

    @Test
    void showsAProblemOfATableAtItsNumber() {
        assertEquals(
                """
                error[E020]: too large
                   --> xor.yaml:15:24
                15 |   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
                   |                        ^""",
                map.diagnostic(new Problem(ErrorKind.OUT_OF_RANGE, "data.inputs[1][1]", "too large", ""))
                        .toString());
    }

    @Test
    void showsAProblemOfADefaultAtTheSectionAroundIt() {
        assertEquals(
                """
                error[E021]: not shuffled
                   --> xor.yaml:10:1
                10 | training:
                   | ^^^^^^^^""",
                map.diagnostic(new Problem(ErrorKind.NO_EFFECT, "training.shuffle", "not shuffled", ""))
                        .toString());
    }

    @Test
    void showsAProblemOfTheWholeFileWithoutALine() {
        assertEquals(
                """
                error[E084]: too much memory
                  --> xor.yaml""",
                map.diagnostic(new Problem(ErrorKind.TOO_LITTLE_MEMORY, "", "too much memory", ""))
                        .toString());
    }
}
