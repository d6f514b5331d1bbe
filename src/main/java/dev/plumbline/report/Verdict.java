package dev.plumbline.report;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.Lane;
import dev.plumbline.compare.LaneResult;
import java.util.List;

/** What a check has come to, in words. */
final class Verdict {
    private static final int NAMES = "reference".length();

    private final CheckResult result;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private Verdict(CheckResult result, Style style) {
        this.result = result;
        this.style = style;
    }

    /** The verdict, each line with a line break at its end. */
    static String of(CheckResult result, Style style) {
        Verdict verdict = new Verdict(result, style);
        verdict.write();
        return verdict.text.toString();
    }

    private void write() {
        if (result.agrees()) {
            text.append(style.good("AGREES"))
                    .append(": ")
                    .append(result.engine())
                    .append(" and the reference, in every tensor of every step")
                    .append(wentApart() ? " taken from the same weights\n" : "\n");
        } else {
            result.firstDivergence().ifPresentOrElse(this::divergence, this::nothing);
        }
        lane(result.local(), "Step by step, each from the same weights");
        lane(result.freeRunning(), "Freely running, each from its own weights");
        if (result.agrees() && wentApart() && result.freeRunning().bifurcations() == 0) {
            entry(
                    "ended",
                    "there, because the training is chaotic: a last digit of the initial weights decides where it goes,"
                            + " and no two runs stay together");
        }
        if (result.warnings() > 0) {
            warnings();
        }
    }

    /** Whether the free lane ended without a divergence, because nothing more could be learned there. */
    private boolean wentApart() {
        return result.freeRunning().steps() < result.plannedSteps();
    }

    private void nothing() {
        text.append(style.bad("NOTHING WAS COMPARED")).append(", and that is no agreement\n");
    }

    private void divergence(Difference first) {
        boolean failed = first.kind() == Difference.Kind.NOT_FINITE;
        text.append(style.bad(failed ? "FAILED" : "DIVERGED")).append(": ");
        text.append(failed ? notFinite(first) : result.engine() + " first differs at ");
        text.append(Phrases.of(first.key())).append("\n");
        if (!failed && !first.detail().isEmpty()) {
            entry("what", first.detail());
        } else {
            entry("element", element(first) + ", " + Phrases.COUNTED);
            entry(result.engine(), Numbers.exact(first.actual()));
            entry("reference", Numbers.exact(first.expected()));
            if (failed && !first.detail().isEmpty()) {
                entry("why", first.detail());
            } else {
                entry("error", error(first));
            }
        }
        entry("found", first.lane() == Lane.LOCAL ? "in a step from the same weights" : "running freely");
    }

    private String notFinite(Difference first) {
        boolean engine = !Double.isFinite(first.actual());
        boolean reference = !Double.isFinite(first.expected());
        return (engine && reference ? "both are" : (engine ? result.engine() : "the reference") + " alone is")
                + " no longer finite from ";
    }

    private static boolean hasElement(Difference difference) {
        return difference.detail().isEmpty() || difference.kind() == Difference.Kind.NOT_FINITE;
    }

    private static String error(Difference difference) {
        if (difference.kind() == Difference.Kind.NOT_FINITE) {
            return "not a finite number";
        }
        return Numbers.error(difference.error()) + ", relative to the tensor: "
                + Numbers.times(difference.error() / difference.allowed()) + " times the "
                + Numbers.error(difference.allowed()) + " allowed";
    }

    private static String element(Difference difference) {
        return Phrases.element(difference.row(), difference.column());
    }

    private void lane(LaneResult lane, String title) {
        text.append('\n').append(style.strong(title)).append('\n');
        entry("compared", compared(lane));
        lane.largest().ifPresent(largest -> {
            entry("largest", largest(largest));
            if (largest.error() != 0) {
                entry("where", Phrases.of(largest.key()) + (hasElement(largest) ? " " + element(largest) : ""));
            }
        });
        kinks(lane);
    }

    private void kinks(LaneResult lane) {
        lane.firstBifurcation().ifPresent(first -> {
            boolean free = lane.lane() == Lane.FREE_RUNNING;
            String one = Phrases.of(first.key()) + " " + Phrases.element(first.row(), first.column()) + " is "
                    + Numbers.exact(first.actual()) + " in " + result.engine() + " and "
                    + Numbers.exact(first.expected()) + " in the reference, and the kink of "
                    + Phrases.spaced(first.kinkOf()) + " lies between them";
            if (free) {
                entry(
                        "ended",
                        "there, because from step "
                                + Numbers.whole(first.decided().step())
                                + " the two go different ways, and both are right to rounding: " + one);
            } else {
                entry(
                        "on a kink",
                        Numbers.count(lane.bifurcations(), "time") + ", where both sides are right to rounding; first: "
                                + one);
            }
        });
    }

    private static String largest(Difference largest) {
        if (largest.error() == 0) {
            return "no difference at all: the same bits everywhere";
        }
        if (Double.isInfinite(largest.error())) {
            return hasElement(largest) ? "not a finite number" : largest.detail();
        }
        return Numbers.error(largest.error()) + ", relative to the tensor; allowed " + Numbers.error(largest.allowed());
    }

    private String compared(LaneResult lane) {
        boolean all = lane.steps() == result.plannedSteps();
        String steps = Numbers.count(result.plannedSteps(), "step");
        String diverged = lane.divergences() > 0 ? ", " + Numbers.whole(lane.divergences()) + " of them diverged" : "";
        return (all ? steps : Numbers.whole(lane.steps()) + " of " + steps) + ", "
                + Numbers.count(lane.tensors(), "tensor") + diverged;
    }

    private void warnings() {
        text.append('\n')
                .append(style.warning("Warning"))
                .append(": ")
                .append(Numbers.count(result.warnings(), "tensor"))
                .append(" beyond what is allowed, yet not diverged\n");
        for (LaneResult lane : List.of(result.local(), result.freeRunning())) {
            lane.firstWarning()
                    .ifPresent(first -> entry(
                            "first",
                            Phrases.of(first.key()) + " " + element(first) + ": " + Numbers.error(first.error())
                                    + ", allowed " + Numbers.error(first.allowed())));
        }
    }

    private void entry(String name, String what) {
        text.append(Lines.entry(name, Math.max(NAMES, result.engine().length()), what));
    }
}
