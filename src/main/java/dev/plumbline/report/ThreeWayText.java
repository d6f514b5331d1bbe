package dev.plumbline.report;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.diagnose.Judgement;
import dev.plumbline.diagnose.ThreeWayResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a network, DL4J and the reference have to say of one another, as text that stands below a diagnosis. */
public final class ThreeWayText {
    private static final int FIGURE = "-1.23456789012e-123".length();

    private static final int NAMES = "compared".length();

    private final ThreeWayResult result;
    private final String engine;
    private CheckReport.Entries entries = new CheckReport.Entries();

    private ThreeWayText(ThreeWayResult result) {
        this.result = result;
        this.engine = result.engine().map(CheckResult::engine).orElse("");
    }

    /** The text, each line with a line break at its end. */
    public static String of(ThreeWayResult result, Style style) {
        StringBuilder text = new StringBuilder(new ThreeWayText(result).losses(style));
        parts(result).forEach(part -> text.append('\n').append(CheckReport.text(part, NAMES, style)));
        return text.toString();
    }

    /** What is said of the network and of the other engine, each beside the reference. */
    static List<CheckReport.Part> parts(ThreeWayResult result) {
        ThreeWayText text = new ThreeWayText(result);
        List<CheckReport.Part> parts = new ArrayList<>();
        text.network().ifPresent(parts::add);
        result.engine().map(text::engine).ifPresent(parts::add);
        return parts;
    }

    /** What is said of the other engine, which must be there. */
    static String engineText(ThreeWayResult result) {
        CheckReport.Part part = new ThreeWayText(result).engine(result.engine().orElseThrow());
        return CheckReport.text(part, NAMES, Style.PLAIN);
    }

    private Optional<CheckReport.Part> network() {
        SubjectResult freely = result.freely();
        if (freely.freeRunning().tensors() == 0) {
            return Optional.empty();
        }
        entries = new CheckReport.Entries();
        entry("free", lane(freely.freeRunning(), freely, "each from its own weights"));
        freely.local()
                .ifPresent(lane ->
                        entry("steps", lane(lane, freely, "each step from " + result.subject() + "'s weights")));
        return Optional.of(new CheckReport.Part(result.subject() + " and the reference", entries.list()));
    }

    private String losses(Style style) {
        List<ThreeWayResult.Losses> losses = result.losses();
        if (losses.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int width = Math.max(
                "epoch".length(),
                Numbers.whole(losses.get(losses.size() - 1).epoch()).length());
        text.append('\n').append(style.strong("Loss over all examples")).append('\n');
        text.append(style.faint(row(Lines.right("epoch", width), cut(result.subject()), engine, "reference")))
                .append('\n');
        for (ThreeWayResult.Losses line : losses) {
            text.append(row(
                            Lines.right(Numbers.whole(line.epoch()), width),
                            figure(line.subject()),
                            figure(line.engine()),
                            Numbers.figure(line.reference())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String cut(String name) {
        return name.length() <= FIGURE ? name : name.substring(0, FIGURE - 3) + "...";
    }

    private static String figure(Optional<Double> value) {
        return value.map(Numbers::figure).orElse("not shown");
    }

    private String row(String epoch, String subject, String other, String reference) {
        String middle = engine.isEmpty() ? "" : Lines.left(other, FIGURE) + "  ";
        return "  " + epoch + "  " + Lines.left(subject, FIGURE) + "  " + middle + reference;
    }

    private CheckReport.Part engine(CheckResult other) {
        String title = engine + " and the reference";
        entries = new CheckReport.Entries();
        String largest = largest(other);
        if (other.agrees()) {
            boolean whole = !other.runsFreely() || other.freeRunning().steps() == other.plannedSteps();
            entry(
                    "agree",
                    "in every tensor of every step" + (whole ? "" : " taken from the same weights") + "; largest "
                            + largest);
            return new CheckReport.Part(title, entries.list());
        }
        Optional<Difference> first = other.firstDifference();
        entry(
                "DIFFERS",
                first.map(difference -> "first at " + Phrases.of(difference.key()) + what(difference))
                        .or(() ->
                                other.local().systematic().stream().findFirst().map(Phrases::of))
                        .orElse("nothing was compared, and that is no agreement"));
        result.judgement().ifPresent(this::judgement);
        return new CheckReport.Part(title, entries.list());
    }

    private String what(Difference difference) {
        return difference.detail().isEmpty()
                ? " " + Phrases.element(difference.row(), difference.column()) + ": " + engine + " "
                        + Numbers.exact(difference.actual()) + ", reference " + Numbers.exact(difference.expected())
                : ": " + difference.detail();
    }

    private void judgement(Judgement judgement) {
        judgement
                .element()
                .ifPresent(element -> entry(
                        "judge",
                        "central differences of the loss give " + Numbers.exact(element.slope()) + " (give or take "
                                + Numbers.error(element.uncertainty()) + ") for " + Phrases.of(element.key()) + " "
                                + Phrases.element(element.row(), element.column()) + ", where " + engine + " has "
                                + Numbers.exact(element.engine()) + " and the reference "
                                + Numbers.exact(element.reference())));
        entry(
                "right",
                switch (judgement.verdict()) {
                    case ENGINE -> engine + " has the gradient right, and the reference has not";
                    case REFERENCE -> "the reference has the gradient right, and " + engine + " has not";
                    case BOTH -> "both have the gradient right; what they disagree on is not the gradient";
                    case NEITHER -> "neither has the gradient right";
                    case UNDECIDED -> "not decided: the loss has no slope there, or the two are too close together";
                    case FORWARD ->
                        "not decided: they disagree in the forward pass already, of which slopes of the loss say nothing";
                });
    }

    private static String largest(CheckResult other) {
        return List.of(other.local(), other.freeRunning()).stream()
                .flatMap(lane -> lane.largest().stream())
                .max(Comparator.comparingDouble(Difference::excess))
                .map(ThreeWayText::largest)
                .orElse("none");
    }

    private static String largest(Difference difference) {
        return difference.error() == 0 ? "none at all: the same bits everywhere" : Phrases.size(difference);
    }

    private static String lane(LaneResult lane, SubjectResult freely, String from) {
        long planned = freely.plannedSteps();
        String compared = Numbers.count(lane.tensors(), "tensor") + " of "
                + (lane.steps() == planned ? "" : Numbers.whole(lane.steps()) + " of ")
                + Numbers.count(planned, "step") + ", " + from + ": ";
        if (lane.firstDifference().isPresent()) {
            Difference first = lane.firstDifference().get();
            String more =
                    lane.differences() > 1 ? Numbers.whole(lane.differences()) + " differ, first " : "differs at ";
            return compared
                    + more
                    + Phrases.of(first.key())
                    + (Double.isFinite(first.error()) ? " (" + largest(first) + ")" : "");
        }
        boolean early = lane.steps() < freely.steps();
        String ended = !early
                ? ""
                : lane.firstBifurcation().isPresent()
                        ? "; there they part, because a number lies on a kink and both are right to rounding"
                        : "; there they part, because the training is chaotic: a last digit of the initial weights decides"
                                + " where it goes";
        return compared + "agree, largest "
                + lane.largest().map(ThreeWayText::largest).orElse("none") + ended;
    }

    private void entry(String name, String what) {
        entries.add(name, what);
    }
}
