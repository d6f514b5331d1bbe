package dev.plumbline.cli.run;

import dev.plumbline.cli.options.BackendOption;
import dev.plumbline.cli.options.EngineChoice;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Interruption;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cli.terminal.VerboseLogging;
import dev.plumbline.cluster.ClusterExamples;
import dev.plumbline.model.CheckpointRule;
import dev.plumbline.model.RunFolder;
import dev.plumbline.model.RunRecord;
import dev.plumbline.model.RunTraining;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.TrainReport;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.TrainingProgress;
import dev.plumbline.trace.ValidationSet;
import dev.plumbline.yaml.NetworkFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline train}: trains on one engine. */
@Command(
        name = "train",
        header = "Train on one engine.",
        description = {
            "",
            "Trains the network of FILE and prints the metrics of its `report`. The exit code is 3 if a number is not"
                    + " finite; the message names the step and the layer.",
            "",
            "With --run, writes to DIR the network file, a record of versions, data and results, the history of the "
                    + "metrics, model.zip, and checkpoints. --resume continues from the last checkpoint and ends "
                    + "with exactly the same weights as a training that was not stopped."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline train --engine reference configs/three-layer.yaml",
            "  plumbline train --run runs/1 configs/two-moons.yaml",
            "  plumbline train --resume runs/1",
            "  plumbline train --spark local[2] --set training.distributed.workers=2 FILE"
        })
