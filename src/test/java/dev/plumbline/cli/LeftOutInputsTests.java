package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.assertions.NetworkFiles;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network file without {@code inputs}: their number is that of the data. */
class LeftOutInputsTests {
    private static final String TABLE =
            "csv: { file: data.csv, inputs: rest, targets: [label], classes: infer, categorical: [colour] }";

    @TempDir
    Path directory;

    @BeforeEach
    void writeData() throws IOException {
        Console.write(directory, "data.csv", "age,colour,label\n1,red,a\n2,blue,b\n3,red,a\n4,green,b\n");
        Npz.write(
                directory.resolve("data.npz"),
                Map.of(
                        "inputs", NpyArray.of(Matrix.zeros(2, 6)),
                        "targets", NpyArray.of(Matrix.zeros(2, 1))));
        Files.write(
                directory.resolve("x.idx"),
                new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6});
        Files.write(directory.resolve("y.idx"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
    }

    private Path file(String data) {
        return Console.write(directory, "network.yaml", """
                layers:
                  - dense: { units: 1, activation: sigmoid }
                init: glorot_uniform
                loss: binary_cross_entropy
                reduction: mean
                training:
                  optimizer: { sgd: { learning_rate: 0.1 } }
                  batch_size: all
                  epochs: 2
                data:
                  %s
                sweep: { learning_rate: [0.1, 0.01] }
                """.formatted(data));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputs: [[0, 1], [1, 1]], targets: [[0], [1]] | 2",
                "csv: { file: data.csv, inputs: [age], targets: [label], classes: infer } | 1",
                "csv: { file: data.csv, inputs: rest, targets: [label], classes: infer, categorical: [colour] } | 4",
                "csv: { file: data.csv, inputs: rest, exclude: [colour], targets: [label], classes: infer } | 1",
                "npz: { file: data.npz } | 6",
                "idx: { inputs: x.idx, targets: y.idx, classes: 2 } | 3",
            })
    void isThatOfTheData(String data, int inputs) {
        String file = file(data.startsWith("inputs") ? data.replace(", targets", "\n  targets") : data)
                .toString();
        Console validated = Console.run("validate", file);
        assertEquals(0, validated.code(), validated.err());
        Console explained = Console.run("explain", file);
        assertTrue(explained.out().contains("     data  inputs: " + inputs + " "), explained.out());
        assertEquals(
                inputs,
                NetworkFiles.experiment(Path.of(file), Optional.empty()).spec().inputs());
    }

    @Test
    void everyCommandReadsSuchAFile() {
        String file = file(TABLE).toString();
        for (String[] command : new String[][] {
            {
                "train",
                "--engine",
                "reference",
                file,
                "--run",
                directory.resolve("run").toString()
            },
            {"check", file},
            {
                "sweep",
                "--engine",
                "reference",
                file,
                "--run",
                directory.resolve("sweep").toString()
            },
            {"evaluate", directory.resolve("run").toString()},
            {
                "scaffold",
                file,
                "--language",
                "python",
                "-o",
                directory.resolve("scaffold.py").toString()
            }
        }) {
            Console console = Console.run(command);
            assertEquals(0, console.code(), console.out() + console.err());
        }
    }

    @Test
    void theProblemOfTheDataIsTheOnlyOne() {
        String missing = Console.run(
                        "validate", file(TABLE.replace("data.csv", "date.csv")).toString())
                .err();
        assertTrue(missing.startsWith("error[E001]: there is no file `date.csv`; did you mean `data.csv`?"), missing);
        String ragged = Console.run(
                        "validate",
                        file("npz: { file: data.npz, inputs: input }").toString())
                .err();
        assertTrue(ragged.contains("data.npz has no array `input`; did you mean `inputs`?"), ragged);
        String key = Console.run(
                        "validate", file(TABLE.replace("classes", "clases")).toString())
                .err();
        assertTrue(key.startsWith("error[E010]: unknown key `clases`"), key);
        assertTrue((missing + ragged + key).split("error\\[").length == 4, missing + ragged + key);
    }

    @Test
    void isNeededWhereOnlyAClusterReadsTheData() {
        String remote = Console.run(
                        "validate",
                        file(TABLE.replace("data.csv", "data.parquet")).toString())
                .err();
        assertTrue(
                remote.contains("`inputs` is missing and cannot be counted: `data.parquet` is a Parquet file"), remote);
        assertTrue(remote.contains("`inputs: N` with the number of inputs"), remote);
    }

    @Test
    void isNeededWithoutData() {
        Path file = file(TABLE);
        String text = Console.run(
                        "validate",
                        Console.write(directory, "none.yaml", Console.read(file).replaceAll("(?s)data:.*", ""))
                                .toString())
                .err();
        assertTrue(text.contains("`inputs` is missing") && text.contains("`data` is missing"), text);
    }
}
