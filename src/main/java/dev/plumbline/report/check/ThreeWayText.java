package dev.plumbline.report.check;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Columns;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The comparisons among the user's network, DL4J and the reference, as text below a diagnosis. */
public final class ThreeWayText {
    private static final int NAMES = "compared".length();

    private final ThreeWayResult result;
    private final String engine;
    private List<CheckReport.Entry> entries = new ArrayList<>();

    private ThreeWayText(ThreeWayResult result) {
        this.result = result;
        this.engine = result.engine().map(CheckResult::engine).orElse("");
    }

    /** The text; each line ends with a line break. */
    public static String of(ThreeWayResult result, Style style) {
        StringBuilder text = new StringBuilder(new ThreeWayText(result).losses(style));
        parts(result).forEach(part -> text.append('\n').append(CheckReport.text(part, NAMES, style)));
        return text.toString();
    }

    /** The comparison of the network with the reference, and of the other engine with the reference. */
    public static List<CheckReport.Part> parts(ThreeWayResult result) {
        ThreeWayText text = new ThreeWayText(result);
        List<CheckReport.Part> parts = new ArrayList<>();
        text.network().ifPresent(parts::add);
        result.engine().map(text::engine).ifPresent(parts::add);
        return parts;
    }

    /** The text about the other engine, which must be present. */
    static String engineText(ThreeWayResult result) {
        CheckReport.Part part = new ThreeWayText(result).engine(result.engine().orElseThrow());
        return CheckReport.text(part, NAMES, Style.PLAIN);
    }

    private Optional<CheckReport.Part> network() {
        SubjectResult freely = result.freely();
        if (freely.freeRunning().tensors() == 0) {
            return Optional.empty();
        }
        entries = new ArrayList<>();
        entry("free run", lane(freely.freeRunning(), freely, "each side from its own weights"));
        freely.local()
                .ifPresent(lane ->
                        entry("steps", lane(lane, freely, "each step from " + result.subject() + "'s weights")));
        return Optional.of(new CheckReport.Part(result.subject() + " and the reference", entries));
    }

    private String losses(Style style) {
        List<ThreeWayResult.Losses> losses = result.losses();
        if (losses.isEmpty()) {
            return "";
        }
        int last = losses.get(losses.size() - 1).epoch();
        Columns columns = new Columns()
                .numbers(1, Math.max("epoch".length(), Numbers.whole(last).length()));
        columns.text(Numbers.FIGURE_WIDTH).text(Numbers.FIGURE_WIDTH).text(Numbers.FIGURE_WIDTH);
        return "\n" + style.strong("Loss over all examples") + "\n"
                + columns.table(
                        row("epoch", cut(result.subject()), engine, "reference"),
                        losses.stream()
                                .map(line -> row(
                                        Numbers.whole(line.epoch()),
                                        figure(line.subject()),
                                        figure(line.engine()),
                                        Numbers.figure(line.reference())))
                                .toList(),
                        style);
    }

    private static String cut(String name) {
        int most = Numbers.FIGURE_WIDTH;
        return name.length() <= most ? name : name.substring(0, most - 3) + "...";
    }

    private static String figure(Optional<Double> value) {
        return value.map(Numbers::figure).orElse("missing");
    }

    private List<String> row(String epoch, String subject, String middle, String reference) {
        return engine.isEmpty() ? List.of(epoch, subject, reference, "") : List.of(epoch, subject, middle, reference);
    }

