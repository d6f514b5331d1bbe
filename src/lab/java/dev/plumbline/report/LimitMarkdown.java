package dev.plumbline.report;

import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.selftest.DetectionLimits;

/** Limits of detection as a page of Markdown. */
public final class LimitMarkdown {
    private LimitMarkdown() {}

    /** The whole page. */
    public static String page(DetectionLimits limits) {
        StringBuilder text = new StringBuilder("""
                # The limits of detection

                How small an error does Plumbline find? Errors of decreasing size were injected in %s, until
                one passed. This page is the output of this command, which took %s here:

                ```console
                ./plumbline selftest --limits=%s --networks %s --seed %s --markdown > src/docs/limits.md
                ```

                `--limits=quick` measures a sample. `--json` prints every single measurement. Each row below is the
                worst case over all quantities, widths, layers, optimizers, networks and steps that it does not name.

                ## Method

                DL4J trains a network of two layers (tanh, then sigmoid, with biases, on eight examples), and its
                tensors are recorded. Then one recorded tensor is changed: one element, one row, one unit (a column) or
                all of it, by a factor of 1 + size. In f32 the changed elements are rounded to f32. The other recorded
                tensors stay unchanged, so only the changed tensor itself can reveal the error. For rows and units, the
                one with the smallest norm is changed. `plumbline check` then compares the changed recording with the
                reference; the error counts as found if the check fails and names the step of the error. The size
                decreases by factors of 8 until an error passes. Then the limit is narrowed down to a factor of 1.3.

                The networks have 1, 3, 32 or 784 inputs, as many hidden units up to 32, and as many outputs up to 10.
                Errors are injected in the first step and in a late one: step 199 with stochastic gradient descent,
                step 19 with the other optimizers, which train networks of width 3. At the widths 1, 32 and 784 the
                late step is checked alone, from the trained weights and without biases. At width 784, and with the
                other optimizers, only the smallest element, the whole tensor and signs are tested.

                An inverted sign is an error of twice the element, so its size is given only in bounds.

                Hand-written networks compute the tensor wrongly in every step and continue with it. They are checked
                with `check --against`. Their smallest element and their whole tensor are tested in eight times as many
                networks as DL4J's recorded steps, because these limits depend most on the network.

                ## What the numbers mean

                - **found from**: twice the smallest size from which on every error was found, in every place of the row.
                  The factor is a margin for networks that were not measured, some of which have larger limits
                - **passed up to**: the largest error that was not found in any place of the row
                - **in bounds**: the same in units of the element's own bound, τ·scale, the largest error that rounding
                  alone can cause. The scale is the sum of the absolute values of the element's terms. If several
                  elements are changed, the one nearest to its bound counts.
                - **why**: the reason why the largest error passed, and its place

                Two correct implementations differ by their rounding errors. A check that found smaller errors than
                these bounds would also reject correct networks. If the terms of an element cancel, its relative
                rounding error is larger than that of other elements: a small element can have a large relative error
                and still be correct.

                ## Requirements

                """.formatted(
                        Numbers.count(limits.measurements().size(), "place"),
                        Numbers.seconds(limits.seconds()),
                        Json.word(limits.extent()),
                        limits.networks(),
                        limits.seed()));
        text.append(SelfTestMarkdown.requirements(limits.requirements()));
        LimitTables.summary(limits).forEach(table -> text.append(section(table)));
        LimitTables.details(limits).forEach(table -> text.append(section(table)));
        return text.toString();
    }

    private static String section(LimitTables table) {
        StringBuilder text = new StringBuilder("\n## " + table.title() + "\n\n");
        if (!table.about().isEmpty()) {
            text.append(table.about()).append("\n\n");
        }
        text.append("| " + table.first() + " | precision | found from | passed up to | found from, in bounds |"
                + " passed up to, in bounds | why |\n|---|---|--:|--:|--:|--:|---|\n");
        for (LimitTables.Row row : table.rows()) {
            text.append("| " + String.join(" | ", LimitTables.cells(row)) + " | " + LimitTables.why(row) + " |\n");
        }
        return text.toString();
    }
}
