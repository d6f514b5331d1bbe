package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cluster.ClusterEvaluation;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.data.examples.PreparedRows;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.Scores;
import dev.plumbline.model.Model;
import dev.plumbline.model.PredictionWriter;
import dev.plumbline.model.Predictions;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.ValidationSet;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that the machines of a cluster read and hold: everything has the bits that it has on one machine. */
class SparkDataTests {
    private static final SparkMaster LOCAL = new SparkMaster("local[2]");

    @TempDir
    private static Path directory;

    /** Small parts and partitions, so that rows cross their bounds everywhere. */
    @BeforeAll
    static void divideFinely() {
        System.setProperty("spark.plumbline.partBytes", "30011");
        System.setProperty("spark.plumbline.partitionNumbers", "2000");
    }

    @AfterAll
    static void divideAsUsual() {
        System.clearProperty("spark.plumbline.partBytes");
        System.clearProperty("spark.plumbline.partitionNumbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aTrainingHasTheBitsOfOneMachine(String lineEnd) throws IOException {
        TestTables.table(directory.resolve("t.csv"), 3001, 1, lineEnd);
        String rest = """
                prepare: { inputs: standardize }
                validation: { share: 0.2, stratified: true }
                """;
        assertSame(TestTables.spec(TestTables.classifier("t.csv", rest)), LOCAL);
    }

    @Test
    void numbersOf32BitsWithWeightsAndMarkedRowsHaveThemToo() throws IOException {
        TestTables.table(directory.resolve("marked.csv"), 2500, 2, "\n");
        assertSame(TestTables.spec(TestTables.regression("marked.csv")), LOCAL);
    }

    @Test
    void logarithmsOfTargetsHaveThemToo() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 3000; i++) {
            text.append(i * 0.25).append(',').append(Math.pow(1.5, i % 17)).append('\n');
        }
        Files.writeString(directory.resolve("logs.csv"), text);
        NetworkSpec spec = TestTables.spec("""
                name: logarithms
                inputs: 1
                layers: [dense: { units: 1, activation: identity }]
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: mean
                training:
                  optimizer: { sgd: { learning_rate: 0.1 } }
                  batch_size: 64
                  epochs: 2
                  distributed: { workers: 2 }
                data: { csv: { file: logs.csv, inputs: [x], targets: [y] } }
                prepare: { inputs: standardize, targets: log }
                validation: { share: 0.2 }
                report: { every: 1, metrics: [loss, mean_absolute_error] }
                """);
        assertSame(spec, LOCAL);
        Path file = directory.resolve("logs.csv");
        assertPredicted(model(spec, NetworkData.read(spec, directory)), file, file.toString());
    }

    @Test
    void aValidationFileAndADrawnShareHaveThemToo() throws IOException {
        TestTables.table(directory.resolve("one.csv"), 1500, 3, "\n");
        TestTables.table(directory.resolve("other.csv"), 1200, 4, "\n");
        String prepared = "prepare: { inputs: min_max }\n";
        assertSame(
                TestTables.spec(TestTables.classifier("one.csv", prepared + "validation: { file: other.csv }\n")
                        .replace("missing: median", "missing: { constant: { value: 1.5 } }")),
                LOCAL);
        assertSame(
                TestTables.spec(TestTables.classifier("one.csv", prepared + "validation: { share: 0.3 }\n")
                        .replace("missing: median", "missing: mean")),
                LOCAL);
    }

    @Test
    void machinesWithoutAnyJarOfPlumblineHoldTheRows() throws Exception {
        LoopbackCluster.shipped();
        System.setProperty("spark.executor.memory", "768m");
        TestTables.table(directory.resolve("cluster.csv"), 1500, 5, "\n");
        String rest = "prepare: { inputs: standardize }\nvalidation: { share: 0.2 }\n";
        try (LoopbackCluster cluster = LoopbackCluster.start(directory.resolve("cluster"), 2)) {
            assertSame(TestTables.spec(TestTables.classifier("cluster.csv", rest)), cluster.master());
        }
    }

    /** Numbers as numbers, and a text column whose numbers are texts; several files, the first of them the smallest. */
    @Test
    void parquetGivesWhatCsvGives() throws IOException {
        Path csv = TestTables.table(directory.resolve("c.csv"), 2100, 6, "\n");
        Path parquet = directory.resolve("c.parquet");
        try (Session session = Session.connect(LOCAL, "tests", false)) {
            SparkSession sql =
                    SparkSession.builder().sparkContext(session.context().sc()).getOrCreate();
            org.apache.spark.sql.Dataset<Row> rows = sql.read()
                    .option("header", true)
                    .option("multiLine", true)
                    .option("escape", "\"")
                    .option("nullValue", "")
                    .csv(csv.toString())
                    .coalesce(1);
            Column number = functions.monotonically_increasing_id();
            org.apache.spark.sql.Dataset<Row> typed = rows.withColumn(
                            "size", rows.col("size").cast("double"))
                    .withColumn("weight kg", rows.col("weight kg").cast("double"))
                    .withColumn("stress", rows.col("stress").cast("int"))
                    .withColumn("number", number);
            write(typed.where("number < 100"), parquet, "a");
            write(typed.where("number >= 100 and number < 1500"), parquet, "b");
            write(typed.where("number >= 1500"), parquet, "c");
        }
        String rest = "prepare: { inputs: standardize }\nvalidation: { share: 0.2, stratified: true }\n";
        NetworkSpec local = TestTables.spec(TestTables.classifier("c.csv", rest));
        NetworkSpec onSpark = TestTables.spec(TestTables.classifier("c.parquet", rest));
        NetworkData here = NetworkData.read(local, directory);
        try (ClusterExamples there = new SparkEngines().read(LOCAL, onSpark, directory, false)) {
            assertEquals(here.preparation(), there.data().preparation());
            assertSame(here, named(local, here), there, named(onSpark, here));
        }
        Model model = model(local, here);
        assertPredicted(model, csv, parquet.toString());
    }

    private static void write(org.apache.spark.sql.Dataset<Row> rows, Path parquet, String name) throws IOException {
        Path written = directory.resolve("written-" + name);
        rows.write().parquet(written.toString());
        Files.createDirectories(parquet);
        try (Stream<Path> files = Files.list(written)) {
            Path file = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(file, parquet.resolve(name + ".parquet"));
        }
    }

    private static void assertSame(NetworkSpec spec, SparkMaster master) {
        NetworkData here = NetworkData.read(spec, directory);
        try (ClusterExamples there = new SparkEngines().read(master, spec, directory, false)) {
            assertEquals(here.preparation(), there.data().preparation());
            assertEquals(
                    here.examples().inputs().rows(),
                    there.data().examples().inputs().rows());
            assertEquals(
                    here.validation().map(all -> all.inputs().rows()),
                    there.data().validation().map(all -> all.inputs().rows()));
            assertSame(here, named(spec, here), there, named(spec, here));
        }
    }

    /** The specification with the names of the classes, as a model has it. */
    private static NetworkSpec named(NetworkSpec spec, NetworkData data) {
        return data.preparation().classes().isEmpty()
                ? spec
                : Schema.with(
                        spec,
                        "data",
                        Schema.with(
                                (DataSource.Csv) spec.data(),
                                "classes",
                                Optional.of(
                                        new ClassList.Named(data.preparation().classes()))));
    }

    /** The weights, the metrics of every epoch and the evaluation are the same. */
    private static void assertSame(NetworkData here, NetworkSpec spec, ClusterExamples there, NetworkSpec specThere) {
        Experiment local = Experiment.of(
                        spec,
                        here.examples().inputs(),
                        here.examples().targets(),
                        here.examples().weights())
                .withTargetScaling(here.preparation().targets());
        Experiment held = Experiment.ofNumbers(
                specThere, there.data().examples().inputs(), there.data().weights());
        Trainer.Result expected = trained(new Dl4jEngine(), here, local);
        Trainer.Result actual = trained(there.engine(), there.data(), held);
        assertEquals(expected.weights(), actual.weights());
        assertEquals(expected.lines(), actual.lines());
        assertEquals(expected.afterTraining().loss(), actual.afterTraining().loss());
        assertEquals(
                expected.afterTraining().outputs().rowRange(0, 10),
                actual.afterTraining().outputs());
        assertEquals(here.examples().inputs().rows(), actual.afterTraining().examples());
        Model model = new Model(spec, expected.weights(), here.preparation());
        assertEquals(evaluated(model, here.examples()), there.evaluate(model, false));
        here.validation().ifPresent(all -> assertEquals(evaluated(model, all), there.evaluate(model, true)));
    }

    private static Trainer.Result trained(Engine engine, NetworkData data, Experiment experiment) {
        Optional<ValidationSet> validation =
                data.validation().map(all -> new ValidationSet(all.inputs(), all.targets(), all.weights()));
        return new Trainer(engine, validation, Checkpoints.NONE).run(experiment, new Trainer.Listener() {});
    }

    private static ClusterEvaluation evaluated(Model model, Dataset all) {
        Experiment experiment = model.experiment(all.inputs(), all.targets(), all.weights());
        try (Run run = new Dl4jEngine().start(experiment)) {
            Evaluation evaluation = experiment.inTargetUnit(run.evaluate(all.inputs(), all.targets(), all.weights()));
            boolean areClasses = !model.preparation().classes().isEmpty();
            return new ClusterEvaluation(
                    evaluation.loss(), Scores.of(evaluation.outputs(), evaluation.targets(), areClasses));
        }
    }

    private static Model model(NetworkSpec spec, NetworkData data) {
        NetworkSpec named = named(spec, data);
        Experiment untrained = Experiment.of(
                named,
                data.examples().inputs(),
                data.examples().targets(),
                data.examples().weights());
        return new Model(named, untrained.initialWeights(), data.preparation());
    }

    @Test
    void predictsAndEvaluatesAnotherFileAsOneMachineDoes() throws IOException {
        TestTables.table(directory.resolve("known.csv"), 700, 7, "\n");
        Path other = TestTables.table(directory.resolve("new.csv"), 2600, 8, "\n");
        String rest = "prepare: { inputs: standardize }\n";
        String distributed = "  distributed: { workers: 3, averaging_frequency: 4 }\n";
        String text = TestTables.classifier("known.csv", rest);
        NetworkSpec spec = TestTables.spec(text);
        Model model = model(spec, NetworkData.read(spec, directory));
        assertPredicted(model, other, other.toString());
        assertEvaluated(model, other);
        // Of all rows, not of those of a block.
        NetworkSpec divided =
                TestTables.spec(text.replace(distributed, "").replace("l2: 0.001", "l2: 300, divided_by: batch"));
        assertEvaluated(model(divided, NetworkData.read(divided, directory)), other);
    }

    private static void assertEvaluated(Model model, Path other) throws IOException {
        assertEquals(
                evaluated(model, NetworkData.another(model.spec(), other, Optional.empty(), model.preparation())),
                new SparkEngines().evaluate(LOCAL, model, other.toString()));
    }

    /** The rows of a file without a header, whose name is no URI, and outputs that are numbers. */
    @Test
    void predictsNumbersWithoutAHeader() throws IOException {
        Path file = directory.resolve("bare 100%20é.csv");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(i * 0.25).append(',').append(i % 17).append('\n');
        }
        Files.writeString(file, text);
        NetworkSpec spec = TestTables.spec("""
                inputs: 1
                layers: [dense: { units: 1, activation: identity }]
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: mean
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: 10, epochs: 1 }
                data: { csv: { file: "bare 100%20é.csv", header: false, inputs: ["1"], targets: ["2"] } }
                prepare: { targets: min_max }
                """);
        assertPredicted(model(spec, NetworkData.read(spec, directory)), file, file.toString());
    }

    private static void assertPredicted(Model model, Path csv, String table) throws IOException {
        Predictions predictions = Predictions.of(model);
        boolean classified = !predictions.classes().isEmpty();
        StringWriter expected = new StringWriter();
        List<Double> firsts = new ArrayList<>();
        try (PreparedRows rows = PreparedRows.open(csv, csv.toString(), model.preparation());
                PredictionWriter writer = PredictionWriter.csv(expected, predictions, classified)) {
            Optional<Matrix> block = rows.next(1024);
            for (; block.isPresent(); block = rows.next(1024)) {
                Matrix outputs = model.preparation()
                        .inTargetUnit(
                                Dl4j.function(model.spec(), model.weights()).apply(block.get()));
                writer.write(outputs);
                for (int i = 0; i < outputs.rows(); i++) {
                    firsts.add(outputs.get(i, 0));
                }
            }
        }
        Path out = Files.createTempDirectory(directory, "predicted").resolve("out");
        assertEquals(firsts.size(), new SparkEngines().predict(LOCAL, model, table, out.toString(), classified));
        assertEquals(expected.toString(), joined(out));
        String parquet = out + ".parquet";
        new SparkEngines().predict(LOCAL, model, table, parquet, classified);
        try (Session session = Session.connect(LOCAL, "tests", false)) {
            List<Row> rows = SparkSession.builder()
                    .sparkContext(session.context().sc())
                    .getOrCreate()
                    .read()
                    .parquet(parquet)
                    .sort(functions.input_file_name(), functions.monotonically_increasing_id())
                    .collectAsList();
            assertArrayEquals(
                    firsts.stream().mapToDouble(each -> each).toArray(),
                    rows.stream()
                            .mapToDouble(row -> row.getDouble(classified ? 1 : 0))
                            .toArray());
        }
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertEquals(2, left.count()); // and nothing else
        }
    }

    /** The files in their order; each has the header, which one file has once. */
    private static String joined(Path out) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(out)) {
            List<Path> sorted = files.sorted().toList();
            assertTrue(sorted.size() > 1);
            String first = Files.readString(sorted.get(0));
            String header = header(first, Files.readString(sorted.get(1)));
            all.append(header);
            for (Path file : sorted) {
                String text = Files.readString(file);
                assertTrue(text.startsWith(header));
                all.append(text.substring(header.length()));
            }
        }
        return all.toString();
    }

    /** What two files begin with, up to a line end that is not in quotes. */
    private static String header(String one, String other) {
        int end = 0;
        boolean quoted = false;
        for (int i = 0; one.charAt(i) == other.charAt(i); i++) {
            quoted ^= one.charAt(i) == '"';
            if (one.charAt(i) == '\n' && !quoted) {
                return one.substring(0, i + 1);
            }
            end = i;
        }
        throw new AssertionError("no common header: " + one.substring(0, end));
    }
}