    private CheckReport.Part engine(CheckResult comparison) {
        String title = engine + " and the reference";
        entries = new ArrayList<>();
        String largest = largest(comparison);
        if (comparison.hasNoDifference()) {
            LaneResult lane = comparison.local();
            boolean whole = !comparison.runsFreely() || comparison.freeRunning().steps() == comparison.plannedSteps();
            String steps = comparison.runsFreely()
                    ? lane.stepsByElement() == lane.steps()
                            ? "in every tensor of every step"
                            : VerdictText.compared(lane.stepsByElement(), lane.steps(), "step")
                    : "in every tensor of " + Numbers.whole(lane.steps()) + " of "
                            + Numbers.count(comparison.plannedSteps(), "step")
                            + (comparison.replaysSkipped() ? "" : "; not checked: the steps in between");
            entry("agree", steps + (whole ? "" : " taken from the same weights") + "; largest " + largest);
            if (comparison.verdict() == Verdict.INCOMPLETE) {
                entries.addAll(CoverageText.entries(comparison.coverage()));
            }
            return new CheckReport.Part(title, entries);
        }
        Optional<Difference> first = comparison.firstDifference();
        entry(
                "DIFFERS",
                first.map(difference -> "first at " + Wording.of(difference.key())
                                + Wording.sides(difference, engine, "reference"))
                        .or(() -> comparison.local().systematic().stream()
                                .findFirst()
                                .map(Wording::of))
                        .orElse("nothing was compared, so agreement is not shown"));
        result.judgement().ifPresent(this::judgement);
        return new CheckReport.Part(title, entries);
    }

    private void judgement(GradientVerdict judgement) {
        judgement
                .element()
                .ifPresent(element -> entry(
                        "judge",
                        "central differences of the loss give " + Numbers.exact(element.slope()) + " ± "
                                + Numbers.error(element.uncertainty()) + " for " + Wording.of(element.key()) + " "
                                + Wording.element(element.row(), element.column()) + ", where " + engine + " has "
                                + Numbers.exact(element.engine()) + " and the reference "
                                + Numbers.exact(element.reference())));
        entry(
                "right",
                switch (judgement.verdict()) {
                    case ENGINE -> engine + " computes the right gradient, the reference a wrong one";
                    case REFERENCE -> "the reference computes the right gradient, " + engine + " a wrong one";
                    case BOTH -> "both compute the right gradient; they differ in something else";
                    case NEITHER -> "neither computes the right gradient";
                    case UNDECIDED ->
                        "undecided: the loss is not differentiable there, or the two values are too close";
                    case FORWARD ->
                        "undecided: they already differ in the forward pass, for which this test is not possible";
                });
    }

    private static String largest(CheckResult comparison) {
        return List.of(comparison.local(), comparison.freeRunning()).stream()
                .flatMap(lane -> lane.largest().stream())
                .max(Comparator.comparingDouble(Difference::excess))
                .map(Wording::largest)
                .orElse("none");
    }

    private static String lane(LaneResult lane, SubjectResult freely, String from) {
        long planned = freely.plannedSteps();
        String compared = Wording.steps(lane.steps(), planned, "step") + " compared, " + from + "; ";
        boolean isStopped = lane.lane() == ComparisonMode.FREE_RUNNING && lane.steps() < freely.steps();
        String tensors = Numbers.count(lane.tensors(), "tensor");
        if (lane.firstDifference().isPresent()) {
            Difference first = lane.firstDifference().get();
            String until = "stopped after step " + Numbers.whole(first.key().step()) + ": the networks had diverged; ";
            return (isStopped ? until : compared) + Numbers.whole(lane.differences()) + " of " + tensors
                    + (lane.differences() == 1 ? " differs: " : " differ, first ") + Wording.of(first.key())
                    + (Double.isFinite(first.error()) ? " (" + Wording.largest(first) + ")" : "");
        }
        String largest = lane.largest().map(Wording::largest).orElse("none");
        return compared + tensors + " agree, largest " + largest + (isStopped ? end(lane) : "");
    }

    private static String end(LaneResult lane) {
        return lane.firstBifurcation().isPresent()
                ? "; the run ends where a number lies on a kink: the two diverge, and both are correct within rounding"
                : "; the run ends there because the training is chaotic: the last digit of an initial weight decides "
                        + "its course";
    }

    private void entry(String name, String what) {
        entries.add(new CheckReport.Entry(name, what));
    }
}
