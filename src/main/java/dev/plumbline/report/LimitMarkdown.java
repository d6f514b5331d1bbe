package dev.plumbline.report;

import dev.plumbline.selftest.DetectionLimits;
import java.util.Locale;

/** Limits of detection as a page of Markdown. */
public final class LimitMarkdown {
    private LimitMarkdown() {}

    /** The whole page. */
    public static String page(DetectionLimits limits) {
        StringBuilder text = new StringBuilder("""
                # The limits of detection

                How small an error does Plumbline find? Errors of falling size were planted in %s, until one passed. This page
                is what this command prints; here it took %s:

                ```console
                ./plumbline selftest --limits=%s --networks %s --seed %s --markdown > src/docs/limits.md
                ```

                `--limits=quick` measures a sample of it. With `--json`, every single measurement is printed. A row below is the worst of
                many: of all quantities, widths, layers, optimizers, networks and steps that it does not name.

                ## What was done

                DL4J trains a network of two layers (tanh, then sigmoid, with biases, on eight examples), and its record is kept.
                Then one tensor of the record is changed: one element, one row, one unit (a column) or all of it, by a factor of
                1 + size. In f32 the changed elements are rounded to f32. The rest of the record stays as it is, so nothing but
                the change itself gives it away. Of rows and units, the one with the smallest norm is changed. `plumbline check`
                then compares the changed record with the reference, as it does for a user; the error counts as found if the
                check fails and names the step in which the error is. The size falls by factors of 8 until an error passes, and
                then the two sizes between which the limit lies are brought within a factor of 1.3 of each other.

                The networks have 1, 3, 32 or 784 inputs, as many hidden units up to 32, and as many outputs up to 10. Errors are
                planted in the first step and in a late one: step 199 with stochastic gradient descent, step 19 with the other
                optimizers, which train networks of width 3. At the widths 1, 32 and 784 the late step is checked alone, from
                the trained weights and without biases. At width 784, and with the other optimizers, only the smallest element,
                the whole tensor and signs are tried.

                A turned sign is an error of twice the element, so its size is said in bounds alone.

                Networks written by hand calculate the tensor wrongly and go on from it, in every step. `check --against` judges
                them.

                ## What the numbers mean

                - **found from**: every error of this size or more was found, in every place of the row
                - **passed up to**: the largest error that was not found in any place of the row
                - **in bounds**: the same in units of the element's own bound, τ·scale, which is how far rounding alone may move
                  that element. The scale is the sum of the absolute terms that the element is made of. Of several elements that
                  are changed, the one nearest to its bound counts.
                - **why**: what lets the largest error pass, and where

                Two right implementations differ by their rounding. A check that found smaller errors than these bounds would
                also reject right networks. An element whose terms cancel is known less exactly than others, relative to itself:
                so a small element may be off by much of itself and yet be right.

                ## What is required

                """.formatted(
                        Numbers.count(limits.measurements().size(), "place"),
                        Numbers.seconds(limits.seconds()),
                        Json.word(limits.extent()),
                        limits.networks(),
                        limits.seed()));
        limits.requirements()
                .forEach(each -> text.append("- ")
                        .append(each.isMet() ? "met: " : "**not met**: ")
                        .append(each.sentence())
                        .append('\n'));
        LimitTables.summary(limits).forEach(table -> text.append(section(table)));
        LimitTables.details(limits).forEach(table -> text.append(section(table)));
        return text.toString();
    }

    private static String section(LimitTables table) {
        StringBuilder text = new StringBuilder("\n## " + table.title() + "\n\n");
        if (!table.about().isEmpty()) {
            text.append(table.about()).append("\n\n");
        }
        text.append("| ")
                .append(table.first())
                .append(" | precision | found from | passed up to | found from, in bounds | passed up to, in bounds |"
                        + " why |\n|---|---|--:|--:|--:|--:|---|\n");
        for (LimitTables.Row row : table.rows()) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            row.label(),
                            row.precision().name().toLowerCase(Locale.ROOT),
                            LimitTables.found(row),
                            LimitTables.passed(row),
                            LimitTables.bounds(row.limit().foundBounds()),
                            LimitTables.bounds(row.limit().passedBounds()),
                            LimitTables.why(row)))
                    .append(" |\n");
        }
        return text.toString();
    }
}
