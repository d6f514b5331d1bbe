package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the initial weights that a network takes from NumPy's files. Nothing is transposed or reshaped to fit. */
public final class WeightFiles {
    private final NetworkSpec spec;
    private final Path directory;
    private final Findings findings = new Findings();
    private final Map<String, Optional<DataFile>> files = new HashMap<>();

    private WeightFiles(NetworkSpec spec, Path directory) {
        this.spec = spec;
        this.directory = directory;
    }

    /**
     * The weights of the layers whose weights are in files, inputs × units, by layer, counted from 0.
     *
     * @param directory what relative paths start from
     * @throws InvalidSpecException with what is missing, of another shape or not finite; the path of each problem is a
     *     place in the specification such as {@code layers[0].init.file}
     */
    public static Map<Integer, Matrix> read(NetworkSpec spec, Path directory) {
        WeightFiles weights = new WeightFiles(spec, directory);
        Map<Integer, Matrix> read = new TreeMap<>();
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            Optional<Matrix> matrix = weights.ofLayer(layer);
            if (matrix.isPresent()) {
                read.put(layer, matrix.get());
            }
        }
        weights.findings.throwIfAny();
        return read;
    }

    private Optional<Matrix> ofLayer(int layer) {
        String path = (spec.layers().get(layer).init().isPresent() ? "layers[" + layer + "]." : "") + "init";
        Initializer init = spec.initOf(layer);
        if (init instanceof Initializer.Npy npy) {
            return find(npy.file(), path)
                    .flatMap(file -> findings.attempt(path + ".file", file.name(), () -> whole(file)))
                    .flatMap(array -> fitting(array, npy.file(), layer, path + ".file"));
        }
        if (init instanceof Initializer.Npz npz) {
            String name = npz.arrayOf(layer);
            String place = path + (npz.array().isPresent() ? ".array" : ".file");
            return find(npz.file(), path)
                    .flatMap(file -> findings.attempt(place, file.name(), () -> member(file, name)))
                    .flatMap(array -> fitting(array, npz.file() + ", array " + Names.quote(name), layer, place));
        }
        return Optional.empty();
    }

    /** The file that an initializer names; one that serves several layers is looked for once. */
    private Optional<DataFile> find(String name, String path) {
        return files.computeIfAbsent(path, at -> DataFile.find(name, directory, at + ".file", findings));
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

    /** The array as the layer's weights, if it has their shape and nothing but finite numbers. */
    private Optional<Matrix> fitting(NpyArray array, String where, int layer, String place) {
        int inputs = spec.inputsOf(layer);
        int units = spec.layers().get(layer).units();
        if (!array.shape().equals(List.of(inputs, units))) {
            boolean transposed = array.shape().equals(List.of(units, inputs));
            findings.add(
                    place,
                    where + " has shape " + NpyHeader.text(array.shape()) + " for layers[" + layer + "], which has "
                            + inputs + "×" + units + ", inputs × units",
                    "shape " + NpyHeader.text(List.of(inputs, units)) + (transposed ? ", the transpose" : ""));
            return Optional.empty();
        }
        double[] values = array.values();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                String at = " at [" + i / units + ", " + i % units + "]";
                findings.add(place, where + ": found " + values[i] + at, "finite numbers");
            }
        }
        return Optional.of(array.toMatrix());
    }
}
