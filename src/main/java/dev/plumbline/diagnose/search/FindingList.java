package dev.plumbline.diagnose.search;

import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SystematicError;
import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The findings, with each mistake once. */
public final class FindingList {
    private final List<Finding> findings = new ArrayList<>();

    /** Adds a finding; if its mistake was already found at another place, adds only the place. */
    void add(Finding finding) {
        for (int i = 0; i < findings.size(); i++) {
            Finding before = findings.get(i);
            if (isTheSame(before, finding)) {
                List<Key> places = new ArrayList<>(before.also());
                places.add(finding.first());
                places.addAll(finding.also());
                findings.set(i, before.alsoAt(places));
                return;
            }
        }
        findings.add(finding);
    }

    private static boolean isTheSame(Finding first, Finding second) {
        return !first.explanations().isEmpty() && reasons(first).equals(reasons(second));
    }

    /** The mistakes; two constants are two mistakes. */
    private static List<String> reasons(Finding finding) {
        return finding.explanations().stream()
                .map(explanation ->
                        explanation.mistake().name() + (explanation.mistake().isFactor() ? explanation.because() : ""))
                .toList();
    }

    /** The finding that explains a place. */
    Optional<Finding> explaining(Place place) {
        return findings.stream()
                .filter(finding -> !finding.explanations().isEmpty())
                .filter(finding -> Stream.concat(Stream.of(finding.first()), finding.also().stream())
                        .anyMatch(key -> key.place().equals(place)))
                .findFirst();
    }

    void remove(Finding finding) {
        findings.remove(finding);
    }

    int size() {
        return findings.size();
    }

    /** Whether each finding has an explanation. */
    boolean areExplained() {
        return findings.stream().noneMatch(finding -> finding.explanations().isEmpty());
    }

    /** Whether there is already a finding on the final outputs. */
    boolean haveOutputs() {
        return findings.stream().anyMatch(finding -> finding.first().isAfterTraining());
    }

    /** In causal order, except for the value of the loss, which comes last because it does not affect training. */
    List<Finding> inOrder() {
        return findings.stream()
                .sorted(Comparator.comparing(
                                (Finding finding) -> finding.first().quantity() == Quantity.LOSS)
                        .thenComparing(Finding::first))
                .toList();
    }

    /** A finding that needs no replay. */
    static Finding structural(Key key, Matrix recorded, Matrix correct, Explanation explanation) {
        return of(TensorMismatches.wrong(key, recorded, correct), List.of(explanation), Optional.empty());
    }

    /**
     * A constant factor of weights that is too small for a single step.
     *
     * @param step the last step
     */
    public static Finding systematic(SystematicError error, long step) {
        double excess = error.factor() - 1;
        String because = "on average over the steps, they are 1 " + (excess < 0 ? "-" : "+") + " "
                + Constants.text(Math.abs(excess), 2) + " times the right ones; rounding explains "
                + Constants.text(error.allowed(), 2);
        return new Finding(
                new Key(step, error.quantity(), error.layer()),
                List.of(),
                -1,
                -1,
                error.factor(),
                1,
                Math.abs(excess),
                "",
                Optional.empty(),
                List.of(Explanation.of(Mistake.SCALED, because, error.layer())),
                Double.NaN,
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** A difference of a comparison that no mistake explains. */
    public static Finding unexplained(Difference difference) {
        return new Finding(
                difference.key(),
                List.of(),
                difference.row(),
                difference.column(),
                difference.actual(),
                difference.expected(),
                difference.error(),
                difference.kind() == Difference.Kind.SHAPE ? difference.detail() : "",
                Optional.empty(),
                List.of(),
                Double.NaN,
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** A finding on a tensor. */
    public static Finding of(TensorMismatches first, List<Explanation> explanations, Optional<Finding.Ratio> ratio) {
        Matrix recorded = first.recorded();
        Matrix correct = first.correct();
        boolean comparable = recorded.hasShapeOf(correct);
        @Nullable MatrixDifference difference = comparable ? recorded.differenceFrom(correct) : null;
        int row = difference == null ? 0 : difference.row();
        int column = difference == null ? 0 : difference.column();
        double error = difference == null || difference.expectedNorm() == 0
                ? Double.POSITIVE_INFINITY
                : difference.norm() / difference.expectedNorm();
        return new Finding(
                first.key(),
                List.of(),
                row,
                column,
                comparable ? recorded.get(row, column) : Double.NaN,
                comparable ? correct.get(row, column) : Double.NaN,
                error,
                comparable ? "" : "its shape is " + recorded.shape() + "; expected " + correct.shape(),
                ratio,
                explanations,
                Double.NaN,
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                List.of(),
                List.of());
    }
}
