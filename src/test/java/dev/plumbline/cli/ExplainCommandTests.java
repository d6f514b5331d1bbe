package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.Npz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTests {

    @Test
    void showsEachValueBesideItsCall() {
        Console console = Console.run("explain", "configs/two-layer.yaml");

        assertEquals("""
                two-layer

                     line  in the file                    on DL4J
                        5  name: two-layer                the name of the Java class
                        6  inputs: 3                      .nIn(3) // of layer 1
                        8  layers[0]: dense               new OutputLayer.Builder()
                        8  layers[0].units: 1             .nOut(1)
                        8  layers[0].activation: sigmoid  .activation(new ActivationSigmoid())
                        8  layers[0].bias: false          .hasBias(false)
                        9  init: { uniform: { low: -1, high: 1 } }
                                                          .weightInit(WeightInit.ZERO)
                                                          drawn, then set by network.setParam
                       10  seed: 1                        np.random.seed(1); DL4J draws nothing
                       11  loss: half_squared_error
                             .lossFunction(new LossL2(Nd4j.valueArrayOf(new long[] {1, 1}, 0.5,
                               DataType.DOUBLE)))
                       12  reduction: sum                 .miniBatch(false)
                  default  precision: f64                 .dataType(DataType.DOUBLE)
                  default  backend: cpu                   nd4j-native on the class path
                       14  training.optimizer: { sgd: { learning_rate: 1 } }
                                                          .updater(new Sgd(1.0))
                       15  training.batch_size: all       network.fit(inputs, targets)
                       16  training.epochs: 10000         a loop around network.fit
                  default  training.shuffle: false        the examples in their order
                       18  data.inputs: 4 rows of 3       INDArray inputs, examples × 3
                       19  data.targets: 4 rows of 1      INDArray targets, examples × 1
                       20  report.every: 1000             a line every 1000 epochs
                       20  report.metrics: [mean_absolute_error]
                                                          from network.output(inputs)
                  default  compare: {}                    used by Plumbline only
                  default  compare.every: 1               `check` compares every step
                  default  compare.every_element: false
                             larger networks by element in some steps

                As a Java program:
                  plumbline explain --java configs/two-layer.yaml > TwoLayerTraining.java
                """, console.out());
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void showsWhatALayerTakesFromTheDefaults(@TempDir Path directory) throws IOException {
        Path file = Console.write(
                directory,
                "shared.yaml",
                Console.config("two-layer.yaml")
                        .replace("layers:", "defaults: { activation: sigmoid, bias: false }\nlayers:")
                        .replace("{ units: 1, activation: sigmoid, bias: false }", "{ units: 1 }"));
        String explained = Console.run("explain", file.toString()).out();

        assertTrue(explained.contains("""
                                9  layers[0].units: 1             .nOut(1)
                                7  layers[0].activation: sigmoid, from defaults
                                                                  .activation(new ActivationSigmoid())
                                7  layers[0].bias: false, from defaults
                                                                  .hasBias(false)
                        """), explained);
    }

    @Test
    void showsTheOptionsOfALayer(@TempDir Path directory) throws IOException {
        Path file = Console.write(directory, "options.yaml", """
                inputs: 2
                layers:
                  - dense:
                      units: 1
                      activation: tanh
                      bias_init: 0.5
                      dropout: { drop_probability: 0.25 }
                      regularization: { l1: 0.01, weight_decay: 0.02 }
                      gradient_normalization: { clip_norm: { threshold: 5, per: tensor } }
                      constraint: { max_norm: { max: 3 } }
                init: zeros
                loss: squared_error
                reduction: sum
                training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: 1 }
                data: { inputs: [[1, 2]], targets: [[1]] }
                """);

        String out = Console.run("explain", file.toString()).out();

        assertEquals("""
                        6  layers[0].bias_init: 0.5       .biasInit(0.5)
                        7  layers[0].dropout: { drop_probability: 0.25 }
                                                          .dropOut(new MaskDropout(0.75))
                             // MaskDropout is Plumbline's class on DL4J: DL4J draws masks from
                               its own random generator, which no other library can reproduce
                        8  layers[0].regularization.l1: 0.01
                                                          .l1(0.01)
                  default  layers[0].regularization.l2: 0
                                                          part of layers[0].regularization
                  default  layers[0].regularization.l1_bias: 0
                                                          part of layers[0].regularization
                  default  layers[0].regularization.l2_bias: 0
                                                          part of layers[0].regularization
                        8  layers[0].regularization.weight_decay: 0.02
                                                          .weightDecay(0.02, true)
                  default  layers[0].regularization.divided_by: nothing
                                                          part of layers[0].regularization
                        9  layers[0].gradient_normalization: { clip_norm: { threshold: 5, per:
                             tensor } }
                             .gradientNormalization(GradientNormalization.ClipL2PerParamType)
                                                          .gradientNormalizationThreshold(5.0)
                  default  layers[0].gradient_normalization.epsilon: 0
                             part of layers[0].gradient_normalization
                       10  layers[0].constraint: { max_norm: { max: 3 } }
                             .constrainWeights(new ExactMaxNorm(3.0))
                             // ExactMaxNorm is Plumbline's class on DL4J: DL4J's
                               MaxNormConstraint adds 1e-6 to every norm, also in its copies
                """, out.substring(out.indexOf("        6  layers"), out.indexOf("       11  init")));
    }

    @Test
    void showsDefaultsAndWordsOfADataFile() {
        Console console = Console.run("explain", "configs/two-rings.yaml");

        assertEquals("""
                two-rings

                     line  in the file                    on DL4J
                       12  name: two-rings                the name of the Java class
                       13  inputs: 2                      .nIn(2) // of layer 1
                       15  layers[0]: dense               new DenseLayer.Builder()
                       15  layers[0].units: 8             .nOut(8)
                                                          .nIn(8) // of layer 2
                       15  layers[0].activation: tanh     .activation(new ActivationTanH())
                  default  layers[0].bias: true           .hasBias(true)
                  default  layers[0].bias_init: 0         .biasInit(0.0)
                       16  layers[1]: dense               new OutputLayer.Builder()
                       16  layers[1].units: 1             .nOut(1)
                       16  layers[1].activation: sigmoid  .activation(new ActivationSigmoid())
                  default  layers[1].bias: true           .hasBias(true)
                  default  layers[1].bias_init: 0         .biasInit(0.0)
                       17  init: glorot_normal            .weightInit(WeightInit.ZERO)
                                                          drawn, then set by network.setParam
                       18  seed: 1                        np.random.seed(1); DL4J draws nothing
                       19  loss: half_squared_error
                             .lossFunction(new LossL2(Nd4j.valueArrayOf(new long[] {1, 1}, 0.5,
                               DataType.DOUBLE)))
                       20  reduction: mean                .miniBatch(true)
                  default  precision: f64                 .dataType(DataType.DOUBLE)
                  default  backend: cpu                   nd4j-native on the class path
                       22  training.optimizer: { sgd: { learning_rate: 0.5 } }
                                                          .updater(new Sgd(0.5))
                       23  training.batch_size: 32        network.fit on 32 rows at a time
                       24  training.epochs: 500           a loop around network.fit
                       25  training.shuffle: true         np.random.permutation for each epoch
                       28  data.file: two-rings.csv       read by Plumbline, not by DL4J
                       29  data.inputs: [x, y]            INDArray inputs, examples × 2
                       30  data.targets: [ring]           INDArray targets, examples × 1
                       31  data.classes: [inner, outer]   read by Plumbline, not by DL4J
                  default  data.delimiter: ","            read by Plumbline, not by DL4J
                  default  data.header: true              read by Plumbline, not by DL4J
                  default  data.categorical: []           read by Plumbline, not by DL4J
                  default  data.missing: error            read by Plumbline, not by DL4J
                  default  data.missing_marks: []         read by Plumbline, not by DL4J
                  default  data.exclude: []               read by Plumbline, not by DL4J
                       32  report.every: 50               a line every 50 epochs
                       32  report.metrics: [loss, accuracy]
                                                          from network.output(inputs)
                  default  compare: {}                    used by Plumbline only
                  default  compare.every: 1               `check` compares every step
                  default  compare.every_element: false
                             larger networks by element in some steps

                As a Java program:
                  plumbline explain --java configs/two-rings.yaml --data TwoRingsTraining.npz > TwoRingsTraining.java
                """, console.out());
    }

    /** One of them reads columns without classes, whose list is empty. */
    @Test
    void explainsEveryConfiguration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            List<Path> networks =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertFalse(networks.isEmpty());
            assertAll(networks.stream().map(file -> () -> {
                Console console = Console.run("explain", file.toString());
                assertEquals("", console.err(), file::toString);
                assertEquals(0, console.code());
            }));
        }
    }

    @Test
    void writesNothingButTheProgram() {
        Console console = Console.run("explain", "--java", "configs/two-layer.yaml");

        assertTrue(console.out().startsWith("import "), console.out());
        assertTrue(console.out().contains("public final class TwoLayerTraining {"), console.out());
        assertEquals(0, console.code());
    }

    @Test
    void writesTheExamplesBesideTheProgram(@TempDir Path directory) throws IOException {
        Path archive = directory.resolve("digits.npz");
        Console console = Console.run("explain", "--java", "configs/digits.yaml", "--data", archive.toString());

        assertTrue(console.out().contains("return archived(\"X\", 1438, 64);"), console.out());
        assertTrue(console.out().contains("Path.of(\"" + archive + "\")"), console.out());
        try (Npz written = Npz.open(archive)) {
            assertEquals(List.of(1438, 10), written.read("y").shape());
        }
        assertEquals(0, console.code());
    }

    @Test
    void refusesMoreNumbersThanASourceCanContain() {
        Console console = Console.run("explain", "--java", "configs/digits.yaml");

        assertEquals("", console.out());
        assertEquals("""
                error[E071]: the examples and given weights are 106,412 numbers; the source of a program can contain at \
                most 3,000: add `--data DigitsTraining.npz`, which writes them to a file that the program reads
                Try `plumbline explain --help`.
                """, console.err());
        assertEquals(2, console.code());
    }

    @Test
    void refusesAnArchiveWithoutAProgram(@TempDir Path directory) {
        Path archive = directory.resolve("digits.npz");
        Console console = Console.run("explain", "configs/digits.yaml", "--data", archive.toString());

        assertEquals("error[E071]: --data needs --java\nTry `plumbline explain --help`.\n", console.err());
        assertFalse(Files.exists(archive));
        assertEquals(2, console.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"explain FILE", "explain --java FILE", "validate FILE", "summary FILE", "words sgd", "--help"})
    void verbsWithoutArithmeticLoadNeitherNd4jNorItsNatives(String verb) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        String[] start = {java, "-verbose:class", "-cp", classPath, "dev.plumbline.cli.Plumbline"};
        String line = String.join("\n", start) + "\n"
                + verb.replace("FILE", "configs/two-layer.yaml").replace(' ', '\n');
        Process process =
                new ProcessBuilder(line.split("\n")).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), out);
        assertFalse(out.contains(" org.nd4j.linalg.factory.Nd4j "), verb);
        assertFalse(out.contains(" org.bytedeco.javacpp.Loader "), verb);
        assertTrue(out.contains(" dev.plumbline.cli.Plumbline "), verb);
    }
}
