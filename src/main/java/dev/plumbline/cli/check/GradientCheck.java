package dev.plumbline.cli.check;

import dev.plumbline.cli.terminal.ActivityIndicator;
import dev.plumbline.compare.Verdict;
import dev.plumbline.recording.ScriptGradients;
import dev.plumbline.recording.ScriptGradients.Judgement;
import dev.plumbline.recording.ScriptGradients.Weights;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The check of a script whose network no file can describe, such as a recurrent one: its gradients are compared with
 * numerical derivatives of its own loss.
 */
final class GradientCheck {
    private static final int NAMES = "difference".length();

    private final Path file;
    private final String reason;
    private final ScriptGradients gradients;
    private final Duration timeout;
    private final ScriptCheck.Command command;

    private GradientCheck(
            Path file, String reason, ScriptGradients gradients, Duration timeout, ScriptCheck.Command command) {
        this.file = file;
        this.reason = reason;
        this.gradients = gradients;
        this.timeout = timeout;
        this.command = command;
    }

    /** Measures the derivatives; empty if the script has no loss, and no delta of its outputs, that explains its gradients. */
    static Optional<GradientCheck> of(Path file, String reason, Duration timeout, ScriptCheck.Command command) {
        ActivityIndicator measuring = new ActivityIndicator(command.terminal(), "measuring derivatives");
        try {
            return WatchedScript.gradients(file, timeout)
                    .map(gradients -> new GradientCheck(file, reason, gradients, timeout, command));
        } catch (SubjectFailedException e) {
            return Optional.empty(); // what is said of the script stays what it was
        } finally {
            measuring.close();
        }
    }

    /** Whether some gradient is wrong. */
    boolean differs() {
        return !gradients.that(Judgement.DIFFERS).isEmpty();
    }

    /** Whether all gradients are derivatives of a loss that the script computes, and no loss with a name is another one. */
    boolean agrees() {
        return gradients.loss().isPresent()
                && gradients.namedLoss().isEmpty()
                && gradients.that(Judgement.AGREES).size()
                        == gradients.weights().size();
    }

    /**
     * Whether all gradients are derivatives, of hidden layers that are guessed most of them, or some are known to be others
     * than those of the loss. A delta of the outputs says nothing of the output layer.
     */
    boolean isConclusive(boolean isOfHiddenLayers) {
        int agreeing = gradients.that(Judgement.AGREES).size();
        int all = gradients.weights().size();
        if (gradients.loss().isPresent()) {
            return agreeing == all || differs() || isOfHiddenLayers && 2 * agreeing > all;
        }
        return agreeing == all && isOfHiddenLayers;
    }

    /** Prints what was found, and a repair if it is asked for. */
    Verdict print(boolean repairs) {
        Verdict verdict = differs() ? Verdict.DIFFERS : Verdict.INCOMPLETE;
        CheckReport report = report(verdict);
        command.terminal()
                .print(
                        command.isJson()
                                ? Json.text(Json.object(
                                        "ok",
                                        false,
                                        "verdict",
                                        verdict,
                                        "subject",
                                        name(),
                                        "reason",
                                        reason,
                                        "gradients",
                                        gradients,
                                        "report",
                                        report.json()))
                                : report.text(NAMES, command.terminal().style()));
        if (repairs && verdict == Verdict.DIFFERS) {
            String none = "No repair: with no small edit of the script, all its gradients are right.\n";
            ScriptCheck.print(
                    repair().or(() -> ScriptCheck.repairOfTraining(file, timeout, command)
                                    .map(repair -> "Repair, proven: with it, " + repair))
                            .orElse(none),
                    command);
        }
        gradients.notes().stream()
                .map(ScriptGradients.Note::difference)
                .filter(difference -> repairs && !difference.isEmpty())
                .findFirst()
                .ifPresent(difference -> ScriptCheck.print(
                        "Edit, not proven: with it, what a note says is no longer so.\n\n" + difference, command));
        return verdict;
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }

