package dev.plumbline.report;

import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import java.util.stream.Collectors;

/** The confusion matrix as text, at most 80 columns wide. */
public record SelfTestText(Style style) {
    private static final int LABEL = 28;
    private static final int NUMBER = 8;

    /** The whole of it. */
    public String of(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder();
        text.append(TextLayout.paragraph("", heading(matrix))).append("\n");
        matrix.levels().forEach(table -> text.append(planted(table)).append("\n"));
        text.append(right(matrix) + "\n" + pairs(matrix) + "\n" + mutations(matrix) + "\n");
        for (SelfTestLegend.Entry entry : SelfTestLegend.ENTRIES) {
            text.append(TextLayout.entry(entry.name(), "unclear".length(), entry.meaning()));
        }
        text.append("\n");
        matrix.requirements().forEach(each -> text.append(requirement(each, style)));
        return text + "\n" + style.strong("Time") + ": " + Numbers.seconds(matrix.seconds()) + "\n";
    }

    private static String heading(ConfusionMatrix matrix) {
        int mistakes = matrix.levels().get(0).rows().size();
        return Numbers.whole(mistakes) + " mistakes, each injected into "
                + Numbers.count(matrix.networks(), "random network") + " (seed " + matrix.seed()
                + "), and their diagnoses";
    }

    private String planted(Table table) {
        StringBuilder text =
                new StringBuilder(columns(Wording.capitalized(table.traceLevel().description())));
        table.rows().forEach(row -> text.append(line(row.label(), row)).append(confusions(row)));
        return text + style.strong(line("all mistakes", table.total()).stripTrailing()) + "\n";
    }

    private String columns(String name) {
        StringBuilder text = new StringBuilder(padded(name));
        SelfTestLegend.ENTRIES.forEach(entry -> text.append(number(entry.name())));
        return style.strong(text.toString()) + "\n";
    }

    private static String line(String label, Row row) {
        StringBuilder text = new StringBuilder(padded("  " + label));
        for (SelfTestLegend.Entry entry : SelfTestLegend.ENTRIES) {
            int count = row.count(entry.verdict());
            text.append(number(count == 0 ? "-" : Integer.toString(count)));
        }
        return text + "\n";
    }

    /** The mistakes that were named instead. */
    private String confusions(Row row) {
        return row.diagnosed(Verdict.CONFUSED).entrySet().stream()
                .map(each -> TextLayout.paragraph(
                        "    diagnosed as ", "      ", each.getKey() + "; " + Numbers.count(each.getValue(), "time")))
                .collect(Collectors.joining());
    }

    private String right(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder(padded("Correct networks"));
        matrix.right().forEach(table -> text.append(wide(table.traceLevel().description())));
        String heading = style.strong(text.toString()) + "\n";
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < matrix.right().get(0).rows().size(); i++) {
            lines.append(padded("  " + matrix.right().get(0).rows().get(i).label()));
            for (Table table : matrix.right()) {
                lines.append(flagged(table.rows().get(i)));
            }
            lines.append("\n");
        }
        lines.append(padded("  all of them"));
        matrix.right().forEach(table -> lines.append(flagged(table.total())));
        return heading + lines + "\n";
    }

    private static String flagged(Row row) {
        int flagged = row.outcomes().size() - row.count(Verdict.NAMED);
        return wide(flagged + " of " + row.outcomes().size() + " flagged");
    }

    private String pairs(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder(columns("Two at once, full trace"));
        for (Row row : matrix.pairs().rows()) {
            if (row.count(Verdict.NAMED) < row.outcomes().size()) {
                row.outcomes()
                        .forEach(outcome -> text.append(TextLayout.paragraph(
                                "  ", "    ", row.label() + " was diagnosed as " + outcome.diagnosed())));
            }
        }
        return text + style.strong(line("all pairs", matrix.pairs().total()).stripTrailing()) + "\n";
    }

    private String mutations(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder(columns("Not in the catalogue"));
        for (Row row : matrix.mutations().rows()) {
            if (row.count(Verdict.CONFUSED, Verdict.MISSED) > 0) {
                row.outcomes()
                        .forEach(outcome -> text.append(TextLayout.paragraph(
                                "  ", "    ", row.label() + " was diagnosed as " + outcome.diagnosed())));
            }
        }
        return text
                + style.strong(line("all mutations", matrix.mutations().total()).stripTrailing()) + "\n";
    }

    /** Whether a requirement is met. */
    static String requirement(Requirement requirement, Style style) {
        String word = requirement.isMet() ? "MET" : "NOT MET";
        String text = TextLayout.paragraph(word + ": ", "    ", requirement.sentence());
        return (requirement.isMet() ? style.good(word) : style.bad(word)) + text.substring(word.length());
    }

    private static String padded(String label) {
        return TextLayout.left(label, LABEL);
    }

    private static String number(String text) {
        return TextLayout.right(text, NUMBER);
    }

    private static String wide(String text) {
        return TextLayout.right(text, 17);
    }
}
