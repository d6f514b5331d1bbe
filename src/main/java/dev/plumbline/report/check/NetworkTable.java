package dev.plumbline.report.check;

import com.google.gson.JsonObject;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.JunitXml;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.trace.Subject;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The checks of many networks, a row for each. */
public final class NetworkTable {
    private static final int LONGEST_NAME = 24;
    private static final int MOST_REASONS = 2;

    /** What a check came to. */
    public enum Outcome {
        AGREES("AGREES"),
        DIFFERS("DIFFERS"),
        INCOMPLETE("INCOMPLETE"),
        NOT_UNDERSTOOD("not understood"),
        INVALID("invalid"),
        FAILED("did not run"),
        TOO_SLOW("too slow");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** The outcome with this verdict. */
        public static Outcome of(Verdict verdict) {
            return verdict == Verdict.AGREES ? AGREES : verdict == Verdict.INCOMPLETE ? INCOMPLETE : DIFFERS;
        }

        /** Whether there is a verdict. */
        public boolean isChecked() {
            return compareTo(INCOMPLETE) <= 0;
        }

        private String in(Style style, String text) {
            return this == AGREES
                    ? style.good(text)
                    : isChecked() && this != INCOMPLETE ? style.bad(text) : style.warning(text);
        }
    }

    /**
     * A network.
     *
     * @param reason why it does not agree, or a remark; a phrase, and may be empty
     * @param text everything that is known, in lines
     * @param hasExamples whether it was trained on the examples of the exercise
     * @param hasStart whether it was trained from the initial weights of the exercise
     */
    public record Row(
            String name,
            Outcome outcome,
            String reason,
            String text,
            double seconds,
            boolean hasExamples,
            boolean hasStart)
            implements Serializable {}

    private final List<Row> rows;
    private final Optional<String> exercise;

    /**
     * A table.
     *
     * @param exercise the name of the network that all were to train, if there is one
     */
    public NetworkTable(List<Row> rows, Optional<String> exercise) {
        this.rows = List.copyOf(rows);
        this.exercise = exercise;
    }

