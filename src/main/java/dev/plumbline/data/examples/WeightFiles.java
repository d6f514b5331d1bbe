package dev.plumbline.data.examples;

import dev.plumbline.data.DataFile;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads initial weights and biases from NumPy files, and the order of the examples and dropout masks. It does not
 * transpose or reshape an array to make it fit, and it does not ignore a bias that belongs to the weights.
 */
public final class WeightFiles {
    private final NetworkSpec spec;
    private final Path directory;
    private final DataProblems findings = new DataProblems();
    private final Map<String, Optional<DataFile>> files = new HashMap<>();
    private final Map<String, Matrix> read = new TreeMap<>();

    private WeightFiles(NetworkSpec spec, Path directory) {
        this.spec = spec;
        this.directory = directory;
    }

    /**
     * Reads the arrays, by the names of an experiment: W1 of the first layer, inputs × units, and b1, 1 × units;
     * {@code order} and {@code mask1}, whose sizes an experiment checks.
     *
     * @param directory the directory that relative paths start from
     * @throws InvalidSpecException with all arrays that are missing, of another shape or not finite; the path of each
     *     problem is a place in the specification such as {@code layers[0].init.file}
     */
    public static Map<String, Matrix> read(NetworkSpec spec, Path directory) {
        WeightFiles weights = new WeightFiles(spec, directory);
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            weights.readLayer(layer);
        }
        if (spec.data() instanceof DataSource.Npz npz) {
            weights.readDraws(npz);
        }
        weights.findings.throwIfAny();
        return weights.read;
    }

    /** Reads the order of the examples and the dropout masks, if the data have them. */
    private void readDraws(DataSource.Npz npz) {
        npz.order().ifPresent(array -> readDraw(npz.file(), array, "order", "data.order"));
        for (int layer = 1; npz.masks().isPresent() && layer <= spec.layers().size(); layer++) {
            if (spec.layers().get(layer - 1).dropout().isPresent()) {
                readDraw(npz.file(), npz.masks().get() + layer, "mask" + layer, "data.masks");
            }
        }
    }

    private void readDraw(String name, String array, String as, String place) {
        Optional<NpyArray> values =
                find(name, "data.file").flatMap(file -> findings.attempt(place, name, () -> member(file, array)));
        if (values.isPresent() && values.get().shape().size() == 2) {
            read.put(as, values.get().toMatrix());
        } else if (values.isPresent()) {
            findings.add(
                    ErrorKind.SIZE_MISMATCH,
                    place,
                    name + ", array " + MessageNames.quote(array) + " has shape "
                            + NpyHeader.text(values.get().shape()),
                    "two dimensions");
        }
    }

    private void readLayer(int layer) {
        String path = (spec.layers().get(layer).init().isPresent() ? "layers[" + layer + "]." : "") + "init";
        Initializer init = spec.initOf(layer);
        if (init instanceof Initializer.Npy npy) {
            readWhole(npy.file(), path + ".file", array -> putWeights(array, npy.file(), layer, path + ".file"));
            npy.bias()
                    .ifPresent(file ->
                            readWhole(file, path + ".bias", array -> putBias(array, file, layer, path + ".bias")));
        }
        if (init instanceof Initializer.Npz npz) {
            find(npz.file(), path + ".file").ifPresent(file -> readMembers(npz, file, layer, path));
        }
    }

    /** The file that an initializer names; a file for several layers is searched only once. */
    private Optional<DataFile> find(String name, String place) {
        return files.computeIfAbsent(place, at -> DataFile.find(name, directory, at, findings));
    }

    private void readWhole(String name, String place, Consumer<NpyArray> use) {
        find(name, place)
                .flatMap(file -> findings.attempt(place, file.name(), () -> whole(file)))
                .ifPresent(use);
    }

    private void readMembers(Initializer.Npz npz, DataFile file, int layer, String path) {
        String weights = npz.arrayOf(layer);
        String ofWeights = path + (npz.array().isPresent() ? ".array" : ".file");
        findings.attempt(ofWeights, file.name(), () -> member(file, weights))
                .ifPresent(array -> putWeights(array, named(file, weights), layer, ofWeights));
        Optional<String> bias = npz.biasOf(layer);
        String ofBias = path + (npz.bias().isPresent() ? ".bias" : ofWeights.substring(path.length()));
        if (bias.isPresent() && (npz.bias().isPresent() || has(file, bias.get()))) {
            if (npz.bias().isPresent() || usesBias(file, bias.get(), layer, ofBias)) {
                findings.attempt(ofBias, file.name(), () -> member(file, bias.get()))
                        .ifPresent(array -> putBias(array, named(file, bias.get()), layer, ofBias));
            }
        } else if (bias.isEmpty()) {
            checkNoBias(file, weights, layer, ofWeights);
        }
    }

    private static String named(DataFile file, String array) {
        return file.name() + ", array " + MessageNames.quote(array);
    }

    private static boolean has(DataFile file, String array) {
        try (Npz archive = Npz.open(file)) {
            return archive.names().contains(array);
        } catch (IOException unreadable) {
            return false; // reported when its weights were read
        }
    }

    /** Whether the layer uses a bias of the archive that the network does not mention; adds a problem if it cannot. */
    private boolean usesBias(DataFile file, String array, int layer, String place) {
        Layer options = spec.layers().get(layer);
        String path = "layers[" + layer + "]";
        if (!options.bias()) {
            findings.add(
                    ErrorKind.NO_EFFECT,
                    place,
                    file.name() + " has a bias " + MessageNames.quote(array) + " for layer " + (layer + 1)
                            + ", which has none",
                    "`bias: true` there, or an archive without it");
        } else if (options.biasInit() != 0) {
            findings.add(
                    ErrorKind.NO_EFFECT,
                    path + ".bias_init",
                    "`bias_init` would have no effect: " + file.name() + " has a bias " + MessageNames.quote(array),
                    "the bias of the archive, or `bias_init`");
        }
        return options.bias() && options.biasInit() == 0;
    }

    /**
     * If the name of the weights does not determine the name of the bias, checks that no array of the archive may be
     * the bias.
     */
    private void checkNoBias(DataFile file, String weights, int layer, String place) {
        Layer options = spec.layers().get(layer);
        if (!options.bias()) {
            return;
        }
        try (Npz archive = Npz.open(file)) {
            List<String> biases = new ArrayList<>();
            for (String name : archive.names()) {
                if (!name.equals(weights) && isBias(archive.header(name).shape(), options.units())) {
                    biases.add(name);
                }
            }
            if (!biases.isEmpty()) {
                findings.add(
                        ErrorKind.MISSING_KEY,
                        place,
                        file.name() + " has arrays that may be the bias of layer " + (layer + 1)
                                + "; `bias` must name one" + " which one",
                        "`bias: NAME` with `array`, one of " + MessageNames.list(biases));
            }
        } catch (IOException unreadable) {
            // Reported when the weights are read, or an array that is not used.
        }
    }

    private static boolean isBias(List<Integer> shape, int units) {
        return shape.equals(List.of(units)) || shape.equals(List.of(1, units));
    }

    private static NpyArray whole(DataFile file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
            return Npy.read(in, Files.size(file.path()), file.name());
        }
    }

    private static NpyArray member(DataFile file, String name) throws IOException {
        try (Npz archive = Npz.open(file)) {
            return archive.read(name);
        }
    }

    /** Uses the array as the layer's weights, if its shape is right and all its numbers are finite. */
    private void putWeights(NpyArray array, String where, int layer, String place) {
        int inputs = spec.inputsOf(layer);
        int units = spec.layers().get(layer).units();
        if (!array.shape().equals(List.of(inputs, units))) {
            boolean transposed = array.shape().equals(List.of(units, inputs));
            findings.add(
                    ErrorKind.SIZE_MISMATCH,
                    place,
                    where + " has shape " + NpyHeader.text(array.shape()) + " for layer " + (layer + 1) + ", which has "
                            + inputs + "×" + units + ", inputs × units",
                    "shape " + NpyHeader.text(List.of(inputs, units)) + (transposed ? ", the transpose" : ""));
            return;
        }
        put("W" + (layer + 1), array, units, where, place);
    }

    /** Uses the array as the layer's bias, under the same conditions. */
    private void putBias(NpyArray array, String where, int layer, String place) {
        int units = spec.layers().get(layer).units();
        if (isBias(array.shape(), units)) {
            put("b" + (layer + 1), array, units, where, place);
        } else {
            findings.add(
                    ErrorKind.SIZE_MISMATCH,
                    place,
                    where + " has shape " + NpyHeader.text(array.shape()) + " for the bias of layer " + (layer + 1)
                            + ", which has " + MessageNames.count(units, "unit"),
                    "shape " + NpyHeader.text(List.of(units)));
        }
    }

    private void put(String name, NpyArray array, int units, String where, String place) {
        double[] values = array.values();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                String at = " at [" + (array.shape().size() == 1 ? "" : i / units + ", ") + i % units + "]";
                findings.add(ErrorKind.NOT_FINITE, place, where + ": found " + values[i] + at, "finite numbers");
            }
        }
        read.put(name, Matrix.wrap(values.length / units, units, values));
    }
}
