package dev.plumbline.data.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTests {
    private static final Matrix FIRST = Matrix.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Matrix SECOND = Matrix.column(7, 8, 9);

    @TempDir
    private Path directory;

    /** 2 → 3 → 1. */
    private static NetworkSpec network(Optional<Initializer> all, Optional<Initializer> first) {
        return Network.define("net", net -> {
            net.inputs(2)
                    .dense(3, new Tanh(), layer -> first.ifPresent(layer::init))
                    .dense(1, new Tanh())
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(1), training -> training.epochs(1))
                    .data(new double[][] {{1, 2}}, new double[][] {{1}});
            all.ifPresent(net::init);
        });
    }

    private static NetworkSpec first(Initializer first) {
        return network(Optional.of(new Initializer.Zeros()), Optional.of(first));
    }

    @Test
    void readsAnArrayForALayer() throws IOException {
        Npy.write(directory.resolve("w.npy"), NpyArray.of(FIRST));

        assertEquals(Map.of("W1", FIRST), WeightFiles.read(first(new Initializer.Npy("w.npy")), directory));
    }

    @Test
    void readsOneArchiveForAllLayers() throws IOException {
        Npz.write(directory.resolve("w.npz"), Map.of("W1", NpyArray.of(FIRST), "W2", NpyArray.of(SECOND)));
        Initializer archive = new Initializer.Npz("w.npz", Optional.empty());

        assertEquals(
                Map.of("W1", FIRST, "W2", SECOND),
                WeightFiles.read(network(Optional.of(archive), Optional.empty()), directory));
    }

    @Test
    void readsTheBiasesThatAnArchiveHas() throws IOException {
        Npz.write(
                directory.resolve("w.npz"),
                Map.of(
                        "W1", NpyArray.of(FIRST),
                        "b1", NpyArray.of(List.of(3), 0.1, 0.2, 0.3),
                        "W2", NpyArray.of(SECOND),
                        "b2", NpyArray.of(List.of(1, 1), 0.4)));
        Initializer archive = new Initializer.Npz("w.npz", Optional.empty());

        assertEquals(
                Map.of("W1", FIRST, "b1", Matrix.row(0.1, 0.2, 0.3), "W2", SECOND, "b2", Matrix.row(0.4)),
                WeightFiles.read(network(Optional.of(archive), Optional.empty()), directory));
    }

    /** A layer may take the weights of another one, and then takes that one's bias. */
    @Test
    void readsTheBiasThatGoesWithTheArray() throws IOException {
        Npz.write(
                directory.resolve("w.npz"),
                Map.of(
                        "W3", NpyArray.of(FIRST),
                        "b1", NpyArray.of(List.of(3), 7, 7, 7),
                        "b3", NpyArray.of(List.of(3), 1, 2, 3)));

        assertEquals(
                Map.of("W1", FIRST, "b1", Matrix.row(1, 2, 3)),
                WeightFiles.read(first(new Initializer.Npz("w.npz", Optional.of("W3"))), directory));
    }

    @Test
    void readsABiasByItsName() throws IOException {
        Npy.write(directory.resolve("w.npy"), NpyArray.of(FIRST));
        Npy.write(directory.resolve("b.npy"), NpyArray.of(List.of(3), 1, 2, 3));
        Npz.write(
                directory.resolve("w.npz"),
                Map.of("kernel", NpyArray.of(FIRST), "offset", NpyArray.of(List.of(3), 1, 2, 3)));
        Map<String, Matrix> expected = Map.of("W1", FIRST, "b1", Matrix.row(1, 2, 3));

        assertEquals(expected, WeightFiles.read(first(new Initializer.Npy("w.npy", Optional.of("b.npy"))), directory));
        assertEquals(
                expected,
                WeightFiles.read(
                        first(new Initializer.Npz("w.npz", Optional.of("kernel"), Optional.of("offset"))), directory));
    }

    /** A network without its bias is another network. */
    @Test
    void neverLeavesOutABiasInSilence() throws IOException {
        Npz.write(
                directory.resolve("w.npz"),
                Map.of(
                        "W1", NpyArray.of(FIRST),
                        "b1", NpyArray.of(List.of(3), 1, 2, 3),
                        "kernel", NpyArray.of(FIRST)));
        Initializer archive = new Initializer.Npz("w.npz", Optional.empty());

        assertEquals(
                List.of("layer 1, init.file: w.npz has a bias `b1` for layer 1, which has none; allowed: `bias: "
                        + "true`"
                        + " there, or an archive without it"),
                problems(ofOne(archive, layer -> layer.bias(false))));
        assertEquals(
                List.of("layer 1, bias_init: `bias_init` would have no effect: w.npz has a bias `b1`; allowed: the "
                        + "bias"
                        + " of the archive, or `bias_init`"),
                problems(ofOne(archive, layer -> layer.biasInit(0.5))));
        assertEquals(
                List.of("layer 1, init.array: w.npz has arrays that may be the bias of layer 1; `bias` must name "
                        + "one which"
                        + " one; allowed: `bias: NAME` with `array`, one of b1"),
                problems(ofOne(new Initializer.Npz("w.npz", Optional.of("kernel")), layer -> {})));
    }

    @Test
    void refusesABiasThatDoesNotFit() throws IOException {
        Npy.write(directory.resolve("w.npy"), NpyArray.of(FIRST));
        Npy.write(directory.resolve("b.npy"), NpyArray.of(List.of(2), 1, 2));
        Npy.write(directory.resolve("c.npy"), NpyArray.of(List.of(3), 1, 2, Double.NaN));

        assertEquals(
                List.of("layer 1, init.bias: b.npy has shape (2,) for the bias of layer 1, which has 3 units; "
                        + "allowed:"
                        + " shape (3,)"),
                problems(first(new Initializer.Npy("w.npy", Optional.of("b.npy")))));
        assertEquals(
                List.of("layer 1, init.bias: c.npy: found NaN at [2]; allowed: finite numbers"),
                problems(first(new Initializer.Npy("w.npy", Optional.of("c.npy")))));
    }

    private static NetworkSpec ofOne(Initializer init, Consumer<Network.DenseLayer> options) {
        return Network.define(
                "net",
                net -> net.inputs(2)
                        .dense(3, new Tanh(), layer -> {
                            layer.init(init);
                            options.accept(layer);
                        })
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{1, 2}}, new double[][] {{1, 0, 0}}));
    }

    @Test
    void readsNothingWhereNoWeightsAreInFiles() {
        assertEquals(Map.of(), WeightFiles.read(first(new Initializer.Ones()), directory));
    }

    @Test
    void refusesAFileThatIsNotThereOnce() throws IOException {
        Files.writeString(directory.resolve("weights.npz"), "");

        assertEquals(
                List.of("init.file: there is no file `weight.npz`; did you mean `weights.npz`? Allowed: a file, by its"
                        + " path from that of the network file"),
                problems(network(Optional.of(new Initializer.Npz("weight.npz", Optional.empty())), Optional.empty())));
    }

    @Test
    void refusesAnArrayThatIsNotThere() throws IOException {
        Npz.write(directory.resolve("w.npz"), Map.of("W1", NpyArray.of(FIRST), "other", NpyArray.of(SECOND)));

        assertEquals(
                List.of("init.file: w.npz has no array `W2`; did you mean `W1`? Allowed: W1, other"),
                problems(network(Optional.of(new Initializer.Npz("w.npz", Optional.empty())), Optional.empty()))
                        .stream()
                        .map(problem -> problem.replace("other, W1", "W1, other"))
                        .toList());
        assertEquals(
                List.of("layer 1, init.array"),
                problems(first(new Initializer.Npz("w.npz", Optional.of("third")))).stream()
                        .map(problem -> problem.split(":")[0])
                        .toList());
    }

    @Test
    void refusesAnotherShapeAndKnowsATranspose() throws IOException {
        Npy.write(directory.resolve("w.npy"), NpyArray.of(FIRST.T()));

        assertEquals(
                List.of(
                        "init.file: w.npy has shape (3, 2) for layer 1, which has 2×3, inputs × units; allowed: shape"
                                + " (2, 3), the transpose",
                        "init.file: w.npy has shape (3, 2) for layer 2, which has 3×1, inputs × units; allowed: shape"
                                + " (3, 1)"),
                problems(network(Optional.of(new Initializer.Npy("w.npy")), Optional.empty())));
    }

    @Test
    void refusesNumbersThatAreNotFinite() throws IOException {
        Npy.write(
                directory.resolve("w.npy"),
                NpyArray.of(List.of(2, 3), 1, Double.NaN, 3, 4, 5, Double.NEGATIVE_INFINITY));

        assertEquals(
                List.of(
                        "layer 1, init.file: w.npy: found NaN at [0, 1]; allowed: finite numbers",
                        "layer 1, init.file: w.npy: found -Infinity at [1, 2]; allowed: finite numbers"),
                problems(first(new Initializer.Npy("w.npy"))));
    }

    @Test
    void refusesAFileThatHoldsNoArray() throws IOException {
        Files.writeString(directory.resolve("w.npy"), "1, 2, 3");

        assertEquals(
                List.of("layer 1, init.file: w.npy is not a NumPy array file; allowed: a file written by"
                        + " np.save, which begins with \\x93NUMPY"),
                problems(first(new Initializer.Npy("w.npy"))));
    }

    private List<String> problems(NetworkSpec spec) {
        return assertThrows(InvalidSpecException.class, () -> WeightFiles.read(spec, directory)).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