    /** The numbers of networks by their outcomes. */
    public Map<Outcome, Long> counts() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        rows.forEach(row -> counts.merge(row.outcome(), 1L, Long::sum));
        return counts;
    }

    /** Whether a network differs, or, unless that is allowed, was not tested as a whole. */
    public boolean isDifferent(boolean allowsIncomplete) {
        return counts().containsKey(Outcome.DIFFERS) || !allowsIncomplete && counts().containsKey(Outcome.INCOMPLETE);
    }

    /** Whether there is a verdict on every network. */
    public boolean areAllChecked() {
        return rows.stream().allMatch(row -> row.outcome().isChecked());
    }

    /** The table, what failing networks printed, and the numbers of outcomes. */
    public String text(Style style) {
        int names = Math.min(
                LONGEST_NAME,
                rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
        int words =
                rows.stream().mapToInt(row -> row.outcome().word.length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        StringBuilder printed = new StringBuilder();
        String indent = " ".repeat(names + words + 4);
        for (Row row : rows) {
            String name = row.name().length() > names
                    ? row.name() + "\n" + " ".repeat(names)
                    : TextLayout.left(row.name(), names);
            String word = row.outcome().word;
            String line = TextLayout.paragraph(indent, indent, row.reason()).substring(indent.length());
            text.append(name).append("  ");
            text.append((row.outcome().in(style, word) + " ".repeat(words - word.length() + 2) + line).stripTrailing());
            text.append('\n');
            if (row.outcome() == Outcome.FAILED && row.text().contains("\n")) {
                printed.append('\n').append(style.strong(row.name())).append('\n');
                row.text()
                        .lines()
                        .forEach(output -> printed.append("  ").append(output).append('\n'));
            }
        }
        return text.append(printed).append('\n').append(summary()).toString();
    }

    private String summary() {
        String counts = counts().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word)
                .collect(Collectors.joining(", "));
        String text = TextLayout.paragraph("", Numbers.count(rows.size(), "network") + ": " + counts);
        List<Row> checked =
                rows.stream().filter(row -> row.outcome().isChecked()).toList();
        if (exercise.isEmpty() || checked.isEmpty()) {
            return text;
        }
        long examples = checked.stream().filter(Row::hasExamples).count();
        long starts = checked.stream().filter(Row::hasStart).count();
        return text
                + TextLayout.paragraph(
                        "",
                        "Of " + checked.size() + " checked, " + examples + " train on the examples of " + exercise.get()
                                + ", and " + starts + " from its initial weights.");
    }

    /** The document. */
    public JsonObject json() {
        Map<String, Long> counts = new TreeMap<>();
        counts().forEach((outcome, count) -> counts.put(Json.word(outcome), count));
        return Json.object(
                "ok",
                rows.stream().allMatch(row -> row.outcome() == Outcome.AGREES),
                "exercise",
                exercise,
                "counts",
                counts,
                "networks",
                Json.array(
                        rows,
                        row -> Json.object(
                                "name", row.name(),
                                "outcome", row.outcome(),
                                "reason", row.reason(),
                                "text", row.text(),
                                "has_examples", row.hasExamples(),
                                "has_start", row.hasStart(),
                                "seconds", row.seconds())));
    }

    /**
     * The document for a build server: a network that differs is a failure, one that was not checked to its end is an error,
     * and one that is not understood is skipped.
     *
     * @param allowsIncomplete whether an incomplete check is a success
     */
    public String junit(boolean allowsIncomplete, Instant time, double seconds) {
        List<JunitXml.Case> cases = new ArrayList<>();
        for (Row row : rows) {
            boolean isGood = row.outcome() == Outcome.AGREES || row.outcome() == Outcome.INCOMPLETE && allowsIncomplete;
            JunitXml.Kind kind = switch (row.outcome()) {
                case DIFFERS -> JunitXml.Kind.FAILURE;
                case NOT_UNDERSTOOD -> JunitXml.Kind.SKIPPED;
                default -> JunitXml.Kind.ERROR;
            };
            String word = Json.word(row.outcome());
            cases.add(new JunitXml.Case(
                    exercise.orElse("plumbline").replace('.', '_'),
                    row.name(),
                    row.seconds(),
                    isGood
                            ? Optional.empty()
                            : Optional.of(new JunitXml.Trouble(
                                    kind, word, row.outcome().word + ": " + row.reason(), row.text()))));
        }
        String name = "plumbline check" + exercise.map(file -> " " + file).orElse("");
        return JunitXml.of(new JunitXml.Suite(name, Map.of(), cases, seconds, text(Style.PLAIN)), time);
    }

    /** In a phrase, why a network does not agree: "step 0, layer 1, delta, line 20: the slope is left out". */
    public static String reason(Diagnosis diagnosis, String subject) {
        if (!diagnosis.findings().isEmpty()) {
            int more = diagnosis.findings().size() - 1;
            return reason(diagnosis.findings().get(0), subject)
                    + (more == 0 ? "" : "; and " + Numbers.count(more, "more finding"));
        }
        if (diagnosis.verdict() == Verdict.INCOMPLETE) {
            return diagnosis.isWhole()
                    ? diagnosis.coverage().gaps().stream()
                            .findFirst()
                            .map(CoverageText::sentence)
                            .orElse("not all of it was tested")
                    : diagnosis.notes().stream()
                            .findFirst()
                            .orElse("not every step was compared")
                            .replaceFirst("\\.$", "");
        }
        return diagnosis.agrees()
                ? ""
                : new DiagnosisVerdictText(diagnosis, subject)
                        .report(List.of())
                        .sentence()
                        .substring(2);
    }

    private static String reason(Finding finding, String subject) {
        String where = DiagnosisText.where(finding).replaceFirst("^at ", "") + line(finding.source(), subject);
        if (!finding.shape().isEmpty()) {
            return where + ": " + finding.shape();
        }
        if (!finding.explanations().isEmpty()) {
            return where + ": "
                    + finding.explanations().stream()
                            .limit(MOST_REASONS)
                            .map(Explanation::mistake)
                            .map(mistake -> mistake.sentence())
                            .collect(Collectors.joining("; or "));
        }
        return where + ": "
                + (Double.isFinite(finding.actual()) ? "no known mistake gives its numbers" : "NaN or infinite");
    }

    /** ", line 20", or ", layers.py:20" in a module of the script. */
    private static String line(List<Subject.Line> lines, String subject) {
        if (lines.isEmpty()) {
            return "";
        }
        Subject.Line last = lines.get(lines.size() - 1);
        String file = last.file().substring(last.file().lastIndexOf('/') + 1);
        return file.equals(subject) ? ", line " + last.number() : ", " + file + ":" + last.number();
    }
}