public final class TrainCommand extends Verb {
    private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The network file.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "The engine: ${COMPLETION-CANDIDATES}. Default: dl4j.")
    private Optional<EngineChoice> choice = Optional.empty();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Write the model, the history and checkpoints to this directory.")
    private Optional<Path> run = Optional.empty();

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue the training in this directory.")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = CheckpointInterval.Converter.class,
            description = "Write a checkpoint after each N epochs, or after a time such as 5m. Default: 1m.")
    private CheckpointInterval every = new CheckpointInterval(Optional.empty(), EVERY_MINUTE);

    @Option(
            names = "--keep",
            paramLabel = "K",
            description = "Keep the latest K checkpoints. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int keep = 3;

    @Option(
            names = "--stop-after",
            paramLabel = "TIME",
            converter = CheckpointInterval.TimeConverter.class,
            description = "Stop after a time such as 30m; --resume continues.")
    private Optional<Duration> stopAfter = Optional.empty();

    @Option(names = "--verbose", description = "Show DL4J's own log on the error stream.")
    private boolean verbose;

    @Mixin
    private SparkOption spark = new SparkOption();

    @Mixin
    private BackendOption backend = new BackendOption();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        if (verbose) {
            VerboseLogging.begin(); // before anything of DL4J is loaded
        }
        checkUsage();
        try {
            return resume.isPresent() ? goOn(resume.get()) : begin();
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void checkUsage() {
        if (file.isPresent() == resume.isPresent()) {
            throw new UsageException(
                    file.isPresent() ? ErrorKind.OPTION_CONFLICT : ErrorKind.MISSING_OPTION,
                    file.isPresent()
                            ? "--resume uses the network file of its run: omit `" + file.get() + "`"
                            : "Missing required parameter: 'FILE'");
        }
        if (run.isPresent() && resume.isPresent()) {
            throw new UsageException(ErrorKind.OPTION_CONFLICT, "--run and --resume exclude each other");
        }
        if (spark.isGiven()
                && choice.filter(engine -> engine != EngineChoice.dl4j).isPresent()) {
            throw new UsageException(
                    ErrorKind.OPTION_CONFLICT, "--spark trains on DL4J: leave out `--engine " + choice.get() + "`");
        }
        if (backend.isGiven()
                && choice.filter(engine -> engine == EngineChoice.reference).isPresent()) {
            throw new UsageException(
                    ErrorKind.OPTION_CONFLICT, "--backend is for DL4J, and the engine is the reference: leave it out");
        }
        if (keep < 1) {
            throw new UsageException(ErrorKind.INVALID_OPTION, "--keep: " + keep + " is less than 1");
        }
        if (run.isEmpty() && resume.isEmpty()) {
            CommandLine parsed = command.commandLine();
            Stream.of("--stop-after", "--checkpoint-every", "--keep")
                    .filter(parsed.getParseResult()::hasMatchedOption)
                    .findFirst()
                    .ifPresent(option -> {
                        throw new UsageException(
                                ErrorKind.MISSING_OPTION,
                                option + " needs --run DIR, where the checkpoints are written");
                    });
        }
    }

    private int begin() throws IOException {
        if (run.isPresent()) {
            RunFolder.check(run.get()); // before the data are read
        }
        Path network = file.orElseThrow();
        EngineChoice engine = choice.orElse(EngineChoice.dl4j);
        try (TrainingInput input =
                input(LoadedNetwork.network(network, settings), LoadedNetwork.directory(network), engine)) {
            if (run.isEmpty()) {
                return train(input, engine, Checkpoints.NONE, Optional.empty());
            }
            engine.announce(terminal());
            RunFolder folder = RunFolder.create(
                    run.get(),
                    network,
                    input.loaded().spec(),
                    RunRecords.of(
                                    input.loaded().spec(),
                                    engine.name(),
                                    LoadedNetwork.directory(network),
                                    input.fingerprints())
                            .on(RunRecords.machine(input.loaded().spec(), engine)));
            return train(folder, input, engine);
        }
    }

    /** Reads the data of a network file, here or on a cluster. */
    private TrainingInput input(NetworkFile network, Path directory, EngineChoice engine) {
        Optional<ClusterExamples> held =
                spark.examples(network, directory, terminal(), run.isPresent() || resume.isPresent());
        try {
            LoadedNetwork read = held.map(examples -> LoadedNetwork.of(network, examples.data()))
                    .orElseGet(() -> LoadedNetwork.read(network, directory));
            LoadedNetwork loaded = engine == EngineChoice.dl4j ? backend.applyTo(read, terminal()) : read;
            return new TrainingInput(
                    loaded,
                    held.isPresent() ? loaded.experimentOfNumbers() : loaded.experiment(engine.footprint(loaded)),
                    held);
        } catch (RuntimeException e) {
            held.ifPresent(ClusterExamples::close);
            throw e;
        }
    }

    private int goOn(Path directory) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        EngineChoice engine = EngineChoice.recorded(folder.record().engine());
        if (choice.filter(requested -> requested != engine).isPresent()) {
            throw new RefusedException(
                    ErrorKind.WRONG_STATE,
                    directory + " was trained on " + engine + ": omit --engine, or start a new run");
        }
        RunRecord record = folder.record();
        Path origin = Path.of(record.directory());
        try (TrainingInput input = input(LoadedNetwork.network(folder.resolvedFile(), settings), origin, engine)) {
            requireSameData(
                    directory,
                    record,
                    RunRecords.of(input.loaded().spec(), record.engine(), origin, input.fingerprints()));
            long steps = input.experiment().steps();
            record.outcome()
                    .filter(outcome -> !outcome.end().equals("stopped"))
                    .filter(outcome -> !outcome.end().equals("complete") || outcome.steps() >= steps)
                    .ifPresent(outcome -> {
                        throw new RefusedException(
                                ErrorKind.WRONG_STATE,
                                directory + " is a finished training (" + outcome.end() + ", " + outcome.steps()
                                        + " steps); --epochs N continues it to N epochs");
                    });
            return train(folder, input, engine);
        }
    }

    private static void requireSameData(Path directory, RunRecord before, RunRecord now) {
        before.changedData(now).stream().findFirst().ifPresent(changed -> {
            throw new RefusedException(
                    ErrorKind.WRONG_STATE,
                    changed + " has changed since " + directory
                            + " began: train with --run and another directory, or bring the old file back");
        });
    }

    /** Trains in the folder of a run. At Ctrl-C, the training writes a checkpoint and stops. */
    private int train(RunFolder folder, TrainingInput input, EngineChoice engine) throws IOException {
        Experiment experiment = input.experiment();
        LoadedNetwork loaded = input.loaded();
        try (Interruption interruption = new Interruption();
                RunTraining training = RunTraining.open(
                        folder,
                        new CheckpointRule(every.epochs(), every.time(), keep, stopAfter, interruption::isWanted),
                        experiment,
                        loaded.validation().isPresent(),
                        input.held().map(ClusterExamples::fingerprintOfTraining))) {
            if (resume.isPresent()) {
                folder.resolve(
                        loaded.spec()); // the settings may have changed, such as more epochs; written only if the
                // checkpoint fits
                engine.announce(terminal());
                folder.goOn(RunRecords.machine(loaded.spec(), engine));
                message("plumbline: continuing " + folder.directory() + " after step "
                        + training.start().map(TrainingProgress::steps).orElse(0L) + " of "
                        + experiment.steps());
            }
            return train(input, engine, training, Optional.of(new RunResult(folder, training)));
        }
    }

    private int train(
            TrainingInput input, EngineChoice choiceOfEngine, Checkpoints checkpoints, Optional<RunResult> folder)
            throws IOException {
        LoadedNetwork loaded = input.loaded();
        Experiment experiment = input.experiment();
        Engine engine = input.held()
                .<Engine>map(ClusterExamples::engine)
                .or(() -> spark.engine(loaded, terminal(), folder.isPresent()))
                .orElseGet(() -> choiceOfEngine.engine(terminal()));
        Optional<ValidationSet> validation = loaded.validation();
        TrainReport report = new TrainReport(
                experiment,
                engine.name(),
                validation.isPresent(),
                loaded.data().preparation().classes(),
                style());
        if (!output.json) {
            print(report.opening());
        }
        Trainer.Result result;
        try (Progress progress = new Progress(terminal(), "training", experiment.steps())) {
            result = new Trainer(engine, validation, checkpoints).run(experiment, new Trainer.Listener() {
                @Override
                public void reported(Trainer.EpochMetrics line) {
                    if (!output.json) {
                        print(report.line(line));
                    }
                    folder.ifPresent(saved -> saved.training().reported(line));
                }

                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }
            });
        }
        if (folder.isPresent()) {
            folder.get().finish(loaded, result);
        }
        print(output.json ? Json.text(report.json(result)) : report.closing(result));
        folder.ifPresent(saved -> saved.announce(terminal(), result));
        return result.failure().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERS;
    }
}
