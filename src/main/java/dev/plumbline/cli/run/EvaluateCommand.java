package dev.plumbline.cli.run;

import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.PathConverter;
import dev.plumbline.cli.options.SavedModel;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.ClusterEvaluation;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.model.Model;
import dev.plumbline.model.RunFolder;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.EvaluationReport;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.yaml.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline evaluate}: prints the metrics of a trained network. */
@Command(
        name = "evaluate",
        header = "Measure how good a trained network is.",
        description = {
            "",
            "Prints every metric of the network on the held-out examples of its run or, with --part training, on those"
                    + " it was trained on. If no examples are held out, the training part is evaluated."
        },
        footer = {"", "Examples:", "  plumbline evaluate runs/1", "  plumbline evaluate runs/1 --data test.csv --json"})
public final class EvaluateCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "The directory of a run, or a model.zip.")
    private Path path = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Evaluate on the examples of this file, which has the same columns or arrays as the "
                    + "training data.")
    private Optional<String> data = Optional.empty();

    @Option(names = "--targets", paramLabel = "FILE", description = "The file of the labels, for IDX files.")
    private Optional<Path> targets = Optional.empty();

    @Option(names = "--part", paramLabel = "PART", description = "The part to evaluate: ${COMPLETION-CANDIDATES}.")
    private Optional<Part> wanted = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "The engine: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "dl4j")
    private EngineChoice choice = EngineChoice.dl4j;

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Evaluate on Apache Spark, whose machines read the examples (CSV or Parquet).")
    private Optional<SparkMaster> spark = Optional.empty();

    @Option(
            names = "--importance",
            description =
                    "Print how important each input column is: the accuracy that is lost, or the rise of the loss,"
                            + " when its values are permuted among the examples.")
    private boolean importance;

    @Mixin
    private Output output = new Output();

    /** The parts of the data, as they are written on the command line. */
    enum Part {
        training,
        validation
    }

    @Override
    public Integer call() throws IOException {
        if (data.isPresent() && wanted.isPresent()) {
            throw new RefusedException(ErrorKind.OPTION_CONFLICT, "--data names the examples: leave out `--part`");
        }
        if (data.isEmpty() && targets.isPresent()) {
            throw new RefusedException(ErrorKind.MISSING_OPTION, "--targets needs `--data`, the file of the inputs");
        }
        if (importance && spark.isPresent()) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT, "--importance evaluates on this machine: leave out `--spark`");
        }
        SavedModel saved = SavedModel.read(path);
        EvaluationReport report = spark.isPresent() ? onCluster(saved, spark.get()) : here(saved);
        print(output.json ? Json.text(report.json()) : report.text(style()));
        return ExitCode.DONE;
    }

    private EvaluationReport here(SavedModel saved) {
        Model model = saved.model();
        Examples examples = data.isPresent() ? another(model, PathConverter.local(data.get()), targets) : ofRun(saved);
        Engine engine = choice.engine(terminal());
        Evaluation evaluation = saved.evaluate(engine, examples.set());
        EvaluationReport report = new EvaluationReport(
                model.spec(),
                engine.name(),
                examples.name(),
                evaluation,
                model.preparation().classes());
        return importance ? report.with(saved.importance(engine, examples.set())) : report;
    }

    private EvaluationReport onCluster(SavedModel saved, SparkMaster master) {
        Model model = saved.model();
        if (choice != EngineChoice.dl4j) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT, "--spark evaluates on DL4J: leave out `--engine " + choice + "`");
        }
        if (!(model.spec().data() instanceof DataSource.Csv)) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT,
                    "--spark evaluates on tables, but the data of "
                            + model.spec().name() + " are not in a CSV or Parquet file");
        }
        ClusterEngines engines = SparkOption.engines();
        Natives.announce(terminal());
        if (data.isPresent()) {
            String file = data.get();
            return report(model, file, refusing(() -> engines.evaluate(master, model, file)));
        }
        RunFolder run = folderOf(saved);
        NetworkFile network = LoadedNetwork.network(run.resolvedFile());
        try (ClusterExamples examples = refusing(
                () -> engines.read(master, network.spec(), Path.of(run.record().directory()), false))) {
            boolean isValidated = examples.data().validation().isPresent();
            Part part = wanted.orElse(isValidated ? Part.validation : Part.training);
            if (part == Part.validation && !isValidated) {
                throw withoutValidation();
            }
            return report(model, "the " + part + " part", examples.evaluate(model, part == Part.validation));
        }
    }

    private static EvaluationReport report(Model model, String part, ClusterEvaluation evaluation) {
        return new EvaluationReport(
                model.spec(),
                "DL4J on Spark",
                part,
                evaluation.loss(),
                evaluation.scores(),
                model.preparation().classes());
    }

    /** Examples and their name in the output. */
    private record Examples(String name, Dataset set) {}

    private static Examples another(Model model, Path file, Optional<Path> targets) {
        return refusing(() ->
                new Examples(file.toString(), NetworkData.another(model.spec(), file, targets, model.preparation())));
    }

    private static <T> T refusing(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidSpecException e) {
            throw new RefusedException(e.problems().stream()
                    .map(problem -> new Problem(problem.kind(), "", problem.message(), problem.allowed()))
                    .toList());
        }
    }

    private Examples ofRun(SavedModel saved) {
        RunFolder run = folderOf(saved);
        NetworkData read = LoadedNetwork.read(run).data();
        Part part = wanted.orElse(read.validation().isPresent() ? Part.validation : Part.training);
        Dataset set =
                part == Part.training ? read.examples() : read.validation().orElseThrow(this::withoutValidation);
        return new Examples("the " + part + " part", set);
    }

    private RunFolder folderOf(SavedModel saved) {
        return saved.run()
                .orElseThrow(() -> new RefusedException(
                        ErrorKind.MISSING_OPTION,
                        "`" + path + "` is a model without its data: give the directory of its run, or --data"));
    }

    private RefusedException withoutValidation() {
        return new RefusedException(
                ErrorKind.OPTION_CONFLICT,
                "`" + path + "` has no validation part: its network file has no `validation`");
    }
}
