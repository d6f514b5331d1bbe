package dev.plumbline.data.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.DataMessages;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTests {
    private static final Matrix XOR = Matrix.of(4, 2, 0, 0, 0, 1, 1, 0, 1, 1);

    @TempDir
    Path directory;

    @Test
    void readsExamplesThatStandInTheSpecification() {
        Dataset read = Datasets.read(
                new DataSource.Inline(
                        List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)), List.of(List.of(5.0), List.of(6.0))),
                directory,
                1);

        assertEquals(new Dataset(Matrix.of(2, 2, 1, 2, 3, 4), Matrix.column(5, 6)), read);
    }

    @Test
    void readsAnArchiveOfNumpys() {
        Dataset read = Datasets.read(npz("xor.npz"), DataMessages.arrays(), 1);

        assertEquals(new Dataset(XOR, Matrix.column(0, 1, 1, 0)), read);
    }

    @Test
    void findsFilesFromTheDirectoryOrByTheirWholePath() {
        Path arrays = DataMessages.arrays();

        assertEquals(XOR, Datasets.read(npz("../arrays/xor.npz"), arrays, 1).inputs());
        assertEquals(
                XOR,
                Datasets.read(npz(arrays.resolve("xor.npz").toString()), directory, 1)
                        .inputs());
    }

    @Test
    void suggestsTheFileThatWasMeant() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.write(directory.resolve("sub/iris.npz"), new byte[] {1});

        assertEquals(
                List.of("data.file: there is no file `sub/irsi.npz`; did you mean `sub/iris.npz`? Allowed: a file, by"
                        + " its path from that of the network file"),
                problems(npz("sub/irsi.npz")));
        assertEquals(
                List.of("data.file: there is no file `other/iris.npz`, and its directory does not exist either; "
                        + "allowed: a"
                        + " file, by its path from that of the network file"),
                problems(npz("other/iris.npz")));
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        Files.createDirectory(directory.resolve("sub"));

        assertEquals(List.of("data.file: `sub` is a directory; allowed: a file"), problems(npz("sub")));
        assertEquals(
                List.of("data.file: found `a\\x00b`; allowed: a path: Nul character not allowed"),
                problems(npz("a\0b")));
    }

    @Test
    void reportsBothArraysAtOnce() throws IOException {
        Npz.write(directory.resolve("a.npz"), Map.of("x", NpyArray.of(List.of(2), 1, 2)));

        assertEquals(
                List.of(
                        "data.inputs: a.npz has no array `inputs`; allowed: x",
                        "data.targets: a.npz has no array `targets`; allowed: x"),
                problems(npz("a.npz")));
    }

    @Test
    void refusesArraysThatAreNotFiniteOrEmpty() throws IOException {
        Npz.write(
                directory.resolve("a.npz"),
                Map.of(
                        "inputs", NpyArray.of(List.of(2, 1, 2), 1, 2, Double.NaN, Double.NEGATIVE_INFINITY),
                        "targets", NpyArray.of(List.of(0, 3))));

        assertEquals(
                List.of(
                        "data.inputs: a.npz, array `inputs`: found NaN at [1, 0]; allowed: finite numbers",
                        "data.inputs: a.npz, array `inputs`: found -Infinity at [1, 1]; allowed: finite numbers",
                        "data.targets: a.npz, array `targets` has shape (0, 3); allowed: at least one number"),
                problems(npz("a.npz")));
    }

    @Test
    void refusesInputsAndTargetsOfDifferentNumbers() throws IOException {
        Npz.write(
                directory.resolve("a.npz"),
                Map.of("inputs", NpyArray.of(XOR), "targets", NpyArray.of(List.of(3), 0, 1, 1)));

        assertEquals(
                List.of("data.targets: 3 rows of targets for 4 rows of inputs; allowed: one row of targets for each row"
                        + " of inputs"),
                problems(npz("a.npz")));
        assertThrows(IllegalArgumentException.class, () -> new Dataset(XOR, Matrix.column(0, 1, 1)));
    }

    @Test
    void readsAnArrayOfWeights() throws IOException {
        DataSource source = new DataSource.Npz("a.npz", "x", "y", Optional.of("w"));
        NpyArray x = NpyArray.of(List.of(2), 1, 2);
        Npz.write(directory.resolve("a.npz"), Map.of("x", x, "y", x, "w", NpyArray.of(List.of(2), 0.5, 3)));

        assertEquals(
                Optional.of(Matrix.column(0.5, 3)),
                Datasets.read(source, directory, 1).weights());

        Npz.write(
                directory.resolve("a.npz"), Map.of("x", x, "y", x, "w", NpyArray.of(List.of(3), 0.5, -3, Double.NaN)));
        assertEquals(
                List.of(
                        "data.weights: a.npz, array `w`: 3 weights for 2 examples; allowed: one weight for each "
                                + "example",
                        "data.weights: a.npz, array `w`: found -3.0 at [1]; allowed: a finite number of at least 0",
                        "data.weights: a.npz, array `w`: found NaN at [2]; allowed: a finite number of at least 0"),
                problems(source));
        Npz.write(directory.resolve("a.npz"), Map.of("x", x, "y", x, "w", NpyArray.of(List.of(1, 2), 0.5, 3)));
        assertEquals(
                List.of("data.weights: a.npz, array `w` has shape (1, 2); allowed: one weight for each example, in one"
                        + " dimension"),
                problems(source));
    }

    @Test
    void refusesObjectsWithoutReadingThem() {
        DataSource pickled = npz("objects.npy");

        assertEquals(
                List.of("data.file: objects.npy is a single array (.npy); allowed: an archive of arrays by name, as"
                        + " np.savez writes it"),
                DataMessages.problems(pickled, DataMessages.arrays(), 1));
    }

    private List<String> problems(DataSource source) {
        return DataMessages.problems(source, directory, 1);
    }

    private static DataSource npz(String file) {
        return new DataSource.Npz(file, "inputs", "targets");
    }
}
