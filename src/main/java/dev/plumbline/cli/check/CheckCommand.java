package dev.plumbline.cli.check;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.BackendOption;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.terminal.ActivityIndicator;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.cli.terminal.VerboseLogging;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.DetectionPower;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.handrolled.CodeSubject;
import dev.plumbline.handrolled.Networks;
import dev.plumbline.recording.CommandSubject;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.check.CheckJson;
import dev.plumbline.report.check.CheckJunit;
import dev.plumbline.report.check.CheckText;
import dev.plumbline.report.check.DiagnosisJson;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.HistoryRecorder;
import dev.plumbline.report.check.NetworkTable;
import dev.plumbline.report.check.PowerReport;
import dev.plumbline.report.check.ThreeWayText;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.report.page.HtmlPage;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline check}: trains on both engines and compares every step. */
@Command(
        name = "check",
        header = "Train on DL4J and on the reference, and compare every step.",
        description = {
            "",
            "Trains the network of FILE on DL4J and on a reference written from first principles, from the same"
                    + " initial weights and on the same batches, and compares every tensor of every step, in all "
                    + "epochs, without `early_stopping`. The exit code is 0 if they agree, and 3 if anything differs or if"
                    + " a part of the network could not have shown a mistake, such as a layer whose gradient is always"
                    + " 0.",
            "",
            "If FILE is a Python script, it is run unmodified, with your permissions, and watched; the network that it trains "
                    + "is found from its numbers, and every step is compared with the reference. `--set` corrects what was "
                    + "assumed, as in --set loss=binary_cross_entropy."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline check configs/three-layer.yaml",
            "  plumbline check net.py",
            "  plumbline check net.yaml --against 'submissions/*.py' --junit out.xml"
        })
