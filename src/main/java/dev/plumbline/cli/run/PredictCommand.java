package dev.plumbline.cli.run;

import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.NewFile;
import dev.plumbline.cli.options.PathConverter;
import dev.plumbline.cli.options.SavedModel;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.terminal.ActivityIndicator;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.NpzRows;
import dev.plumbline.data.examples.PreparedRows;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.model.PredictionWriter;
import dev.plumbline.model.Predictions;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.EvaluationSums;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline predict}: applies a trained network to new rows. */
@Command(
        name = "predict",
        header = "Apply a trained network to new rows.",
        description = {
            "",
            "Reads the rows of DATA (.csv, .npy or .npz; - reads CSV from standard input), prepares them like the "
                    + "training data, and writes the class of each row, or the network's outputs. Rows are read and "
                    + "written in blocks, so the file can be larger than the memory."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline predict runs/1 new.csv",
            "  plumbline predict model.zip - --probabilities < new.csv",
            "  plumbline predict runs/1 new.csv -o classes.jsonl"
        })
public final class PredictCommand extends Verb {
    /** The number of rows that are computed together. */
    private static final int BLOCK = EvaluationSums.BLOCK;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The directory of a run, or a model.zip.")
    private Path path = Path.of("");

    @Parameters(index = "1", paramLabel = "DATA", description = "The rows, without targets.")
    private String data = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file: .csv, .jsonl or .npz. Default: CSV on standard output.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--probabilities", description = "Also write the probability of each class.")
    private boolean probabilities;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "The engine: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "dl4j")
    private EngineChoice engine = EngineChoice.dl4j;

    @Option(names = "--json", description = "Write JSON lines instead of CSV to standard output.")
    private boolean json;

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Predict on Apache Spark: its machines read DATA (CSV or Parquet) and write the directory of"
                    + " --output, Parquet if it ends in .parquet, otherwise CSV.")
    private Optional<SparkMaster> spark = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Model model = SavedModel.read(path).model();
        Predictions predictions = Predictions.of(model);
        if (probabilities && predictions.classes().isEmpty()) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT, "--probabilities: the outputs of this network are not classes");
        }
        if (spark.isPresent()) {
            return onCluster(model, spark.get());
        }
        if (file.isEmpty()) {
            Writer out = new BufferedWriter(terminal().printer(), 1 << 16);
            predict(
                    model,
                    () -> json
                            ? PredictionWriter.jsonLines(out, predictions, probabilities)
                            : PredictionWriter.csv(out, predictions, probabilities));
            return ExitCode.DONE;
        }
        if (json) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT,
                    "--json is for standard output: leave it out, and let the name of --output end in .jsonl");
        }
        Path to = PathConverter.local(file.get());
        String ending = NewFile.endingOf(to, List.of(".csv", ".jsonl", ".npz"));
        AtomicFile.write(to, out -> predict(model, () -> writer(ending, out, predictions)));
        message("plumbline: the predictions are in " + to);
        return ExitCode.DONE;
    }

    private int onCluster(Model model, SparkMaster master) throws IOException {
        if (engine != EngineChoice.dl4j || json || data.equals("-")) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT,
                    "--spark predicts on DL4J, from files to files: leave out `--engine`, `--json` and `-`");
        }
        String to = file.orElseThrow(() -> new RefusedException(
                ErrorKind.MISSING_OPTION, "--spark needs `--output DIR`, where the machines of the cluster write"));
        ClusterEngines engines = SparkOption.engines();
        Natives.announce(terminal());
        long rows = engines.predict(master, model, data, to, probabilities);
        message(String.format(Locale.ROOT, "plumbline: %,d rows are in %s", rows, to));
        return ExitCode.DONE;
    }

    private PredictionWriter writer(String ending, OutputStream out, Predictions predictions) throws IOException {
        if (ending.equals(".npz")) {
            return PredictionWriter.npz(
                    new NpzRows(out, "outputs", predictions.outputs().size()));
        }
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        return ending.equals(".csv")
                ? PredictionWriter.csv(text, predictions, probabilities)
                : PredictionWriter.jsonLines(text, predictions, probabilities);
    }

    /** Opens what writes. */
    private interface Opening {
        PredictionWriter open() throws IOException;
    }

    /** Nothing is written, not even a header, unless the first rows can be read. */
    private void predict(Model model, Opening output) throws IOException {
        UnaryOperator<Matrix> network = network(model);
        try (PreparedRows rows = rows(model)) {
            Optional<Matrix> block = rows.next(BLOCK);
            try (PredictionWriter writer = output.open();
                    ActivityIndicator activity = new ActivityIndicator(terminal(), "predicting")) {
                for (; block.isPresent(); block = rows.next(BLOCK)) {
                    writer.write(model.preparation().inTargetUnit(network.apply(block.get())));
                }
                activity.end();
            }
        }
    }

    private PreparedRows rows(Model model) throws IOException {
        if (data.equals("-")) {
            return PreparedRows.csv(
                    System.in,
                    "the input",
                    model.preparation(),
                    model.preparation().layout());
        }
        return PreparedRows.open(PathConverter.local(data), data, model.preparation());
    }

    private UnaryOperator<Matrix> network(Model model) {
        if (engine == EngineChoice.reference) {
            return ReferenceEngine.function(model.spec(), model.weights());
        }
        Natives.announce(terminal());
        return Dl4j.function(model.spec(), model.weights());
    }
}
