package dev.plumbline.report;

import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.SelfTest.Verdict;
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

                Does `check --against` name the right mistake? %s mistakes were planted in networks written by hand, in loops
                over arrays that share nothing with the reference: in %s for each mistake and each level of evidence, with
                shapes, activations, losses, optimizers, batch sizes, penalties and dropout drawn at random. They are small, of
                two or three layers with up to 11 units, and trained for 10 to 30 steps. The diagnosis does not know what was
                planted. This page is what this command prints:

                ```console
                ./plumbline selftest --networks %s --seed %s --markdown > src/docs/selftest.md
                ```

                While the diagnosis was written, networks of the seeds 1 to 5, 7, 11 and 1907 were looked at. Those of any other seed it
                has not seen.

                ## What is required

                """.formatted(
                        matrix.levels().get(0).rows().size(),
                        Numbers.count(matrix.networks(), "network"),
                        matrix.networks(),
                        matrix.seed()));
        for (Requirement requirement : matrix.requirements()) {
            text.append("- ")
                    .append(requirement.isMet() ? "met: " : "**not met**: ")
                    .append(requirement.sentence())
                    .append('\n');
        }
        text.append("\n## In all\n\n");
        text.append(heading("evidence"));
        matrix.levels().forEach(table -> text.append(line(table.shows().description(), table.total(), "")));
        text.append(line("two at once, full trace", matrix.pairs().total(), ""));
        text.append(line("in no catalogue, full trace", matrix.mutations().total(), ""));
        text.append('\n');
        SelfTestLegend.ENTRIES.forEach(entry -> text.append("- **")
                .append(entry.name())
                .append("**: ")
                .append(entry.meaning())
                .append('\n'));
        text.append(right(matrix));
        for (Table table : matrix.levels()) {
            text.append("\n## ")
                    .append(SelfTestText.capitalized(table.shows().description()))
                    .append("\n\n");
            text.append(said(table.shows())).append('\n');
            text.append(heading("planted", "also or instead called"));
            table.rows().forEach(row -> text.append(line(row.label(), row, others(row))));
        }
        return text + pairs(matrix) + mutations(matrix);
    }

    /** What a level can prove. */
    private static String said(TraceLevel shows) {
        return switch (shows) {
            case EVERYTHING -> """
                Every tensor of every step is shown: each is recomputed from the network's preceding values, and so
                the one that is wrong is found, and of the known mistakes the one that makes it.
                """;
            case WEIGHTS -> """
                Only the weights after each step are shown. That proves every update, or says that it is wrong; which tensor of
                the step was wrong has to be concluded from what became of it. A mistake that changes no weight leaves no
                trace. Two mistakes that change the weights alike cannot be told apart, and both are said.
                """;
            case OUTPUTS -> """
                Only what the trained network makes of the examples is shown. Right outputs prove that the training as a whole
                came to the right result, and not that each step is right: what cancels out, or changes nothing but the loss,
                is not seen. For wrong outputs each known mistake is replayed by itself through the whole training; more than
                one at once, other examples, and weights that were drawn otherwise are not found. Where the training explodes,
                last digits decide its outputs; it says then that they cannot be judged, which counts as missed here.
                """;
        };
    }

    private static String right(ConfusionMatrix matrix) {
        StringBuilder text = new StringBuilder(
                "\n## Right networks\n\nNetworks without a mistake, some with weight decay and clipping,"
                        + " each written and recorded in one of these ways and, drawn at random, in others of them"
                        + " besides: every pair of them that can be had together is met. Of each step some quantities"
                        + " are left out. Accused were:\n\n| written |");
        matrix.right()
                .forEach(table ->
                        text.append(' ').append(table.shows().description()).append(" |"));
        text.append("\n|---|").append("--:|".repeat(matrix.right().size())).append('\n');
        for (int i = 0; i < matrix.right().get(0).rows().size(); i++) {
            text.append("| ")
                    .append(matrix.right().get(0).rows().get(i).label())
                    .append(" |");
            for (Table table : matrix.right()) {
                Row row = table.rows().get(i);
                text.append(' ')
                        .append(row.outcomes().size() - row.count(Verdict.NAMED))
                        .append(" of ")
                        .append(row.outcomes().size())
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String mutations(ConfusionMatrix matrix) {
        Row total = matrix.mutations().total();
        StringBuilder text = new StringBuilder("""

                ## In no catalogue

                An operator or an index of the hand-written loops was another one, in one tensor of one layer: a column negated,
                rows reversed, a sum that runs on, a power too much. The diagnosis knows no such mistake. It has to find the
                tensor, and to give it no name: %d of %d were found in the right place and given none, %d changed nothing, %d were
                given a name.
                """.formatted(
                        total.count(Verdict.NAMED),
                        total.outcomes().size(),
                        total.count(Verdict.NO_TRACE),
                        total.count(Verdict.CONFUSED)));
        matrix.mutations().rows().stream()
                .flatMap(row -> row.outcomes().stream())
                .filter(outcome -> outcome.verdict() != Verdict.NAMED && outcome.verdict() != Verdict.NO_TRACE)
                .forEach(outcome -> text.append("\n- ")
                        .append(outcome.planted())
                        .append(": ")
                        .append(outcome.called()));
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
                    .forEach(outcome -> rest.add("| " + row.label() + " | " + outcome.called() + " |\n"));
        }
        if (!rest.isEmpty()) {
            text.append(" The others:\n\n| planted | called |\n|---|---|\n").append(String.join("", rest));
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
            row.called(verdict).forEach((name, count) -> called.add(name + " (" + count + ")"));
        }
        return " " + String.join("; ", called) + " |";
    }
}
