package dev.plumbline.spark;

import dev.plumbline.data.DataException;
import dev.plumbline.data.examples.PredictedPart;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.model.PredictionWriter;
import dev.plumbline.model.Predictions;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.EvaluationSums;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Predicts the rows of a table where they are read, and writes the results from there. */
final class ClusterPrediction {
    private final Session session;
    private final Storage storage;
    private final Model model;
    private final Names names;

    /** What the columns of the results are called; {@link Predictions} as lists that go over the network. */
    private record Names(ArrayList<String> classes, ArrayList<String> outputs, boolean probabilities)
            implements Serializable {
        Predictions predictions() {
            return new Predictions(classes, outputs);
        }
    }

    ClusterPrediction(Session session, Model model, boolean probabilities) {
        this.session = session;
        this.storage = new Storage(session);
        this.model = model;
        Predictions predictions = Predictions.of(model);
        this.names = new Names(
                new ArrayList<>(predictions.classes()), new ArrayList<>(predictions.outputs()), probabilities);
    }

    /** Writes all results or none, and returns their number. */
    long write(String file, String output) throws IOException {
        Path target = StorageFailure.path(Storage.address(output).replaceAll("/+$", ""), output);
        if (storage.find(target, output).isPresent()) {
            throw new DataException(
                    ErrorKind.ALREADY_EXISTS, "`" + output + "` already exists; Plumbline does not overwrite it", "");
        }
        JavaRDD<PredictedPart> read;
        try {
            read = read(file).persist(StorageLevel.MEMORY_AND_DISK());
        } catch (IOException e) {
            throw StorageFailure.of(file, e);
        }
        List<PredictedPart> parts =
                session.await(read.map(PredictedPart::summary).collectAsync());
        for (PredictedPart each : parts) {
            if (each.problem().isPresent()) {
                throw each.problem().get();
            }
        }
        long rows = parts.stream().mapToLong(PredictedPart::rows).sum();
        if (rows > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    ErrorKind.TOO_LARGE, "`" + file + "` has " + rows + " rows", "at most 2,147,483,639");
        }
        try {
            write(arranged(read, parts, (int) rows), target, ParquetTable.isNamed(output));
        } catch (IOException e) {
            throw StorageFailure.of(output, e);
        }
        return rows;
    }

    /** Writes a hidden directory, and gives it its name at the end. */
    private void write(JavaRDD<double[]> rows, Path target, boolean asParquet) throws IOException {
        Path part = new Path(
                target.getParent(),
                "." + target.getName() + "." + ProcessHandle.current().pid() + ".part");
        FileSystem system = storage.system(target);
        if (!system.mkdirs(part)) {
            throw new IOException("the directory cannot be written");
        }
        system.deleteOnExit(part); // after a signal
        try {
            writeParts(rows, part, asParquet);
            if (!system.rename(part, target)) {
                throw new IOException("the directory cannot be renamed");
            }
        } finally {
            system.delete(part, true);
            system.cancelDeleteOnExit(part);
        }
    }

    private JavaRDD<PredictedPart> read(String file) throws IOException {
        String address = Storage.address(file);
        boolean isParquet = ParquetTable.isNamed(file);
        boolean header = isParquet || model.preparation().layout().header();
        TextTable table = isParquet
                ? new ParquetTable(session, storage, address, file)
                : new CsvTable(
                        session,
                        storage,
                        address,
                        file,
                        model.preparation().layout().delimiter().charAt(0),
                        header);
        String firstLine = "";
        if (header) {
            try (BufferedReader text =
                    new BufferedReader(new InputStreamReader(table.firstLine(), StandardCharsets.UTF_8))) {
                firstLine = Objects.requireNonNullElse(text.readLine(), "").replaceFirst("^\uFEFF", "");
            }
        }
        PredictedPart.Reading reading = new PredictedPart.Reading(model.preparation(), firstLine, isParquet);
        return table.map(reading::read);
    }

    /** The prepared rows in blocks that begin at the same rows as those of a prediction on one machine. */
    private JavaRDD<double[]> arranged(JavaRDD<PredictedPart> read, List<PredictedPart> parts, int rows) {
        int width = model.spec().inputs();
        ArrayList<Integer> firsts = new ArrayList<>();
        int before = 0;
        for (PredictedPart each : parts) {
            firsts.add(before);
            before += each.rows();
        }
        int size = Math.max(EvaluationSums.BLOCK, session.rowsTogether(width));
        return Arrangement.of(
                read.mapPartitionsWithIndex(
                        (number, each) -> List.of(new Arrangement.Rows(
                                        firsts.get(number), each.next().inputs()))
                                .iterator(),
                        true),
                width,
                new Layout.Blocks(rows, size),
                null);
    }

    private void writeParts(JavaRDD<double[]> rows, Path part, boolean asParquet) {
        Broadcast<WorkerNetwork> network = session.context()
                .broadcast(new WorkerNetwork(
                        model.spec(), model.weights(), model.preparation().targets()));
        Names called = names;
        if (asParquet) {
            JavaRDD<Row> results = rows.flatMap(values -> rows(outputs(network.value(), values), called));
            SparkSession sql =
                    SparkSession.builder().sparkContext(session.context().sc()).getOrCreate();
            try {
                sql.createDataFrame(results, schema()).write().mode("append").parquet(part.toString());
            } catch (Exception e) { // Spark throws checked exceptions that it does not declare
                throw JobFailure.of(e);
            }
        } else {
            Storage to = storage;
            String directory = part.toString();
            session.await(rows.mapPartitionsWithIndex(
                            (number, each) -> {
                                String name = String.format(Locale.ROOT, "part-%05d.csv", number);
                                writeCsv(outputs(network.value(), each.next()), called, to, directory + "/" + name);
                                return List.<Integer>of().iterator();
                            },
                            false)
                    .collectAsync());
        }
    }

    private static List<Matrix> outputs(WorkerNetwork network, double[] values) {
        UnaryOperator<Matrix> function = Dl4j.function(network.spec(), network.weights());
        int width = network.spec().inputs();
        RowShape shape = new RowShape(width, 0, false);
        int count = values.length / width;
        List<Matrix> outputs = new ArrayList<>();
        for (int from = 0; from < count; from += EvaluationSums.BLOCK) {
            Matrix inputs = shape.inputs(values, from, Math.min(count, from + EvaluationSums.BLOCK));
            outputs.add(network.inTargetUnit(function.apply(inputs)));
        }
        return outputs;
    }

    private static void writeCsv(List<Matrix> outputs, Names names, Storage storage, String file) throws IOException {
        Path path = new Path(file);
        FileSystem system = storage.system(path);
        system.setWriteChecksum(false);
        try (Writer text = new OutputStreamWriter(system.create(path, true), StandardCharsets.UTF_8);
                PredictionWriter writer = PredictionWriter.csv(text, names.predictions(), names.probabilities())) {
            for (Matrix each : outputs) {
                writer.write(each);
            }
        }
    }

    private static Iterator<Row> rows(List<Matrix> outputs, Names names) {
        Predictions predictions = names.predictions();
        boolean classified = !names.classes().isEmpty();
        List<Row> rows = new ArrayList<>();
        for (Matrix block : outputs) {
            for (int i = 0; i < block.rows(); i++) {
                List<Object> row = new ArrayList<>();
                if (classified) {
                    row.add(predictions.classOf(block, i));
                }
                if (!classified || names.probabilities()) {
                    row.addAll(predictions.probabilities(block, i));
                }
                rows.add(RowFactory.create(row.toArray()));
            }
        }
        return rows.iterator();
    }

    private StructType schema() {
        StructType schema = new StructType();
        if (names.classes().isEmpty()) {
            for (String each : names.outputs()) {
                schema = schema.add(each, DataTypes.DoubleType);
            }
            return schema;
        }
        schema = schema.add("class", DataTypes.StringType);
        if (names.probabilities()) {
            for (String each : names.classes()) {
                schema = schema.add("p(" + each + ")", DataTypes.DoubleType);
            }
        }
        return schema;
    }
}