public final class CheckCommand extends Verb {
    private final Engine engine;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "The network file; or a Python script or notebook that trains a network, which is run, watched "
                            + "and checked as it stands. Several scripts, or a pattern in quotes such as 'work/*.py', "
                            + "give a table.")
    private List<Path> given = List.of();

    @Option(
            names = "--against",
            paramLabel = "NET",
            description = "Check your own network instead of DL4J: a recording, a class, a Java source file, or a "
                    + "command in quotes. Given several times, or as a pattern in quotes, or with Python scripts: "
                    + "check each, as a table.")
    private List<String> against = List.of();

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            split = "${sys:path.separator}",
            hideParamSyntax = true,
            description = "The class path of the class of --against.")
    private List<Path> classpath = List.of();

    @Option(names = "--no-dl4j", description = "With --against, skip DL4J, which takes the most time.")
    private boolean withoutDl4j;

    @Option(
            names = "--only-training",
            description = "With --against, judge only the training, by the weights; a recorded tensor that is not what "
                    + "its name says is then no failure.")
    private boolean onlyTraining;

    @Option(
            names = "--allow-incomplete",
            description = "End with exit code 0 if nothing differs, even if not everything was tested (INCOMPLETE).")
    private boolean allowsIncomplete;

    @Option(
            names = "--power",
            description = "If nothing differs, also make every known mistake in this training, and show which of them "
                    + "this check would have found.")
    private boolean measuresPower;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "The time limit for a script, a command, or each call of a method of a class. "
                    + "Default: 3600, or 300 for each of several.")
    private Optional<Duration> timeout = Optional.empty();

    @Option(names = "--verbose", description = "Show DL4J's own log on the error stream.")
    private boolean verbose;

    @Mixin
    private ScriptCheck script = new ScriptCheck();

    @Mixin
    private ManyChecks many = new ManyChecks();

    @Mixin
    private SparkOption spark = new SparkOption();

    @Mixin
    private BackendOption backend = new BackendOption();

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Reports reports = new Reports();

    public CheckCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Integer call() {
        try (Reports.Open files = reports.open()) {
            files.guard(given.get(0));
            try {
                int code = check(files);
                return reportUnwritten(files) ? ExitCode.BAD_INPUT : code;
            } catch (RuntimeException | Error e) {
                files.failed(given.get(0), String.valueOf(e.getMessage()));
                reportUnwritten(files);
                throw e;
            }
        }
    }

    private boolean reportUnwritten(Reports.Open files) {
        files.unwritten().forEach(problem -> message(ErrorKind.NOT_WRITABLE.prefix() + problem));
        return !files.unwritten().isEmpty();
    }

    private int check(Reports.Open files) {
        NetworkList networks = NetworkList.of(given, against);
        requireSense(networks);
        int code = networks.isMany() ? checkMany(networks, files) : checkOne(networks, files);
        if (output.json) {
            files.closing().lines().filter(line -> !line.isEmpty()).forEach(this::message);
        } else {
            print(files.closing());
        }
        return code;
    }

    private int checkOne(NetworkList networks, Reports.Open files) {
        Path file = networks.file();
        Verdict verdict = WatchedScript.isScript(file)
                ? checkScript(file, files)
                : checkFile(file, networks.networks().stream().findFirst(), files);
        boolean isSuccess = verdict == Verdict.AGREES || verdict == Verdict.INCOMPLETE && allowsIncomplete;
        return isSuccess ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    /** Refuses options that would have no effect. */
    private void requireSense(NetworkList networks) {
        boolean isScript = WatchedScript.isScript(networks.file());
        if (networks.isMany()) {
            script.requireNone(" takes a single script");
            refuse(reports.hasPage(), "`--html` shows a single network");
            refuse(measuresPower, "`--power` takes a single network");
        } else {
            many.requireNone();
        }
        if (!isScript) {
            script.requireNone(" has no effect unless FILE is a Python script");
        }
        refuse(isScript && spark.isGiven(), "`--spark` checks DL4J on a cluster, and FILE is a script");
        if (against.isEmpty() && !isScript) {
            refuse(withoutDl4j, "`--no-dl4j` leaves nothing to check without `--against`");
            refuse(onlyTraining, "`--only-training` has no effect without `--against`");
            refuse(timeout.isPresent(), "`--timeout` has no effect without `--against`");
        }
        refuse(against.isEmpty() && !classpath.isEmpty(), "`--classpath` has no effect without `--against`");
        refuse(!against.isEmpty() && spark.isGiven(), "`--spark` checks DL4J on a cluster: leave out `--against`");
    }

    private static void refuse(boolean isSenseless, String why) {
        if (isSenseless) {
            throw new UsageException(ErrorKind.OPTION_CONFLICT, why);
        }
    }

    private Verdict checkFile(Path file, Optional<String> network, Reports.Open files) {
        LoadedNetwork read = comparison.applyTo(LoadedNetwork.read(file, settings));
        LoadedNetwork loaded = network.isPresent() && withoutDl4j ? read : backend.applyTo(read, terminal());
        Experiment experiment = loaded.experiment(Footprint.ofCheck(loaded.spec(), loaded.examples()));
        if (network.isEmpty()) {
            Engine checked = spark.engine(loaded, terminal(), false).orElse(engine);
            return checkEngine(experiment, checked, files);
        }
        LoadedNetwork.placed(loaded.file(), () -> Distributed.requireOne(loaded.spec(), "`--against`"));
        Subject subject =
                Networks.open(network.get(), classpath, this::message, timeout.orElse(CommandSubject.TIMEOUT));
        Optional<Engine> third = withoutDl4j ? Optional.empty() : Optional.of(engine);
        return checkNetwork(experiment, subject, languageOf(network.get(), subject), third, files)
                .verdict();
    }

    private Verdict checkScript(Path file, Reports.Open files) {
        return script.run(file, timeout.orElse(CommandSubject.TIMEOUT), new ScriptCheck.Command() {
            @Override
            public LoadedNetwork read(Path networkFile) {
                return comparison.applyTo(LoadedNetwork.read(networkFile, settings));
            }

            @Override
            public ThreeWayResult compare(Experiment experiment, WatchedScript watched) {
                DiagnosisText.Language language =
                        watched.isInPyTorch() ? DiagnosisText.Language.PYTORCH : DiagnosisText.Language.NUMPY;
                return checkNetwork(experiment, watched, language, Optional.empty(), files);
            }

            @Override
            public ThreeWayCheck silent(Experiment experiment) {
                return new ThreeWayCheck(experiment, Optional.empty(), onlyTraining);
            }

            @Override
            public String replaced() {
                return settings.forShell().strip();
            }

            @Override
            public boolean isJson() {
                return output.json;
            }

            @Override
            public boolean writesFiles() {
                return files.areRequested();
            }

            @Override
            public Terminal terminal() {
                return CheckCommand.this.terminal();
            }
        });
    }

    /** Checks scripts, each for itself, or networks that were to train the network of the file. */
    private int checkMany(NetworkList networks, Reports.Open files) {
        Duration limit = timeout.orElse(ManyChecks.TIMEOUT);
        Optional<Exercise> exercise = against.isEmpty() ? Optional.empty() : Optional.of(exercise(networks.file()));
        List<NetworkTable.Row> rows = many.run(
                networks.networks(),
                new ManyChecks.Common(
                        exercise,
                        inferred -> comparison.applyTo(
                                exercise.isEmpty()
                                        ? LoadedNetwork.read(inferred, settings)
                                        : LoadedNetwork.read(inferred, LoadedNetwork.directory(inferred), List.of())),
                        network -> Networks.open(network, classpath, line -> {}, limit),
                        onlyTraining,
                        limit),
                terminal());
        NetworkTable table = new NetworkTable(rows, exercise.map(Exercise::name));
        try {
            print(output.json ? Json.text(table.json()) : table.text(style()));
        } finally {
            files.junit(() -> table.junit(allowsIncomplete, files.begun(), files.seconds()));
        }
        return table.isDifferent(allowsIncomplete)
                ? ExitCode.DIFFERS
                : table.areAllChecked() ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private Exercise exercise(Path file) {
        LoadedNetwork loaded = comparison.applyTo(LoadedNetwork.read(file, settings));
        LoadedNetwork.placed(loaded.file(), () -> Distributed.requireOne(loaded.spec(), "`--against`"));
        return new Exercise(loaded, file, ScriptCheck.experiment(loaded));
    }

    private Verdict checkEngine(Experiment experiment, Engine checked, Reports.Open files) {
        CheckText text = new CheckText(experiment, checked.name(), style());
        if (!output.json) {
            print(text.opening());
        }
        if (verbose) {
            VerboseLogging.begin();
        }
        Natives.announce(terminal());
        HistoryRecorder recorder = new HistoryRecorder(experiment);
        StepObserver observer = files.areRequested() ? recorder : StepObserver.NONE;
        CheckResult result;
        try (Progress progress = new Progress(terminal(), "checking", experiment.steps())) {
            result = new Check(new ReferenceEngine(), checked).run(experiment, new Check.Listener() {
                @Override
                public void reported(Check.ReportLine line) {
                    if (!output.json) {
                        print(text.line(line));
                    }
                }

                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }

                @Override
                public StepObserver observer() {
                    return observer;
                }
            });
        }
        Optional<Power> power = measuresPower && result.verdict() != Verdict.DIFFERS
                ? Optional.of(DetectionPower.ofEngine(experiment))
                : Optional.empty();
        try {
            print(
                    output.json
                            ? Json.text(CheckJson.of(experiment, result, power))
                            : text.closing(result) + PowerReport.text(power, style()));
        } finally { // the reports are written even if the output is closed
            files.junit(() -> CheckJunit.of(
                    experiment.spec(), result, recorder, allowsIncomplete, files.begun(), files.seconds()));
            files.html(() -> HtmlPage.of(experiment, result, power, recorder, files.origin()));
        }
        return result.verdict();
    }

    private ThreeWayResult checkNetwork(
            Experiment experiment,
            Subject subject,
            DiagnosisText.Language language,
            Optional<Engine> third,
            Reports.Open files) {
        if (verbose) {
            VerboseLogging.begin();
        }
        HistoryRecorder ofNet = new HistoryRecorder(experiment);
        HistoryRecorder ofEngine = new HistoryRecorder(experiment);
        ThreeWayCheck check = new ThreeWayCheck(experiment, third, onlyTraining);
        ThreeWayResult result;
        try (ActivityIndicator waiting = new ActivityIndicator(terminal(), "training and examining " + subject.name());
                Progress progress = new Progress(terminal(), "checking " + engine.name(), experiment.steps())) {
            result = check.run(subject, new ThreeWayCheck.Listener() {
                @Override
                public void diagnosed(Diagnosis diagnosis) {
                    waiting.end();
                    if (!output.json) {
                        print(CheckText.allEpochs(experiment.spec()));
                        print(DiagnosisText.of(diagnosis, subject.name(), language, style()));
                    }
                    if (third.isPresent()) {
                        Natives.announce(terminal());
                    }
                }

                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }

                @Override
                public Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
                    ofNet.keepFirstOf(diagnosis);
                    return files.areRequested() ? Optional.of(ofNet) : Optional.empty();
                }

                @Override
                public boolean measuresPower() {
                    return measuresPower;
                }

                @Override
                public StepObserver ofEngine() {
                    return files.areRequested() ? ofEngine : StepObserver.NONE;
                }
            });
        }
        try {
            print(closing(experiment, result));
        } finally {
            files.junit(() -> CheckJunit.of(
                    experiment.spec(), result, ofNet, language, allowsIncomplete, files.begun(), files.seconds()));
            files.html(() -> HtmlPage.of(experiment, result, ofNet, ofEngine, language, files.origin()));
        }
        return result;
    }

    private String closing(Experiment experiment, ThreeWayResult result) {
        return output.json
                ? Json.text(DiagnosisJson.of(experiment, result))
                : ThreeWayText.of(result, style())
                        + (result.engine().isEmpty() ? "" : OwnClasses.text(experiment.spec(), style()))
                        + PowerReport.text(result.power(), style());
    }

    /** The language of a class is known; recordings and commands are mostly Python. */
    private static DiagnosisText.Language languageOf(String net, Subject subject) {
        if (subject instanceof CodeSubject network) {
            return network.isInKotlin() ? DiagnosisText.Language.KOTLIN : DiagnosisText.Language.JAVA;
        }
        boolean python = net.endsWith(".npz") || net.contains("python") || net.contains(".py");
        return python ? DiagnosisText.Language.NUMPY : DiagnosisText.Language.JAVA;
    }
}