    private CheckReport report(Verdict verdict) {
        List<Weights> differing = gradients.that(Judgement.DIFFERS);
        String of =
                gradients.loss().isPresent() ? "the derivatives of its loss" : "what follows from its outputs' delta";
        int count = gradients.weights().size();
        String sentence = verdict == Verdict.DIFFERS
                ? ": " + differing.size() + " of " + count + " gradients of " + name() + " are not " + of
                : ": " + gradients.that(Judgement.AGREES).size() + " of " + count + " gradients of " + name() + " are "
                        + of;
        List<CheckReport.Entry> entries = new ArrayList<>();
        entries.add(new CheckReport.Entry("network", "not understood: " + reason));
        gradients.loss().ifPresent(line -> entries.add(at("loss", List.of(line))));
        gradients.delta().ifPresent(line -> {
            entries.add(at("delta", List.of(line)));
            entries.add(new CheckReport.Entry(
                    "note",
                    "The script computes no loss of the examples of a step that has these gradients. The delta of its"
                            + " outputs is taken as it is, and not judged."));
        });
        gradients.namedLoss().ifPresent(line -> {
            entries.add(at("loss", List.of(line)));
            entries.add(new CheckReport.Entry(
                    "note", "If this is the loss of the examples of the step, its derivatives are others."));
        });
        gradients.notes().forEach(note -> entries.add(new CheckReport.Entry("note", note.text())));
        if (gradients.factor() != 1) {
            entries.add(new CheckReport.Entry(
                    "note", "All gradients are " + Numbers.figure(gradients.factor()) + " times the derivatives."));
        }
        names(Judgement.AGREES).ifPresent(names -> entries.add(new CheckReport.Entry("agree", names)));
        names(Judgement.UNKNOWN)
                .ifPresent(names -> entries.add(
                        new CheckReport.Entry("unknown", names + ": no array of the step is like their gradients")));
        entries.add(new CheckReport.Entry(
                "compared",
                "one step, in which weights are changed a little, each array in several directions; not the updates"));
        return new CheckReport(
                verdict == Verdict.DIFFERS ? CheckReport.Severity.BAD : CheckReport.Severity.WARNING,
                verdict.name(),
                sentence,
                entries,
                parts());
    }

    private List<CheckReport.Part> parts() {
        List<CheckReport.Part> parts = new ArrayList<>();
        for (Weights each : gradients.that(Judgement.DIFFERS)) {
            String title = parts.size() + 1 + ". The gradient of " + titleOf(each);
            parts.add(new CheckReport.Part(
                    title,
                    Stream.concat(
                                    each.gradient().map(line -> at("lines", List.of(line))).stream(),
                                    Stream.of(new CheckReport.Entry(
                                            "difference",
                                            Numbers.error(each.difference())
                                                    + " of its largest derivative, in the directions that were tried")))
                            .toList()));
        }
        if (!gradients.suspects().isEmpty()) {
            parts.add(new CheckReport.Part(
                    "Where the first of them goes wrong",
                    List.of(
                            at("lines", gradients.suspects()),
                            new CheckReport.Entry("why", "What is sent back to these lines is still right."))));
        }
        return parts;
    }

    private static CheckReport.Entry at(String name, List<Subject.Line> lines) {
        return new CheckReport.Entry(name, DiagnosisText.textOf(lines), CheckReport.Kind.LINES);
    }

    private Optional<String> names(Judgement judgement) {
        List<Weights> weights = gradients.that(judgement);
        return weights.isEmpty()
                ? Optional.empty()
                : Optional.of(weights.stream().map(GradientCheck::titleOf).collect(Collectors.joining(", ")));
    }

    private static String titleOf(Weights weights) {
        return weights.name().isEmpty() ? "weights of " + weights.shape() : "`" + weights.name() + "`";
    }

    /** The first repair with which all gradients are right, as a diff. */
    private Optional<String> repair() {
        List<WatchedScript.Repair> edits;
        ActivityIndicator searching = new ActivityIndicator(command.terminal(), "searching for a repair");
        try {
            edits = WatchedScript.repairsOfGradients(file, timeout);
        } finally {
            searching.close();
        }
        return edits.stream()
                .findFirst()
                .map(repair -> "Repair, proven: with it, all gradients that are compared are right, in two steps.\n\n"
                        + repair.difference());
    }
}
