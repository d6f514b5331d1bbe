package dev.plumbline.report;

import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.Measurement.Reason;
import java.util.List;

/** Limits of detection as text, at most 80 columns wide. */
public record LimitText(Style style) {
    private static final int LABEL = 33;
    private static final int NUMBER = 8;

    /** The whole text. */
    public String of(DetectionLimits limits) {
        StringBuilder text = new StringBuilder(TextLayout.paragraph(
                "",
                "The smallest errors that are always found, and the largest that passed, in "
                        + Numbers.count(limits.measurements().size(), "place") + " (seed " + limits.seed() + ")"));
        for (LimitTables table : LimitTables.summary(limits)) {
            text.append('\n').append(style.strong(table.title())).append('\n');
            text.append(TextLayout.paragraph("  ", table.about()));
            text.append(style.faint(line(List.of("", "", "found", "passed", "found/b", "passed/b"), "why")));
            table.rows().forEach(row -> text.append(row(row)));
        }
        text.append('\n');
        text.append(TextLayout.entry("found", NUMBER, "twice the size from which on every error was found"));
        text.append(TextLayout.entry("passed", NUMBER, "the largest error that was not found"));
        text.append(TextLayout.entry("/b", NUMBER, "in units of the element's bound, the largest error of rounding"));
        for (Reason reason : Reason.values()) {
            text.append(TextLayout.entry(word(reason), NUMBER, reason.sentence()));
        }
        text.append(TextLayout.paragraph(
                "  ", "Sizes are relative to the changed elements; for a sign, only the size in bounds is given."));
        text.append('\n');
        limits.requirements().forEach(each -> text.append(SelfTestText.requirement(each, style)));
        return text + "\n" + style.strong("Time") + ": " + Numbers.seconds(limits.seconds()) + "\n";
    }

    private static String row(LimitTables.Row row) {
        return line(LimitTables.cells(row), word(row.limit().worst().reason()));
    }

    private static String line(List<String> cells, String why) {
        return TextLayout.left("  " + cells.get(0), LABEL) + TextLayout.right(cells.get(1), 4)
                + TextLayout.right(cells.get(2), NUMBER) + TextLayout.right(cells.get(3), NUMBER)
                + TextLayout.right(cells.get(4), NUMBER) + TextLayout.right(cells.get(5), NUMBER + 1)
                + "  " + why + "\n";
    }

    /** A reason in a narrow column. */
    private static String word(Reason reason) {
        return switch (reason) {
            case NOTHING_PASSED -> "none";
            case ROUNDING -> "rounding";
            case CANCELLATION -> "cancels";
            case MISSED -> "missed";
            case INDIRECT -> "indirect";
            case FEW_STEPS -> "steps";
        };
    }
}
