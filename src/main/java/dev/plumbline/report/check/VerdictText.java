package dev.plumbline.report.check;

import dev.plumbline.compare.Bifurcation;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SystematicError;
import dev.plumbline.compare.Verdict;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.Wording;
import java.util.ArrayList;
import java.util.List;

/** The verdict of a check in words. */
public final class VerdictText {
    private static final int NAMES = "reference".length();

    private final CheckResult result;
    private List<CheckReport.Entry> entries = new ArrayList<>();

    private VerdictText(CheckResult result) {
        this.result = result;
    }

    /** The verdict. */
    public static CheckReport of(CheckResult result) {
        return new VerdictText(result).report();
    }

    /** The verdict as text; each line ends with a line break. */
    static String text(CheckResult result, Style style) {
        return of(result).text(Math.max(NAMES, result.engine().length()), style);
    }

    private CheckReport report() {
        CheckReport head = switch (result.verdict()) {
            case AGREES, INCOMPLETE -> agreement();
            case DIFFERS, FAILED, NOTHING_COMPARED ->
                result.firstDifference().map(this::difference).orElseGet(this::withoutDifference);
        };
        List<CheckReport.Part> parts = new ArrayList<>();
        parts.add(lane(
                result.local(),
                result.ofRounds()
                        ? "Round by round, each from the same weights"
                        : "Step by step, each from the same weights"));
        parts.add(
                result.runsFreely() ? lane(result.freeRunning(), "Free run, each from its own weights") : notFreely());
        return head.with(head.severity(), parts);
    }

    /** How many steps of a comparison were compared element by element; every step unless it says otherwise. */
    static String compared(long byElement, long steps, String step) {
        return byElement == steps
                ? "by element in every " + step
                : "by element in " + Numbers.whole(byElement) + " of " + Numbers.count(steps, step) + ", else by norm";
    }

    private CheckReport agreement() {
        String names = ": " + result.engine() + " and the reference";
        if (result.verdict() == Verdict.AGREES) {
            return report(CheckReport.Severity.GOOD, "AGREES", names + ", " + steps());
        }
        return report(
                CheckReport.Severity.WARNING,
                "INCOMPLETE",
                result.hasNoDifference()
                        ? names + " do not differ, but not all was tested"
                        : ": only " + Numbers.whole(result.local().steps()) + " of "
                                + Numbers.count(result.stepsToCompare(), step()) + " could be compared");
    }

    private CheckReport report(CheckReport.Severity severity, String verdict, String sentence) {
        return new CheckReport(severity, verdict, sentence, CoverageText.entries(result.coverage()), List.of());
    }

    /** How the tensors of which steps were compared. */
    private String steps() {
        LaneResult lane = result.local();
        String what = result.ofRounds() ? "in weights and optimizer state after " : "in every tensor of ";
        if (!result.runsFreely()) {
            return what + Numbers.whole(result.stepsToCompare()) + " of "
                    + Numbers.count(result.plannedSteps(), step())
                    + (result.replaysSkipped() ? "" : " only");
        }
        String taken = endedEarly() ? " taken from the same weights" : "";
        return lane.stepsByElement() == lane.steps()
                ? what + "every " + step() + taken
                : compared(lane.stepsByElement(), lane.steps(), step()) + taken;
    }

    /** Whether the free lane ended early without a difference. */
    private boolean endedEarly() {
        return result.runsFreely() && result.freeRunning().steps() < result.plannedSteps();
    }

    private CheckReport.Part notFreely() {
        entries = new ArrayList<>();
        entry(
                "between",
                result.replaysSkipped()
                        ? "the reference replayed the other " + step() + "s: the weights and the optimizer state that"
                                + " they lead to were compared, by norm"
                        : "not checked: the other " + step()
                                + "s, and what is carried across them, such as the momentum");
        entry("compared", "nothing: a free run needs every " + step() + " to be compared");
        return new CheckReport.Part("Free run, each from its own weights", entries);
    }

    private CheckReport withoutDifference() {
        List<SystematicError> systematic = result.local().systematic();
        if (!systematic.isEmpty()) {
            entries = new ArrayList<>();
            systematic.forEach(error -> entry("factor", Wording.of(error)));
            String sentence = ": " + result.engine() + " computes a tensor that is off by a constant factor";
            return new CheckReport(CheckReport.Severity.BAD, "DIFFERS", sentence, entries, List.of());
        }
        return new CheckReport(
                CheckReport.Severity.BAD, "NOTHING WAS COMPARED", ", so agreement is not shown", List.of(), List.of());
    }

