package dev.plumbline.cli.check;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.recording.InvalidRecordingException;
import dev.plumbline.recording.OwnDirectory;
import dev.plumbline.recording.WatchedScript;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.NetworkTable;
import dev.plumbline.report.check.NetworkTable.Outcome;
import dev.plumbline.report.check.NetworkTable.Row;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The check of one of many networks.
 *
 * @param network how the command line names it
 * @param name how the table names it
 * @param common what the checks have in common
 * @param all all networks, so that a script sees none of the others
 * @param memory the limit of a script's memory in bytes
 */
record OneCheck(String network, String name, ManyChecks.Common common, List<String> all, long memory) {
    private static final Pattern TRACE = Pattern.compile("File \"[^\"]*\", line (\\d+)");
    private static final Pattern EXCEPTION = Pattern.compile("[\\w.]+(Error|Exception|Interrupt|Warning|Exit)\\b");

    /** Runs it, and waits for its end. */
    Row row() {
        long begun = System.nanoTime();
        Row row = checked();
        return new Row(
                row.name(),
                row.outcome(),
                row.reason(),
                row.text(),
                (System.nanoTime() - begun) / 1e9,
                row.hasExamples(),
                row.hasStart());
    }

    private Row checked() {
        try {
            return NetworkList.isScript(network) ? script() : other();
        } catch (SubjectFailedException e) {
            return switch (e.kind()) {
                case TIMEOUT ->
                    failed(
                            Outcome.TOO_SLOW,
                            "not done after " + common.timeout().toSeconds() + " s",
                            e.getMessage());
                case NOT_UNDERSTOOD -> failed(Outcome.NOT_UNDERSTOOD, WatchedScript.reason(e), e.getMessage());
                default -> failed(Outcome.FAILED, lastLine(e), printed(e).isEmpty() ? e.getMessage() : printed(e));
            };
        } catch (InvalidRecordingException e) {
            int more = e.defects().size() - 1;
            String first = e.defects().get(0).toString();
            String message = String.valueOf(e.getMessage());
            return failed(Outcome.INVALID, first + (more == 0 ? "" : "; and " + more + " more"), message);
        } catch (BadInputException | InvalidSpecException e) {
            String message = String.valueOf(e.getMessage());
            return failed(Outcome.NOT_UNDERSTOOD, message.lines().findFirst().orElse(""), message);
        } catch (RuntimeException e) { // the results of the others are not lost
            return failed(Outcome.FAILED, "internal error: " + e + "; check it alone", String.valueOf(e));
        }
    }

    private Row failed(Outcome outcome, String reason, String text) {
        return new Row(name, outcome, reason, text, 0, false, false);
    }

    private Row other() {
        Experiment experiment = common.exercise().orElseThrow().experiment();
        Subject subject = common.opener().apply(network);
        return row(check(experiment, subject), List.of(), experiment);
    }

    private Row script() {
        Path file = Path.of(network);
        try (WatchedScript script =
                WatchedScript.runApart(file, new OwnDirectory(beside(file), memory), common.timeout())) {
            LoadedNetwork trained = common.reader().apply(script.networkFile());
            Experiment training = ScriptCheck.experiment(trained);
            if (common.exercise().isEmpty()) {
                return row(check(training, script), List.of(), training);
            }
            Exercise exercise = common.exercise().get();
            List<String> differences = new ArrayList<>(exercise.layers(trained));
            List<String> ofTraining = exercise.training(trained.spec());
            ThreeWayResult result = ofTraining.isEmpty() ? check(training, script) : asked(trained, script);
            if (result.verdict().isDifference() && !ofTraining.isEmpty()) {
                ThreeWayResult asFound = check(training, script);
                if (count(asFound) < count(result)) {
                    differences.addAll(ofTraining);
                    if (result.diagnosis().isExplained()
                            && !trained.spec()
                                    .loss()
                                    .equals(exercise.network().spec().loss())) {
                        differences.add("by the loss of " + exercise.name() + ", "
                                + NetworkTable.reason(result.diagnosis(), result.subject()));
                    }
                    result = asFound;
                }
            }
            return row(result, differences, training);
        }
    }

    /** The check with the loss and the optimizer of the exercise. */
    private ThreeWayResult asked(LoadedNetwork trained, Subject script) {
        LoadedNetwork asked = common.exercise().orElseThrow().asked(trained).orElse(trained);
        return check(ScriptCheck.experiment(asked), script);
    }

    private static int count(ThreeWayResult result) {
        return result.diagnosis().findings().size();
    }

    private ThreeWayResult check(Experiment experiment, Subject subject) {
        return new ThreeWayCheck(experiment, Optional.empty(), common.onlyTraining()).run(subject);
    }

    private Row row(ThreeWayResult result, List<String> differences, Experiment training) {
        Diagnosis diagnosis = result.diagnosis();
        List<String> reasons = new ArrayList<>();
        DiagnosisText.Language language =
                network.endsWith(".java") ? DiagnosisText.Language.JAVA : DiagnosisText.Language.NUMPY;
        String text = DiagnosisText.of(diagnosis, result.subject(), language, Style.PLAIN);
        if (!differences.isEmpty()) {
            String another = "another network: " + String.join("; ", differences);
            reasons.add(another);
            text = TextLayout.paragraph("", Wording.capitalized(another)) + "\n" + text;
        }
        boolean hasExamples = common.exercise()
                .map(exercise -> exercise.hasExamplesOf(training))
                .orElse(true);
        String reason = NetworkTable.reason(diagnosis, result.subject());
        Stream.of(reason, hasExamples ? "" : "other examples")
                .filter(phrase -> !phrase.isEmpty())
                .forEach(reasons::add);
        Verdict verdict = differences.isEmpty() ? result.verdict() : Verdict.DIFFERS;
        return new Row(
                name,
                Outcome.of(verdict),
                String.join("; ", reasons),
                text,
                0,
                hasExamples,
                common.exercise().map(exercise -> exercise.hasStartOf(training)).orElse(true));
    }

    /** The files beside the script and beside the exercise that are not networks themselves. */
    private List<Path> beside(Path script) {
        List<Path> files = new ArrayList<>();
        List<Path> networks =
                all.stream().map(word -> Path.of(word).toAbsolutePath()).toList();
        Stream<Path> folders = Stream.concat(
                Stream.of(LoadedNetwork.directory(script.toAbsolutePath())),
                common.exercise().stream()
                        .map(exercise -> LoadedNetwork.directory(exercise.file().toAbsolutePath())));
        for (Path folder : folders.filter(Files::isDirectory).toList()) {
            try (Stream<Path> content = Files.list(folder)) {
                content.filter(file -> !networks.contains(file)
                                && !file.getFileName().toString().startsWith("."))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** What the script printed at its end; empty if it printed nothing. */
    private static String printed(SubjectFailedException e) {
        return e.getMessage()
                .substring(e.brief().length())
                .lines()
                .skip(2)
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
    }

    /** "line 3: NameError: name 'npp' is not defined". */
    private static String lastLine(SubjectFailedException e) {
        String last = printed(e).lines().reduce("", (first, second) -> second);
        if (!EXCEPTION.matcher(last).lookingAt()) {
            return e.brief().lines().findFirst().orElse("").replaceFirst("^`[^`]*` ", "");
        }
        Optional<MatchResult> place = TRACE.matcher(e.getMessage()).results().reduce((first, second) -> second);
        return place.map(match -> "line " + match.group(1) + ": ").orElse("")
                + last.replaceFirst("^[\\w.]+\\.(?=\\w+:)", "");
    }
}
