package dev.plumbline.cli.check;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.ActivityIndicator;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.recording.InvalidRecordingException;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The check of a script, which is run and watched, against the reference alone: DL4J would train the network file that was
 * found, which is another check. Its options are those for a script alone.
 */
final class ScriptCheck {
    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "For a script, write the network file that was found, its data and the recording to this directory.")
    private @Nullable Path kept;

    @Option(
            names = "--fix",
            description =
                    "For a script, try right formulas, and then small edits, in a copy; if it then agrees, print the repair "
                            + "as a unified diff, which `patch -p0` applies.")
    private boolean fixes;

    /** What the command does for it. */
    interface Command {
        /** Reads the network file that was found, with the options that replace what it says. */
        LoadedNetwork read(Path networkFile);

        /** Compares the script with the reference, and prints the result. */
        ThreeWayResult compare(Experiment experiment, WatchedScript script);

        /** A check without a report. */
        ThreeWayCheck silent(Experiment experiment);

        /** The settings that replace what was found, as text; empty if there are none. */
        String replaced();

        /** Whether the output is a JSON document. */
        boolean isJson();

        /** Whether a report is written to a file, which is of a network that is understood. */
        boolean writesFiles();

        /** The streams. */
        Terminal terminal();
    }

    /** Refuses its options where they have no effect. */
    void requireNone(String because) {
        if (kept != null || fixes) {
            String option = kept != null ? "`--keep`" : "`--fix`";
            throw new UsageException(ErrorKind.OPTION_CONFLICT, option + because);
        }
    }

    Verdict run(Path file, Duration timeout, Command command) {
        try (WatchedScript script = watched(file, timeout, command.terminal())) {
            if (kept != null) {
                keep(script, kept);
            }
            if (kept == null && !command.writesFiles()) {
                Optional<GradientCheck> gradients = withoutNetwork(script, file, timeout, command);
                if (gradients.isPresent()) {
                    return gradients.get().print(fixes);
                }
            }
            Experiment experiment = experiment(command.read(script.networkFile()));
            if (!command.isJson()) {
                command.terminal().print(understood(script, command));
            }
            ThreeWayResult result = command.compare(experiment, script);
            if (fixes
                    && (result.verdict() == Verdict.DIFFERS
                            || script.hasUnknownOptimizer()
                            || script.hasGuessedLoss()
                            || !script.contradictions().isEmpty())) {
                print(repair(result, script, file, timeout, command), command);
            }
            return result.verdict();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SubjectFailedException e) {
            if (e.kind() != ErrorKind.NOT_UNDERSTOOD) {
                throw e;
            }
            Optional<GradientCheck> gradients = kept != null || command.writesFiles()
                    ? Optional.empty()
                    : GradientCheck.of(file, WatchedScript.reason(e), timeout, command);
            if (fixes && gradients.filter(GradientCheck::differs).isEmpty()) {
                repairOfTraining(file, timeout, command)
                        .ifPresent(repair -> print("Repair, proven: with it, the script trains: " + repair, command));
            }
            return gradients.orElseThrow(() -> e).print(fixes);
        }
    }

    /** What is said of the gradients alone, where the script probably has another network or loss than what was understood. */
    private static Optional<GradientCheck> withoutNetwork(
            WatchedScript script, Path file, Duration timeout, Command command) {
        if (script.hasGuessedLayers()) {
            return GradientCheck.of(
                            file,
                            "its layers are not fully connected ones, or have other activations",
                            timeout,
                            command)
                    .filter(measured -> measured.isConclusive(script.hasGuessedHiddenLayers()));
        }
        if (script.hasGuessedLoss() || script.hasOtherDeltas()) {
            String reason = script.hasGuessedLoss()
                    ? "its loss is none that is known"
                    : "its gradients are right, but not those of the layers and the loss that were found";
            return GradientCheck.of(file, reason, timeout, command).filter(GradientCheck::agrees);
        }
        return Optional.empty();
    }

    /** Of a script that trains nothing that is understood, what an edit proves with which it does, and the edit. */
    static Optional<String> repairOfTraining(Path file, Duration timeout, Command command) {
        // There is no training before it. Gradients of one step do not show that it trains.
        Sameness sameness = (repair, edited, network) -> edited.comparesUpdates();
        return proven(() -> WatchedScript.repairs(file, timeout), sameness, file, timeout, command)
                .map(Proven::text);
    }

    /** Prints what is said of a repair, beside a JSON document. */
    static void print(String repair, Command command) {
        if (command.isJson()) {
            command.terminal().message(repair);
        } else {
            command.terminal().print("\n" + repair);
        }
    }

    /** The training of a network that was found. */
    static Experiment experiment(LoadedNetwork loaded) {
        return loaded.experiment(Footprint.ofReference(loaded.spec(), loaded.examples()));
    }

    /** The first repair with which the script agrees and still trains the same network, as a diff. */
    private static String repair(
            ThreeWayResult result, WatchedScript script, Path file, Duration timeout, Command command)
            throws IOException {
        if (script.isInPyTorch()) {
            return "No repair: only scripts that train with NumPy are edited.\n";
        }
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return "No repair: edits are tried in forked processes, which Windows does not have.\n";
        }
        LoadedNetwork before = command.read(script.networkFile());
        Sameness sameness = (repair, edited, network) -> (repair.resolves()
                        || RepairedNetwork.isSame(
                                network, before.spec(), script, edited, firstStep(result.diagnosis())))
                && (ofEdit(script).isEmpty() || script.contradictions().containsAll(edited.contradictions()))
                && (edited.isWhole() || RepairedNetwork.isPart(script, edited) || !edited.comparesUpdates())
                && (edited.comparesUpdates() || !script.comparesUpdates() && !edited.hasUnknownOptimizer());
        Optional<Proven> proven = proven(
                () -> script.repairs(wrong(result.diagnosis(), script), firstStep(result.diagnosis()), timeout),
                sameness,
                file,
                timeout,
                command);
        Optional<String> open = result.verdict() == Verdict.INCOMPLETE ? ofEdit(script) : Optional.empty();
        return proven.map(repair -> (open.isPresent() ? "Edit" : "Repair")
                        + ", proven: with it, "
                        + (repair.edits().resolves() ? "what a note says is no longer so, and " : "")
                        + open.map(clause -> clause + ", and ").orElse("")
                        + repair.text())
                .orElseGet(() -> noRepair(open, result.verdict()));
    }

    /** What an edit of a script that is not judged makes of it: the script may be right without it. */
    private static Optional<String> ofEdit(WatchedScript script) {
        if (script.hasGuessedLoss()) {
            return Optional.of("the deltas of the outputs are those of a loss that is known");
        }
        return script.hasUnknownOptimizer()
                ? Optional.of("the updates are those of an optimizer that is known")
                : Optional.empty();
    }

    private static String noRepair(Optional<String> open, Verdict verdict) {
        if (open.isPresent()) {
            return "No repair: with no small edit of the script, " + open.get() + ".\n";
        }
        return verdict == Verdict.DIFFERS
                ? "No repair: no right formula and no small edit in the script makes it agree.\n"
                : "No repair: with no small edit of the script, what the note says is no longer so.\n";
    }

    /** The lines that compute wrong tensors, or weights that are not judged, the last one of each tensor last. */
    private static List<Subject.Line> wrong(Diagnosis diagnosis, WatchedScript script) {
        int layers = diagnosis.spec().layers().size();
        if (diagnosis.findings().isEmpty() && ofEdit(script).isPresent()) {
            Stream<Key.Place> updates = IntStream.rangeClosed(1, layers)
                    .boxed()
                    .flatMap(layer ->
                            Stream.of(Quantity.WEIGHTS, Quantity.BIAS).map(quantity -> new Key.Place(quantity, layer)));
            Stream<Key.Place> places =
                    script.hasGuessedLoss() ? Stream.of(new Key.Place(Quantity.DELTA, layers)) : updates;
            return places.flatMap(place -> script.lines(place).stream())
                    .distinct()
                    .toList();
        }
        return diagnosis.findings().stream()
                .flatMap(finding -> Stream.concat(
                        finding.source().stream(),
                        finding.also().stream().flatMap(key -> script.lines(key.place()).stream())))
                .distinct()
                .toList();
    }

    /** The step of the first wrong tensor. */
    private static int firstStep(Diagnosis diagnosis) {
        return (int) diagnosis.findings().stream()
                .mapToLong(finding -> finding.first().step())
                .filter(step -> step >= 0 && step < Integer.MAX_VALUE)
                .min()
                .orElse(0);
    }

    /**
     * A repair with what it proves.
     *
     * @param contradictsItself whether the training, which is right, contradicts itself all the same, as a note says
     */
    private record Proven(WatchedScript.Repair edits, String proof, boolean contradictsItself) {
        /** What it proves, and the diff. */
        String text() {
            String still = contradictsItself ? " But it contradicts itself, as a note says." : "";
            return proof + still + "\n\n" + edits.difference();
        }
    }

    /** Whether a script that was edited still trains what it did before. */
    private interface Sameness {
        boolean isSame(WatchedScript.Repair repair, WatchedScript edited, NetworkSpec network);
    }

    private static Optional<Proven> proven(
            Supplier<List<WatchedScript.Repair>> search,
            Sameness sameness,
            Path file,
            Duration timeout,
            Command command) {
        ActivityIndicator searching = new ActivityIndicator(command.terminal(), "searching for a repair");
        try {
            return search.get().stream()
                    .flatMap(repair -> proven(repair, sameness, file, timeout, command).stream())
                    .findFirst();
        } finally {
            searching.close();
        }
    }

    private static Optional<Proven> proven(
            WatchedScript.Repair repair, Sameness sameness, Path file, Duration timeout, Command command) {
        try (WatchedScript edited = WatchedScript.run(file, repair.sources(), line -> {}, timeout)) {
            LoadedNetwork network = command.read(edited.networkFile());
            // Of gradients, of deltas that are taken as they are, or of the first steps, no more than these can be
            // right.
            boolean isWhole = edited.isWhole() && edited.comparesUpdates();
            Verdict best = isWhole ? Verdict.AGREES : Verdict.INCOMPLETE;
            boolean isRight = sameness.isSame(repair, edited, network.spec())
                    && command.silent(experiment(network)).run(edited).verdict() == best;
            return isRight
                    ? Optional.of(new Proven(
                            repair, proof(edited), !edited.contradictions().isEmpty()))
                    : Optional.empty();
        } catch (SubjectFailedException | InvalidRecordingException | BadInputException e) {
            return Optional.empty(); // this one is none
        }
    }

    private static String proof(WatchedScript edited) {
        if (!edited.comparesUpdates()) {
            return "the gradients of a step agree, and the first updates follow from them.";
        }
        if (edited.hasUnknownLoss()) {
            return "all but the deltas of the outputs agrees, in every step that can be compared.";
        }
        return "the script agrees in every tensor of every step" + (edited.isWhole() ? "." : " that can be compared.");
    }

    private static WatchedScript watched(Path file, Duration timeout, Terminal terminal) {
        ActivityIndicator running = new ActivityIndicator(terminal, "running " + file.getFileName());
        try {
            return WatchedScript.run(file, terminal::message, timeout);
        } finally {
            running.close();
        }
    }

    private static void keep(WatchedScript script, Path folder) {
        try {
            script.keepIn(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(ErrorKind.ALREADY_EXISTS, "`--keep`: there is a file " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException(
                    ErrorKind.NOT_WRITABLE, "`--keep` " + folder + " cannot be written: " + e.getMessage());
        }
    }

    private static String understood(WatchedScript script, Command command) {
        List<CheckReport.Entry> entries = new ArrayList<>();
        script.understood().forEach((name, text) -> entries.add(new CheckReport.Entry(name, text)));
        if (!command.replaced().isEmpty()) {
            entries.add(new CheckReport.Entry("replaced", command.replaced()));
        }
        CheckReport.Part part = new CheckReport.Part("What " + script.name() + " trains", entries);
        return CheckReport.text(part, "variables".length(), command.terminal().style()) + "\n";
    }
}
