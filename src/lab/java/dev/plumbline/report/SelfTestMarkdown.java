package dev.plumbline.report;

import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Wording;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import dev.plumbline.selftest.TraceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The confusion matrix as a page of Markdown. */
public final class SelfTestMarkdown {
    private SelfTestMarkdown() {}

    /** The whole page. */
    public static String page(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder();
        text.append("""
                # The self-test

                Does `check --against` name the right mistake? The self-test injects %s mistakes into hand-written networks: loops over
                arrays that share no code with the reference. There are %s for each mistake and each level of evidence, with
                random shapes, activations, losses, optimizers, batch sizes, penalties and dropout. They have two or three layers with
                up to 11 units, and train for 10 to 30 steps. The diagnosis does not know the injected mistake. This command prints
                this page:

                ```console
                ./plumbline selftest --networks %s --seed %s --markdown > src/docs/selftest.md
                ```

                The diagnosis was developed with networks of the seeds 1 to 5, 7, 9, 11, 12, 1907, 2203, 4202,
                4203, 4711, 5301, 5501, 6001, 7219, 8111, 9417 and 16013. It was not adjusted to those of any other seed.

                ## Requirements

                """.formatted(
                        matrix.levels().get(0).rows().size(),
                        Numbers.count(matrix.networks(), "network"),
                        matrix.networks(),
                        matrix.seed()));
        text.append(requirements(matrix.requirements()));
        text.append("\n## Summary\n\n");
        text.append(heading("evidence"));
        matrix.levels().forEach(table -> text.append(line(table.traceLevel().description(), table.total(), "")));
        text.append(line("two at once, full trace", matrix.pairs().total(), ""));
        text.append(line("not in the catalogue, full trace", matrix.mutations().total(), ""));
        text.append('\n');
        SelfTestLegend.ENTRIES.forEach(entry -> text.append("- **" + entry.name() + "**: " + entry.meaning() + "\n"));
        text.append(right(matrix));
        for (Table table : matrix.levels()) {
            text.append("\n## " + Wording.capitalized(table.traceLevel().description()) + "\n\n");
            text.append(explanation(table.traceLevel()) + "\n" + heading("injected", "also or instead named"));
            table.rows().forEach(row -> text.append(line(row.label(), row, others(row))));
        }
        return text + pairs(matrix) + mutations(matrix);
    }

    /** The requirements as a list. */
    static String requirements(List<Requirement> requirements) {
        return requirements.stream()
                .map(each -> "- " + (each.isMet() ? "met: " : "**not met**: ") + each.sentence() + "\n")
                .collect(Collectors.joining());
    }

    /** What a level of evidence can prove. */
    private static String explanation(TraceLevel level) {
        return switch (level) {
            case EVERYTHING -> """
                The network records every tensor of every step. Each is recomputed from the network's preceding values, so the
                diagnosis finds the tensor that is wrong, and the known mistake that explains it.
                """;
            case WEIGHTS -> """
                The network records only the weights after each step. They prove that an update is right or wrong. The diagnosis has
                to infer which tensor of the step was wrong. A mistake that changes no weight has no visible effect. If two mistakes
                change the weights in the same way, the diagnosis names both.
                """;
            case OUTPUTS -> """
                The network records only its outputs after training. Correct outputs prove that the training as a whole has the right
                result, not that each step is right: errors that cancel out, or only change the loss, are invisible. For wrong outputs,
                each known mistake is replayed alone through the whole training. Several mistakes at once, other examples and other
                initial weights are not found. If a training explodes, rounding errors dominate its outputs. The diagnosis then reports
                that they cannot be compared, which counts as missed here.
                """;
        };
    }

    private static String right(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder(
                "\n## Correct networks\n\nNetworks without a mistake, some with weight decay, clipping, weighted"
                        + " examples or a constraint. Each uses one of these conventions and random others, so that every compatible pair of"
                        + " conventions occurs. Some quantities of each step are not recorded. The table shows"
                        + " how many networks were flagged wrongly:\n\n| convention |");
        matrix.right().forEach(table -> text.append(" " + table.traceLevel().description() + " |"));
        text.append("\n|---|").append("--:|".repeat(matrix.right().size())).append('\n');
        for (int i = 0; i < matrix.right().get(0).rows().size(); i++) {
            text.append("| " + matrix.right().get(0).rows().get(i).label() + " |");
            for (Table table : matrix.right()) {
                Row row = table.rows().get(i);
                int all = row.outcomes().size();
                text.append(" " + (all - row.count(Verdict.NAMED)) + " of " + all + " |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String mutations(ConfusionMatrix matrix) {
        Row total = matrix.mutations().total();
        StringBuilder text = new StringBuilder("""

                ## Not in the catalogue

                An operator or an index of the hand-written loops was changed in one tensor of one layer: a column negated, rows
                reversed, a running sum, an extra power. The diagnosis does not know such mistakes. It must find the tensor, and name
                no known mistake: it found %d of %d at the right place without naming one, %d changed nothing, and for %d it named a
                known mistake.
                """.formatted(
                        total.count(Verdict.NAMED),
                        total.outcomes().size(),
                        total.count(Verdict.NO_TRACE),
                        total.count(Verdict.CONFUSED)));
        matrix.mutations().rows().stream()
                .flatMap(row -> row.outcomes().stream())
                .filter(outcome -> outcome.verdict() != Verdict.NAMED && outcome.verdict() != Verdict.NO_TRACE)
                .forEach(outcome -> text.append("\n- " + outcome.injected() + ": " + outcome.diagnosed()));
        return text.append('\n').toString();
    }

    private static String pairs(ConfusionMatrix matrix) {
        Row total = matrix.pairs().total();
        StringBuilder text = new StringBuilder("\n## Two mistakes at once\n\nWith a full trace, both were named in "
                + total.count(Verdict.NAMED) + " of " + total.outcomes().size() + " pairs drawn at random.");
        List<String> rest = new ArrayList<>();
        for (Row row : matrix.pairs().rows()) {
            row.outcomes().stream()
                    .filter(outcome -> outcome.verdict() != Verdict.NAMED)
                    .forEach(outcome -> rest.add("| " + row.label() + " | " + outcome.diagnosed() + " |\n"));
        }
        if (!rest.isEmpty()) {
            text.append(" The others:\n\n| injected | diagnosis |\n|---|---|\n").append(String.join("", rest));
        } else {
            text.append('\n');
        }
        return text.toString();
    }

    private static String heading(String first, String... more) {
        String names =
                SelfTestLegend.ENTRIES.stream().map(SelfTestLegend.Entry::name).collect(Collectors.joining(" | "));
        String others = Stream.of(more).map(name -> " " + name + " |").collect(Collectors.joining());
        return "| " + first + " | " + names + " |" + others + "\n|---|" + "--:|".repeat(SelfTestLegend.ENTRIES.size())
                + "---|".repeat(more.length) + "\n";
    }

    private static String line(String label, Row row, String others) {
        StringBuilder text = new StringBuilder("| " + label + " |");
        SelfTestLegend.ENTRIES.forEach(
                entry -> text.append(' ').append(row.count(entry.verdict())).append(" |"));
        return text.append(others).append('\n').toString();
    }

    private static String others(Row row) {
        List<String> called = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.AMONG, Verdict.CONFUSED)) {
            row.diagnosed(verdict).forEach((name, count) -> called.add(name + " (" + count + ")"));
        }
        return " " + String.join("; ", called) + " |";
    }
}
