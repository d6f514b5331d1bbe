package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTests {

    @TempDir
    private Path directory;

    @Test
    void startsFromWeightsThatAreGivenOrInFiles() throws IOException {
        Npz.write(
                directory.resolve("weights.npz"),
                Map.of("W2", NpyArray.of(Matrix.column(0.1, 0.2, 0.3, 0.4)), "W3", NpyArray.of(Matrix.row(0.5))));
        Path file = Console.write(directory, "net.yaml", """
                inputs: 2
                layers:
                  - dense: { units: 4, activation: tanh, init: { given: { weights: [[1, 2, 3, 4], [-1, -2, -3, -4]] } } }
                  - dense: { units: 1, activation: tanh, init: { npz: { file: weights.npz } } }
                  - dense: { units: 1, activation: sigmoid, init: { npz: { file: weights.npz, array: W3 } } }
                  - dense: { units: 1, activation: sigmoid, init: orthogonal }
                loss: squared_error
                reduction: sum
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: all, epochs: 5 }
                data: { inputs: [[0, 1], [1, 0.5]], targets: [[0], [1]] }
                """);

        Console console = Console.run("check", file.toString());

        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void showsMetricsOutputsAndVerdict() {
        Console console = Console.run("check", Console.threeLayer(directory, 4).toString());

        // How far the two are apart in the last digits is not what this is about.
        String out = console.out().replaceAll("(?m)^  largest.*", "  largest …").replaceAll("(?m)^  where .*\n", "");
        assertEquals("""
                three-layer: 3 → 5 sigmoid → 1 sigmoid
                  20 weights · 4 examples in one batch · 4 epochs · sgd with learning rate 1
                  half squared error, summed over the batch · f64

                Mean absolute error
                  epoch  DL4J                 reference
                      0  0.500628229093       0.500628229093
                      2  0.500699838517       0.500699838517
                      4  0.500729868282       0.500729868282

                Outputs of the last forward pass, before the last update
                  example        target          DL4J     reference
                        1             0    0.43927605    0.43927605
                        2             1    0.42222199    0.42222199
                        3             1    0.45564369    0.45564369
                        4             0    0.44146866    0.44146866

                AGREES: DL4J and the reference, in every tensor of every step
                  tested     13 of 13 tensors of a step

                Step by step, each from the same weights
                  compared   4 steps, 52 tensors, element by element
                  largest …

                Free run, each from its own weights
                  compared   4 steps, 52 tensors, by norm
                  largest …

                Time: DL4J # s · in parallel: reference # s, comparison # s
                """, out);
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void namesTheFirstDifferenceAndEndsWith3() {
        TamperedEngine engine = new TamperedEngine(
                new Key(7, Quantity.WEIGHT_GRADIENT, 2), gradient -> Optional.of(gradient.unaryMinus()));
        Console console =
                Console.check(engine, "check", Console.threeLayer(directory, 20).toString());

        assertEquals("""
                DIFFERS: tampered first differs at step 7, layer 2, weight gradient
                  element    [4,0], row and column counted from 0
                  tampered   0.005221897309344959
                  reference  -0.005221897309344959
                  how many   5 of 5 elements differ
                  how far    relative difference 2.0, 5.4e+11 times its bound of 3.7e-12
                  found      in a step from the same weights

                Step by step, each from the same weights
                  compared   20 steps, 260 tensors, element by element, 1 of them differs
                  largest    relative difference 2.0, 5.4e+11 times its bound of 3.7e-12
                  where      step 7, layer 2, weight gradient [4,0]

                Free run, each from its own weights
                  compared   8 of 20 steps, 104 tensors, by norm, 1 of them differs
                  largest    relative difference 2.0, 4.1e+09 times its bound of 4.9e-10
                  where      step 7, layer 2, weight gradient [3,0]

                Time: tampered # s · in parallel: reference # s, comparison # s
                """, console.out().substring(console.out().indexOf("DIFFERS")));
        assertEquals(3, console.code());
    }

    @Test
    void saysWhatIsMissing() {
        TamperedEngine engine = new TamperedEngine(new Key(2, Quantity.DELTA, 1), delta -> Optional.empty());
        Console console =
                Console.check(engine, "check", Console.threeLayer(directory, 20).toString());

        assertEquals("""

                Outputs after 10 steps
                  example        target      tampered     reference
                        1             0    0.49404169    0.49404169
                        2             1    0.46901759    0.46901759
                        3             1    0.50757231    0.50757231
                        4             0    0.48523856    0.48523856

                DIFFERS: tampered first differs at step 2, layer 1, delta
                  what       was not recorded; expected 4×5
                  found      in a step from the same weights

                Step by step, each from the same weights
                  compared   3 of 20 steps, 39 tensors, element by element, 1 of them differs
                  largest    was not recorded; expected 4×5
                  where      step 2, layer 1, delta

                Free run, each from its own weights
                  compared   3 of 20 steps, 39 tensors, by norm, 1 of them differs
                  largest    was not recorded; expected 4×5
                  where      step 2, layer 1, delta

                Time: tampered # s · in parallel: reference # s, comparison # s
                """, console.out().substring(console.out().indexOf("\nOutputs")));
        assertEquals(3, console.code());
    }

    @Test
    void reportsWrongShapesAndNumbersThatAreNotFinite() {
        String file = Console.threeLayer(directory, 20).toString();
        Console shape = Console.check(
                new TamperedEngine(new Key(2, Quantity.WEIGHTS, 1), w -> Optional.of(w.transpose())), "check", file);
        Console nan = Console.check(
                new TamperedEngine(new Key(2, Quantity.ACTIVATION, 2), a -> Optional.of(a.times(Double.NaN))),
                "check",
                file);

        assertEquals("""
                DIFFERS: tampered first differs at step 2, layer 1, updated weights
                  what       has the shape 5×3; expected 3×5
                  found      in a step from the same weights
                """, firstParagraph(shape.out(), "DIFFERS"));
        assertEquals("""
                FAILED: only tampered becomes NaN or infinite at step 2, layer 2, activation
                  element    [0,0], row and column counted from 0
                  tampered   NaN
                  reference  0.41964033201095075
                  how far    NaN or infinite
                  found      in a step from the same weights
                """, firstParagraph(nan.out(), "FAILED"));
        assertEquals(3, shape.code());
        assertEquals(3, nan.code());
    }

    private static String firstParagraph(String out, String verdictWord) {
        String verdict = out.substring(out.indexOf(verdictWord));
        return verdict.substring(0, verdict.indexOf("\n\n") + 1);
    }

    @Test
    void writesOneJsonDocument() {
        Console console =
                Console.run("check", "--json", Console.threeLayer(directory, 4).toString());
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();

        assertEquals(0, console.code());
        assertEquals("", console.err());
        assertEquals(
                Set.of(
                        "ok",
                        "verdict",
                        "power",
                        "network",
                        "engine",
                        "plumbline_classes",
                        "steps",
                        "steps_to_compare",
                        "taken_steps",
                        "report",
                        "outputs",
                        "local",
                        "free_running",
                        "first_difference",
                        "coverage",
                        "replays_skipped",
                        "seconds"),
                document.keySet());
        JsonObject first = document.getAsJsonArray("report").get(0).getAsJsonObject();
        assertAll(
                () -> assertTrue(document.get("ok").getAsBoolean()),
                () -> assertEquals("DL4J", document.get("engine").getAsString()),
                () -> assertEquals(4, document.get("steps").getAsInt()),
                () -> assertEquals(4, document.get("taken_steps").getAsInt()),
                () -> assertEquals(
                        0.5006282290927,
                        first.getAsJsonObject("reference")
                                .get("mean_absolute_error")
                                .getAsDouble(),
                        1e-12),
                () -> assertEquals(
                        52, document.getAsJsonObject("local").get("tensors").getAsInt()),
                () -> assertTrue(document.get("first_difference").isJsonNull()));
    }

    @Test
    void writesADifferenceAsJson() {
        TamperedEngine engine = new TamperedEngine(
                new Key(2, Quantity.ACTIVATION, 2), a -> Optional.of(a.times(Double.POSITIVE_INFINITY)));
        Console console = Console.check(
                engine, "check", "--json", Console.threeLayer(directory, 20).toString());
        JsonObject first =
                JsonParser.parseString(console.out()).getAsJsonObject().getAsJsonObject("first_difference");

        assertEquals(3, console.code());
        assertEquals(2, first.get("step").getAsInt());
        assertEquals(2, first.get("layer").getAsInt());
        assertEquals("activation", first.get("quantity").getAsString());
        assertEquals("not_finite", first.get("kind").getAsString());
        assertEquals("Infinity", first.get("engine").getAsString());
    }

    /** A learning rate with which the weights run to and fro for ever. */
    @Test
    void saysThatAChaoticTrainingCannotBeComparedToItsEnd() {
        NetworkSpec chaotic = Network.define(
                "chaotic",
                net -> net.inputs(3)
                        .dense(6, new Tanh())
                        .dense(6, new Tanh())
                        .dense(2, new Tanh())
                        .init(new Uniform(-2, 2))
                        .seed(0)
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(5), training -> training.epochs(300))
                        .data(
                                Matrix.wrap(9, 3, new NumpyRandom(0).normal(0, 1, 27))
                                        .toArray(),
                                Matrix.wrap(9, 2, new NumpyRandom(50).normal(0, 1, 18))
                                        .tanh()
                                        .times(0.5)
                                        .toArray()));
        Console console = Console.run(
                "check",
                Console.write(directory, "chaotic.yaml", YamlWriter.write(chaotic))
                        .toString());

        String verdict = console.out().substring(console.out().indexOf("AGREES"));
        assertEquals(
                "AGREES: DL4J and the reference, in every tensor of every step taken from the same weights",
                verdict.lines().findFirst().orElseThrow());
        assertTrue(verdict.contains("""
                          ended      there: the training is chaotic: a change in the last digit of an
                                     initial weight changes its course, so no two runs stay together
                        """), verdict);
        assertEquals(0, console.code());
    }

    /** Its steps are all of those of `train`, and more; it says so. */
    @Test
    void takesAllEpochsWhereTheTrainingMayStopEarlier() throws IOException {
        Path file = Console.threeLayer(directory, 6);
        String[] early = {
            "--set", "training.early_stopping.patience=1", "--set", "training.early_stopping.min_delta=1000"
        };
        Console trained = run("train", file, early, "--engine", "reference", "--json");
        Console checked = run("check", file, early);
        Console json = run("check", file, early, "--json");
        assertEquals(2, json(trained).get("steps").getAsInt());
        assertEquals(6, json(json).get("taken_steps").getAsInt());
        assertEquals(
                1,
                json(json)
                        .getAsJsonObject("network")
                        .getAsJsonObject("early_stopping")
                        .get("patience")
                        .getAsInt());
        String said = "  checked without `early_stopping`: all 6 epochs; `train` may end earlier\n";
        assertTrue(checked.out().contains(said), checked.out());
        Recordings.ofWeights(
                directory.resolve("recorded.npz"),
                Experiment.of(LoadedNetwork.network(file).spec()),
                6,
                1);
        Console against = run(
                "check",
                file,
                early,
                "--no-dl4j",
                "--against",
                directory.resolve("recorded.npz").toString());
        assertTrue(against.out().startsWith(said), against.out() + against.err());
        assertTrue(!Console.run("check", file.toString()).out().contains("early_stopping"));
    }

    private static Console run(String verb, Path file, String[] early, String... more) {
        return Console.run(Stream.of(new String[] {verb, file.toString()}, early, more)
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private static JsonObject json(Console console) {
        return JsonParser.parseString(console.out()).getAsJsonObject();
    }
}