    private CheckReport difference(Difference first) {
        boolean failed = first.kind() == Difference.Kind.NOT_FINITE;
        String sentence =
                ": " + (failed ? notFinite(first) : result.engine() + " first differs at ") + Wording.of(first.key());
        entries = new ArrayList<>();
        if (!failed && !first.detail().isEmpty()) {
            entry("what", first.detail());
        } else {
            entry("element", element(first) + ", " + Wording.COUNTED);
            entry(result.engine(), Numbers.exact(first.actual()));
            entry("reference", Numbers.exact(first.expected()));
            if (failed && !first.detail().isEmpty()) {
                entry("why", first.detail());
            } else {
                if (first.beyond() > 0) {
                    entry("how many", Wording.count(first));
                }
                entry("how far", Wording.size(first));
            }
        }
        entry(
                "found",
                first.lane() == ComparisonMode.LOCAL ? "in a " + step() + " from the same weights" : "in the free run");
        return new CheckReport(CheckReport.Severity.BAD, failed ? "FAILED" : "DIFFERS", sentence, entries, List.of());
    }

    private String notFinite(Difference first) {
        boolean engine = !Double.isFinite(first.actual());
        boolean reference = !Double.isFinite(first.expected());
        if (first.elements() == 0) {
            return result.engine() + " becomes NaN or infinite at "; // the state of the reference is unknown
        }
        return (engine && reference
                        ? "both become"
                        : "only " + (engine ? result.engine() : "the reference") + " becomes")
                + " NaN or infinite at ";
    }

    private static boolean hasElement(Difference difference) {
        return difference.detail().isEmpty() || difference.kind() == Difference.Kind.NOT_FINITE;
    }

    private static String element(Difference difference) {
        return Wording.element(difference.row(), difference.column());
    }

    private CheckReport.Part lane(LaneResult lane, String title) {
        entries = new ArrayList<>();
        entry("compared", compared(lane));
        lane.largest().ifPresent(largest -> {
            entry("largest", largest(largest));
            if (largest.error() != 0) {
                entry("where", Wording.of(largest.key()) + (hasElement(largest) ? " " + element(largest) : ""));
            }
        });
        kinks(lane);
        boolean chaotic =
                result.hasNoDifference() && endedEarly() && result.freeRunning().bifurcations() == 0;
        if (lane.lane() == ComparisonMode.FREE_RUNNING && chaotic) {
            entry(
                    "ended",
                    "there: the training is chaotic: a change in the last digit of an initial weight changes its "
                            + "course, so no two runs stay together");
        }
        return new CheckReport.Part(title, entries);
    }

    private void kinks(LaneResult lane) {
        lane.firstBifurcation().ifPresent(first -> {
            boolean free = lane.lane() == ComparisonMode.FREE_RUNNING;
            String crossing = crossing(first);
            if (free) {
                entry(
                        "ended",
                        "there: from step "
                                + Numbers.whole(first.decided().step())
                                + " on the two diverge, and both are correct within rounding: " + crossing);
            } else {
                entry(
                        "on a kink",
                        Numbers.count(lane.bifurcations(), "time") + "; both sides are correct within rounding; first: "
                                + crossing);
            }
        });
    }

    private String crossing(Bifurcation bifurcation) {
        String number = Wording.of(bifurcation.key()) + " " + Wording.element(bifurcation.row(), bifurcation.column())
                + " is " + Numbers.exact(bifurcation.actual()) + " in ";
        String kink = "the kink of " + Wording.spaced(bifurcation.kinkOf());
        return bifurcation.isBetween()
                ? number + result.engine() + " and " + Numbers.exact(bifurcation.expected()) + " in the reference, and "
                        + kink + " lies between them"
                : number + "both, on " + kink + ", where they take different slopes";
    }

    private static String largest(Difference largest) {
        return Double.isInfinite(largest.error()) && !hasElement(largest) ? largest.detail() : Wording.largest(largest);
    }

    private String compared(LaneResult lane) {
        boolean local = lane.lane() == ComparisonMode.LOCAL;
        String how = !local
                ? ", by norm"
                : lane.stepsByElement() == lane.steps()
                        ? ", element by element"
                        : ", element by element in " + Numbers.count(lane.stepsByElement(), "step")
                                + " and by norm in the others";
        String differ = lane.differences() > 0
                ? ", " + Numbers.whole(lane.differences()) + " of them "
                        + (lane.differences() == 1 ? "differs" : "differ")
                : "";
        return Wording.steps(lane.steps(), result.plannedSteps(), step()) + ", "
                + Numbers.count(lane.tensors(), "tensor") + how + differ;
    }

    /** A step of several workers is a round, after which their weights are averaged. */
    private String step() {
        return result.ofRounds() ? "round" : "step";
    }

    private void entry(String name, String what) {
        entries.add(new CheckReport.Entry(name, what));
    }
}
