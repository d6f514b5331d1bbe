package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Plumbline;
import dev.plumbline.SavedNetwork;
import dev.plumbline.TrainedNetwork;
import dev.plumbline.data.DataException;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are scaled for the training, and the numbers in their unit that a user reads. */
class ScaledTargetsTests {
    private static final int ROWS = 240;

    @TempDir
    Path directory;

    private Path network;

    /** The prices of houses, about 100,000s. */
    private static List<double[]> houses() {
        Random random = new Random(3);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double area = 50 + 100 * random.nextDouble();
            double age = 80 * random.nextDouble();
            double price = 100_000 * (1 + area / 40 - age / 50 + 0.1 * random.nextGaussian());
            rows.add(new double[] {area, age, Math.rint(price), i % 5});
        }
        return rows;
    }

    private void write(List<double[]> rows, String prepare) throws IOException {
        String table = rows.stream()
                .map(row -> Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "area,age,price,fold\n", "\n"));
        Files.writeString(directory.resolve("houses.csv"), table);
        network = Files.writeString(directory.resolve("houses.yaml"), """
                name: houses
                inputs: 2
                layers:
                  - dense: { units: 8, activation: tanh }
                  - dense: { units: 1, activation: identity }
                init: glorot_uniform
                loss: half_squared_error
                reduction: mean
                training:
                  optimizer: { adam: { learning_rate: 0.01 } }
                  batch_size: 32
                  epochs: 30
                data:
                  csv: { file: houses.csv, inputs: [area, age], targets: [price] }
                prepare: PREPARE
                validation: { column: fold, value: "4.0" }
                report: { metrics: [loss, mean_absolute_error] }
                """.replace("PREPARE", prepare));
    }

    private static Console ok(String... args) {
        Console run = Console.run(args);
        assertEquals(0, run.code(), run.err() + run.out());
        return run;
    }

    private Path train(String name) {
        Path run = directory.resolve(name);
        ok("train", network.toString(), "--run", run.toString());
        return run;
    }

    private static JsonObject json(String... args) {
        return JsonParser.parseString(ok(args).out()).getAsJsonObject();
    }

    private static double metric(Path run, String name, String... options) {
        List<String> args = new ArrayList<>(List.of("evaluate", run.toString(), "--json"));
        args.addAll(List.of(options));
        return json(args.toArray(String[]::new))
                .getAsJsonObject("metrics")
                .get(name)
                .getAsDouble();
    }

    @Test
    void aTargetOfAnySizeIsLearnedAndMeasuredInItsUnit() throws IOException {
        for (String scaling : List.of("standardize", "min_max", "log")) {
            write(houses(), "{ inputs: standardize, targets: " + scaling + " }");
            Path run = train(scaling);
            assertTrue(metric(run, "r_squared") > 0.9, scaling);
            double error = metric(run, "mean_absolute_error");
            assertTrue(error > 1_000 && error < 50_000, scaling + ": " + error);
            assertTrue(metric(run, "loss") < 0.2, scaling); // of the scaled targets
            assertEquals(error, metric(run, "mean_absolute_error", "--engine", "reference"), 1e-9 * error, scaling);
        }
    }

    @Test
    void predictionsAreScaledOutputsTimesDeviationPlusMeanOfTheTrainingPart() throws IOException {
        checkPredictions("standardize", x -> x, x -> x);
    }

    /** As scikit-learn's {@code TransformedTargetRegressor(func=np.log, inverse_func=np.exp)} of standardized targets. */
    @Test
    void predictionsOfLogarithmsAreExponentialsOfOutputsTimesDeviationPlusMean() throws IOException {
        checkPredictions("log", Math::log, Math::exp);
    }

    private void checkPredictions(String scaling, DoubleUnaryOperator transform, DoubleUnaryOperator inverse)
            throws IOException {
        write(houses(), "{ inputs: standardize, targets: " + scaling + " }");
        Path run = train("run");
        double[] prices = houses().stream()
                .filter(row -> row[3] != 4)
                .mapToDouble(row -> transform.applyAsDouble(row[2]))
                .toArray();
        double mean = Arrays.stream(prices).sum() / prices.length;
        double deviation = Math.sqrt(Arrays.stream(prices)
                        .map(price -> (price - mean) * (price - mean))
                        .sum()
                / prices.length);
        Model model = Model.read(run.resolve("model.zip"));
        Matrix rows = Matrix.of(houses().stream()
                .limit(7)
                .map(row -> new double[] {row[0], row[1]})
                .toArray(double[][]::new));
        Matrix scaled = ReferenceEngine.function(model.spec(), model.weights())
                .apply(model.preparation().apply(rows));
        Path asked = Files.writeString(
                directory.resolve("asked.csv"),
                houses().stream()
                        .limit(7)
                        .map(row -> row[0] + "," + row[1])
                        .collect(Collectors.joining("\n", "area,age\n", "\n")));
        List<String> predicted = ok("predict", run.toString(), asked.toString(), "--engine", "reference")
                .out()
                .lines()
                .toList();
        assertEquals("price", predicted.get(0));
        Matrix saved = SavedNetwork.read(run.resolve("model.zip")).predict(rows);
        for (int i = 0; i < 7; i++) {
            double expected = inverse.applyAsDouble(scaled.get(i, 0) * deviation + mean);
            assertEquals(expected, Double.parseDouble(predicted.get(i + 1)), 1e-12 * expected);
            assertEquals(expected, saved.get(i, 0), 1e-9 * expected);
            assertTrue(expected > 100_000);
        }
    }

    @Test
    void predictionsOfSeveralTargetsAreEachInTheirUnit() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        Files.writeString(
                network,
                Files.readString(network)
                        .replace("units: 1", "units: 2")
                        .replace("[area, age], targets: [price]", "[area], targets: [age, price]")
                        .replace("inputs: 2", "inputs: 1"));
        Path model = train("run").resolve("model.zip");
        Matrix areas = Matrix.of(new double[][] {{60}, {100}, {140}});
        Matrix saved = SavedNetwork.read(model).predict(areas);
        Path asked = Files.writeString(directory.resolve("asked.csv"), "area\n60\n100\n140\n");
        List<String> predicted =
                ok("predict", model.toString(), asked.toString()).out().lines().toList();
        for (int i = 0; i < 3; i++) {
            String[] values = predicted.get(i + 1).split(",");
            assertEquals(saved.get(i, 0), Double.parseDouble(values[0]));
            assertEquals(saved.get(i, 1), Double.parseDouble(values[1]));
            assertTrue(saved.get(i, 0) < 80 && saved.get(i, 1) > 100_000, saved.toString());
        }
    }

    @Test
    void everyTargetWithoutALogarithmIsAnErrorAtItsPlace() throws IOException {
        List<double[]> rows = houses();
        rows.get(1)[2] = 0;
        rows.get(4)[2] = -1; // held out
        write(rows, "{ targets: log }");
        Console run = Console.run("train", network.toString());
        assertEquals(2, run.code());
        assertTrue(run.err().contains("houses.csv:3, column `price`: found `0.0`"), run.err());
        assertTrue(run.err().contains("houses.csv:6, column `price`: found `-1.0`"), run.err());
        assertTrue(run.err().contains("numbers above 0") && run.err().contains("houses.yaml:14:"), run.err());
        Path free = directory.resolve("houses.csv");
        Path rejected = Files.move(free, directory.resolve("rejected.csv"));
        write(houses(), "{ targets: log }");
        run = Console.run("evaluate", train("run").toString(), "--data", rejected.toString());
        assertEquals(2, run.code());
        assertTrue(run.err().contains("rejected.csv:3, column `price`: found `0.0`"), run.err());
        TrainedNetwork trained = Plumbline.read(network).train();
        DataException refused =
                assertThrows(DataException.class, () -> trained.evaluate(Matrix.row(100, 10), Matrix.row(0)));
        assertTrue(refused.getMessage().contains("a target is 0.0"), refused.getMessage());
        String text = Files.readString(network);
        Files.writeString(
                network,
                text.replaceAll("csv: .*", "{ inputs: [[1, 2], [3, 4]], targets: [[5], [-6]] }")
                        .replaceAll("validation: .*", "")
                        .replace("batch_size: 32", "batch_size: all"));
        run = Console.run("validate", network.toString());
        assertTrue(run.err().contains("found -6.0") && run.err().contains("houses.yaml:14:47"), run.err());
        Files.writeString(network, text.replace("{ targets: log }", "{ inputs: log }"));
        run = Console.run("validate", network.toString());
        assertTrue(run.err().contains("`log` is a scaling of targets"), run.err());
    }

    @Test
    void aTrainingOnLogarithmsContinuesToTheSameModel() throws IOException {
        write(houses(), "{ inputs: standardize, targets: log }");
        Model whole = Model.read(train("whole").resolve("model.zip"));
        Path run = directory.resolve("resumed");
        ok("train", network.toString(), "--run", run.toString(), "--epochs", "10");
        ok("train", "--resume", run.toString(), "--epochs", "30");
        assertEquals(whole, Model.read(run.resolve("model.zip")));
    }

    @Test
    void nothingOfTheHeldOutRowsIsInTheModel() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        byte[] before = Files.readAllBytes(train("before").resolve("model.zip"));
        List<double[]> changed = houses();
        changed.stream().filter(row -> row[3] == 4).forEach(row -> row[2] *= 17);
        write(changed, "{ inputs: standardize, targets: standardize }");
        assertArrayEquals(before, Files.readAllBytes(train("after").resolve("model.zip")));
        changed.get(0)[2] *= 17; // a training row
        write(changed, "{ inputs: standardize, targets: standardize }");
        assertTrue(!Arrays.equals(before, Files.readAllBytes(train("training").resolve("model.zip"))));
    }

    @Test
    void theReportOfATrainingAndItsPageAreInTheUnitOfTheTarget() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        Path run = directory.resolve("run");
        Console trained = ok("train", network.toString(), "--run", run.toString());
        assertTrue(trained.out().contains("loss (scaled targets)"), trained.out());
        double price = houses().get(0)[2];
        assertTrue(trained.out().contains(String.format("%.0f", price).substring(0, 3)), trained.out());
        JsonObject json = json("train", network.toString(), "--json", "--engine", "reference");
        double target = json.getAsJsonObject("outputs")
                .getAsJsonArray("targets")
                .get(0)
                .getAsJsonArray()
                .get(0)
                .getAsDouble();
        assertEquals(price, target, 1e-9 * price);
        JsonObject last = json.getAsJsonArray("report")
                .get(json.getAsJsonArray("report").size() - 1)
                .getAsJsonObject()
                .getAsJsonObject("validation");
        assertEquals(
                metric(run, "mean_absolute_error"),
                last.get("mean_absolute_error").getAsDouble(),
                1);
        ok("report", run.toString());
        assertTrue(Files.readString(run.resolve("report.html")).contains("loss (scaled targets)"));
    }

    @Test
    void bothEnginesGetTheSameScaledTargetsAndTheCheckReportsTheUnit() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        JsonObject json = json("check", network.toString(), "--json");
        assertTrue(json.get("ok").getAsBoolean());
        double target = json.getAsJsonObject("outputs")
                .getAsJsonArray("targets")
                .get(0)
                .getAsJsonArray()
                .get(0)
                .getAsDouble();
        assertEquals(houses().get(0)[2], target, 1e-9 * target);
        Console text = ok("check", network.toString());
        assertTrue(text.out().contains("loss (scaled targets)"), text.out());
        NetworkSpec spec = YamlReader.read(network).spec();
        Dataset examples = NetworkData.read(spec, directory).examples();
        assertEquals(0, examples.targets().mean(), 1e-12);
        assertEquals(examples.targets(), Plumbline.read(network).experiment().targets());
    }

    @Test
    void aTrainedNetworkAnswersInTheUnitOfTheTarget() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        TrainedNetwork trained = Plumbline.read(network).train();
        assertTrue(trained.outputs().min() > 50_000);
        Path file = directory.resolve("model.zip");
        trained.save(file);
        Matrix row = Matrix.row(100, 10);
        double price = SavedNetwork.read(file).predict(row).get(0, 0);
        assertEquals(330_000, price, 60_000);
        assertEquals(
                Model.read(file).preparation(),
                Model.read(train("run").resolve("model.zip")).preparation());
    }

    @Test
    void classesAndLossesOfLimitedTargetsAreRefused() throws IOException {
        write(houses(), "{ inputs: standardize, targets: standardize }");
        String text = Files.readString(network);
        Files.writeString(network, text.replace("targets: [price]", "targets: [price], classes: infer"));
        Console run = Console.run("validate", network.toString());
        assertEquals(2, run.code());
        assertTrue(run.err().contains("the targets are classes, which are not scaled"), run.err());
        Files.writeString(
                network,
                text.replace("half_squared_error", "binary_cross_entropy").replace("identity", "sigmoid"));
        run = Console.run("validate", network.toString());
        assertTrue(
                run.err().contains("`binary_cross_entropy` needs targets in [0, 1], which are not scaled"), run.err());
        Files.writeString(network, text.replace("{ inputs: standardize, targets: standardize }", "{}"));
        run = Console.run("validate", network.toString());
        assertTrue(run.err().contains("`prepare` has neither `inputs` nor `targets`"), run.err());
    }
}
