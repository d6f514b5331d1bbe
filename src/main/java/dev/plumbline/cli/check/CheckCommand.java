package dev.plumbline.cli.check;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.BackendOption;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.options.SparkOption;
import dev.plumbline.cli.terminal.ActivityIndicator;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Progress;
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
import dev.plumbline.recording.InvalidRecordingException;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.check.CheckJson;
import dev.plumbline.report.check.CheckJunit;
import dev.plumbline.report.check.CheckText;
import dev.plumbline.report.check.DiagnosisJson;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.HistoryRecorder;
import dev.plumbline.report.check.PowerReport;
import dev.plumbline.report.check.ThreeWayText;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.OwnClasses;
import dev.plumbline.report.page.HtmlPage;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        footer = {"", "Examples:", "  plumbline check configs/three-layer.yaml", "  plumbline check net.py"})
public final class CheckCommand extends Verb {
    private final Engine engine;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The network file; or a Python script or notebook that trains a network, which is run, watched "
                            + "and checked as it stands.")
    private Path file = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "NET",
            description = "Check your own network instead of DL4J: a recording, a class, a Java source file, or a "
                    + "command in quotes.")
    private @Nullable String against;

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
            description = "The time limit for a command of --against, or for each call of a method of a class. "
                    + "Default: 3600.")
    private Optional<Duration> timeout = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "For a script, write the network file that was found, its data and the recording to this directory.")
    private @Nullable Path kept;

    @Option(
            names = "--fix",
            description =
                    "For a script, try the corrected lines in a copy; if it then agrees, print them as a unified diff, "
                            + "which `patch -p0` applies.")
    private boolean fixes;

    @Option(names = "--verbose", description = "Show DL4J's own log on the error stream.")
    private boolean verbose;

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
            files.guard(file);
            try {
                int code = check(files);
                return reportUnwritten(files) ? ExitCode.BAD_INPUT : code;
            } catch (RuntimeException | Error e) {
                files.failed(file, String.valueOf(e.getMessage()));
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
        requireSense();
        Verdict verdict = WatchedScript.isScript(file) ? checkScript(files) : checkFile(files);
        if (output.json) {
            files.closing().lines().filter(line -> !line.isEmpty()).forEach(this::message);
        } else {
            print(files.closing());
        }
        boolean isSuccess = verdict == Verdict.AGREES || verdict == Verdict.INCOMPLETE && allowsIncomplete;
        return isSuccess ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    /** Refuses options that would have no effect. */
    private void requireSense() {
        boolean isScript = WatchedScript.isScript(file);
        refuse(isScript && against != null, "`--against` names a network, and FILE is a script: check one of them");
        refuse(!isScript && kept != null, "`--keep` has no effect unless FILE is a Python script");
        refuse(!isScript && fixes, "`--fix` has no effect unless FILE is a Python script");
        refuse(isScript && spark.isGiven(), "`--spark` checks DL4J on a cluster, and FILE is a script");
        if (against == null && !isScript) {
            refuse(withoutDl4j, "`--no-dl4j` leaves nothing to check without `--against`");
            refuse(onlyTraining, "`--only-training` has no effect without `--against`");
            refuse(timeout.isPresent(), "`--timeout` has no effect without `--against`");
        }
        refuse(against == null && !classpath.isEmpty(), "`--classpath` has no effect without `--against`");
        refuse(against != null && spark.isGiven(), "`--spark` checks DL4J on a cluster: leave out `--against`");
    }

    private static void refuse(boolean isSenseless, String why) {
        if (isSenseless) {
            throw new UsageException(ErrorKind.OPTION_CONFLICT, why);
        }
    }

    private Verdict checkFile(Reports.Open files) {
        LoadedNetwork read = comparison.applyTo(LoadedNetwork.read(file, settings));
        LoadedNetwork loaded = against != null && withoutDl4j ? read : backend.applyTo(read, terminal());
        Experiment experiment = loaded.experiment(Footprint.ofCheck(loaded.spec(), loaded.examples()));
        if (against == null) {
            Engine checked = spark.engine(loaded, terminal(), false).orElse(engine);
            return checkEngine(experiment, checked, files);
        }
        LoadedNetwork.placed(loaded.file(), () -> Distributed.requireOne(loaded.spec(), "`--against`"));
        Subject subject = Networks.open(against, classpath, this::message, timeout.orElse(CommandSubject.TIMEOUT));
        Optional<Engine> third = withoutDl4j ? Optional.empty() : Optional.of(engine);
        return checkNetwork(experiment, subject, languageOf(against, subject), third, files)
                .verdict();
    }

    /** Checks a script against the reference alone: DL4J would train the file that was found, which is another check. */
    private Verdict checkScript(Reports.Open files) {
        try (WatchedScript script = watched()) {
            if (kept != null) {
                keep(script, kept);
            }
            LoadedNetwork loaded = comparison.applyTo(LoadedNetwork.read(script.networkFile(), settings));
            Experiment experiment = loaded.experiment(Footprint.ofReference(loaded.spec(), loaded.examples()));
            if (!output.json) {
                print(understood(script));
            }
            ThreeWayResult result =
                    checkNetwork(experiment, script, DiagnosisText.Language.NUMPY, Optional.empty(), files);
            if (fixes && result.verdict() == Verdict.DIFFERS) {
                String repair = repair(result.diagnosis(), script);
                if (output.json) {
                    message(repair);
                } else {
                    print("\n" + repair);
                }
            }
            return result.verdict();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first repair with which the script agrees and still trains the same network, as a diff. */
    private String repair(Diagnosis diagnosis, WatchedScript script) throws IOException {
        ScriptRepair corrections = new ScriptRepair(diagnosis, script);
        Map<Path, String> corrected = corrections.corrected();
        Duration limit = timeout.orElse(CommandSubject.TIMEOUT);
        Optional<WatchedScript.Repair> proven = Optional.empty();
        try (ActivityIndicator searching = new ActivityIndicator(terminal(), "searching for a repair")) {
            if (!corrected.isEmpty()) {
                proven = proven(script.repairs(corrected, corrections.wrong(), limit), script);
            }
            if (proven.isEmpty()) {
                proven = proven(script.repairs(Map.of(), corrections.wrong(), limit), script);
            }
        }
        return proven.map(repair -> "Repair, proven: with it, the script agrees in every tensor of every step.\n\n"
                        + repair.difference())
                .orElse("No repair: no corrected line and no small edit of the script makes it agree.\n");
    }

    private Optional<WatchedScript.Repair> proven(List<WatchedScript.Repair> repairs, WatchedScript script)
            throws IOException {
        for (WatchedScript.Repair repair : repairs) {
            try (WatchedScript edited =
                    WatchedScript.run(file, repair.sources(), line -> {}, timeout.orElse(CommandSubject.TIMEOUT))) {
                LoadedNetwork loaded = comparison.applyTo(LoadedNetwork.read(edited.networkFile(), settings));
                Experiment again = loaded.experiment(Footprint.ofReference(loaded.spec(), loaded.examples()));
                ThreeWayCheck check = new ThreeWayCheck(again, Optional.empty(), onlyTraining);
                if (edited.trainsAs(script) && check.run(edited).verdict() == Verdict.AGREES) {
                    return Optional.of(repair);
                }
            } catch (SubjectFailedException | InvalidRecordingException | BadInputException e) {
                continue; // this one is none
            }
        }
        return Optional.empty();
    }

    private WatchedScript watched() {
        ActivityIndicator running = new ActivityIndicator(terminal(), "running " + file.getFileName());
        try {
            return WatchedScript.run(file, this::message, timeout.orElse(CommandSubject.TIMEOUT));
        } finally {
            running.close();
        }
    }

    private void keep(WatchedScript script, Path folder) {
        try {
            script.keepIn(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(ErrorKind.ALREADY_EXISTS, "`--keep`: there is a file " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException(
                    ErrorKind.NOT_WRITABLE, "`--keep` " + folder + " cannot be written: " + e.getMessage());
        }
    }

    private String understood(WatchedScript script) {
        List<CheckReport.Entry> entries = new ArrayList<>();
        script.understood().forEach((name, text) -> entries.add(new CheckReport.Entry(name, text)));
        if (!settings.forShell().isEmpty()) {
            entries.add(new CheckReport.Entry("replaced", settings.forShell().strip()));
        }
        CheckReport.Part part = new CheckReport.Part("What " + script.name() + " trains", entries);
        return CheckReport.text(part, "variables".length(), style()) + "\n";
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
