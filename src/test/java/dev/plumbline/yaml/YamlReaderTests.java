package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.DataSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meaning of valid files. */
class YamlReaderTests {
    static final String TUTORIAL = """
            name: three-layer
            inputs: 3
            layers:
              - dense: { units: 5, activation: sigmoid, bias: false }
              - dense: { units: 1, activation: sigmoid, bias: false }
            init: { uniform: { low: -1, high: 1 } }      # 2*np.random.random(shape) - 1
            seed: 1                                      # np.random.seed(1)
            loss: half_squared_error                     # ½ Σ (ŷ − y)²
            reduction: sum                               # over the batch, as the article does
            training:
              optimizer: { sgd: { learning_rate: 1.0 } }
              batch_size: all
              epochs: 60000
            data:
              inputs:  [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
              targets: [[0], [1], [1], [0]]
            report: { every: 10000, metrics: [mean_absolute_error] }
            """;

    static NetworkSpec tutorial() {
        return Network.define(
                "three-layer",
                net -> net.inputs(3)
                        .dense(5, new Sigmoid(), layer -> layer.bias(false))
                        .dense(1, new Sigmoid(), layer -> layer.bias(false))
                        .init(new Uniform(-1, 1))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1.0), training -> training.epochs(60_000))
                        .data(
                                new double[][] {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}},
                                new double[][] {{0}, {1}, {1}, {0}})
                        .report(10_000, Metric.MEAN_ABSOLUTE_ERROR));
    }

    @Test
    void readsTheTutorialsNetworkAsJavaDefinesIt() {
        assertEquals(tutorial(), YamlReader.read(TUTORIAL, "three-layer.yaml").spec());
    }

    @Test
    void readsBlocksLikeBrackets() {
        Example blocks = Example.valid()
                .with(
                        "  - dense: { units: 4, activation: tanh }\n",
                        "  - dense:\n      units: 4\n      activation: tanh\n")
                .with("[[0], [1], [1], [0]]", "\n    - [0]\n    -\n      - 1\n    - - 1\n    - [0]");

        assertEquals(Example.valid().spec(), blocks.spec());
    }

    @Test
    void readsLinesThatEndAsOnWindows() {
        Example windows = Example.text(Example.valid().text().replace("\n", "\r\n"));

        assertEquals(Example.valid().spec(), windows.spec());
    }

    @Test
    void skipsAByteOrderMark() {
        assertEquals(
                Example.valid().spec(),
                Example.text("\uFEFF" + Example.valid().text()).spec());
    }

    @Test
    void readsAWordAloneLikeOneWithNothingToSay() {
        Example alone = Example.valid().with("{ uniform: { low: -1, high: 1 } }", "he_normal");
        Example empty = Example.valid().with("{ uniform: { low: -1, high: 1 } }", "{ he_normal: {} }");

        assertEquals(Optional.of(new Initializer.HeNormal()), alone.spec().init());
        assertEquals(alone.spec(), empty.spec());
    }

    @Test
    void readsTheShorterWaysLikeTheLongOnes() {
        Example longer = Example.valid()
                .with("batch_size: 2", "batch_size: { examples: { count: 2 } }")
                .with("data:\n", "data:\n inline:\n");

        assertEquals(Example.valid().spec(), longer.spec());
        assertEquals(
                new BatchSize.Examples(2), Example.valid().spec().training().batchSize());
    }

    @Test
    void readsDataFiles() {
        Example csv = Example.valid()
                .with("data:\n  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]\n  targets: [[0], [1], [1], [0]]\n", """
                        data:
                          csv:
                            file: iris.csv
                            inputs: [petal length, 'petal width']
                            targets: ["kind"]
                            classes: [no, 'yes']
                            delimiter: "\\t"
                        """);

        assertEquals(
                new DataSource.Csv(
                        "iris.csv",
                        List.of("petal length", "petal width"),
                        List.of("kind"),
                        List.of("no", "yes"),
                        "\t"),
                csv.spec().data());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.0, 1",
        ".5, 0.5",
        "5., 5",
        "1e-3, 0.001",
        "1E+2, 100",
        "+3, 3",
        "010, 10",
        "0o10, 8",
        "0x10, 16",
        "0xfF, 255",
        "4.9e-324, 4.9e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "0.1000000000000000055511151231257827, 0.1",
        "123456789012345678901234567890, 1.2345678901234568e29"
    })
    void readsNumbersByYaml12(String written, double expected) {
        Example example = Example.valid().with("learning_rate: 0.5", "learning_rate: " + written);

        assertEquals(new Sgd(expected), example.spec().training().optimizer());
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0x10, 16", "010, 10", "0o17, 15", "+5, 5", "-0, 0", "00000000000000000000000009, 9"})
    void readsWholeNumbersByYaml12(String written, long expected) {
        assertEquals(
                expected,
                Example.valid().with("seed: 7", "seed: " + written).spec().seed());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "TRUE, true", "false, false", "False, false", "FALSE, false"})
    void readsTruthByYaml12(String written, boolean expected) {
        Example example = Example.valid().with("bias: false", "bias: " + written);

        assertEquals(expected, example.spec().layers().get(1).bias());
    }

    @ParameterizedTest
    @CsvSource({"on", "yes", "No", "1:30", "2026-01-01", "1_000", "0b1", "=", "0x", "1e", "."})
    void takesForTextWhatIsNothingElseInYaml12(String written) {
        assertEquals(
                written,
                Example.valid().with("name: xor", "name: " + written).spec().name());
    }

    @Test
    void putsAnAliasInPlaceOfItsAnchor() {
        Example aliases = Example.valid()
                .with("[[0], [1], [1], [0]]", "[&no [0], &yes [1], *yes, *no]")
                .with("activation: sigmoid", "activation: &curve sigmoid");

        assertEquals(Example.valid().spec(), aliases.spec());
    }

    @Test
    void leavesTheDefaultsToTheSpecification() {
        NetworkSpec spec = Example.valid()
                .with("name: xor\n", "")
                .with("seed: 7\n", "")
                .with("report: { every: 10 }\n", "")
                .spec();

        assertEquals("network", spec.name());
        assertEquals(1, spec.seed());
        assertEquals(List.of(Metric.LOSS), spec.report().metrics());
    }
}
