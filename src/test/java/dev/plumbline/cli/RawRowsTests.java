package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.SavedNetwork;
import dev.plumbline.TrainedNetwork;
import dev.plumbline.data.DataException;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Metric;
import dev.plumbline.trace.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as they are in a file of data, which every way to a prediction prepares in the same way. */
class RawRowsTests {
    @TempDir
    private Path directory;

    /** A trained network, the file that it saves and the verb predict take the same rows: those of the file of the data. */
    @Test
    void rawRowsHaveTheSamePredictionsEverywhere() throws IOException {
        Path model = directory.resolve("iris.zip");
        TrainedNetwork trained = dev.plumbline.Plumbline.read(irisOfFewEpochs()).train();
        trained.save(model);
        SavedNetwork saved = SavedNetwork.read(model);
        Matrix rows = irisRows();
        Path file = directory.resolve("rows.npz");
        Npz.write(file, Map.of("inputs", NpyArray.of(rows)));
        Path predicted = directory.resolve("predicted.npz");
        Console console = Console.run("predict", model.toString(), file.toString(), "-o", predicted.toString());
        assertEquals(0, console.code(), console.err());

        assertEquals(saved.predict(rows), trained.predict(rows));
        try (Npz outputs = Npz.open(predicted)) {
            assertEquals(outputs.read("outputs").toMatrix(), trained.predict(rows));
        }
        assertEquals(saved.classes(rows), trained.classes(rows));
        assertEquals("setosa", trained.classes(Matrix.row(5.1, 3.5, 1.4, 0.2)).get(0));
    }

    @Test
    void anEvaluationTakesRawRowsAndOneColumnOfTargetsPerOutput() throws IOException {
        TrainedNetwork trained = dev.plumbline.Plumbline.read(irisOfFewEpochs()).train();
        Matrix rows = irisRows();
        Matrix outputs = trained.predict(rows);
        List<String> classes = List.of("setosa", "versicolor", "virginica");
        double[][] targets = trained.classes(rows).stream()
                .map(name -> classes.stream()
                        .mapToDouble(each -> each.equals(name) ? 1 : 0)
                        .toArray())
                .toArray(double[][]::new);
        Evaluation evaluation = trained.evaluate(rows, Matrix.of(targets));

        assertEquals(outputs, evaluation.outputs());
        assertEquals(1, evaluation.metric(Metric.ACCURACY));
        assertEquals(
                "the rows have 3 columns, and the network was trained on 4: sepal_length, sepal_width, petal_length,"
                        + " petal_width",
                assertThrows(DataException.class, () -> trained.evaluate(Matrix.zeros(1, 3), Matrix.row(1, 0, 0)))
                        .getMessage());
        assertEquals(
                "the targets have 1 column; allowed: 3, one per output: setosa, versicolor, virginica (1 for the class"
                        + " of the row, 0 for the others)",
                assertThrows(DataException.class, () -> trained.evaluate(Matrix.zeros(1, 4), Matrix.row(1)))
                        .getMessage());
        assertEquals(
                "there are 2 rows and 1 row of targets; allowed: one row of targets per row",
                assertThrows(DataException.class, () -> trained.evaluate(Matrix.zeros(2, 4), Matrix.row(1, 0, 0)))
                        .getMessage());
    }

    private Path irisOfFewEpochs() throws IOException {
        Files.copy(Path.of("configs/iris.csv"), directory.resolve("iris.csv"));
        return Files.writeString(
                directory.resolve("iris.yaml"),
                Files.readString(Path.of("configs/iris.yaml"))
                        .replace("epochs: 60", "epochs: 6")
                        .replace("every: 6", "every: 3"));
    }

    private static Matrix irisRows() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("configs/iris.csv"))) {
            return Matrix.of(lines.skip(1)
                    .map(line -> Stream.of(line.split(","))
                            .limit(4)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new));
        }
    }
}
