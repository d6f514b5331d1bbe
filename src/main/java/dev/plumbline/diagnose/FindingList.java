package dev.plumbline.diagnose;

import dev.plumbline.compare.Difference;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has been found, each mistake once. */
final class FindingList {
    private final List<Finding> found = new ArrayList<>();

    /** Adds one; where the same mistake was found in another place, only the place. */
    void add(Finding finding) {
        for (int i = 0; i < found.size(); i++) {
            Finding before = found.get(i);
            if (isTheSame(before, finding)) {
                List<Key> places = new ArrayList<>(before.also());
                places.add(finding.first());
                places.addAll(finding.also());
                found.set(i, before.alsoAt(places));
                return;
            }
        }
        found.add(finding);
    }

    private static boolean isTheSame(Finding one, Finding other) {
        return !one.explanations().isEmpty()
                && one.explanations().stream()
                        .map(Explanation::mistake)
                        .toList()
                        .equals(other.explanations().stream()
                                .map(Explanation::mistake)
                                .toList());
    }

    int size() {
        return found.size();
    }

    /** Whether for each there is a mistake that explains it. */
    boolean areExplained() {
        return found.stream().noneMatch(each -> each.explanations().isEmpty());
    }

    /** Whether the final outputs are judged already. */
    boolean haveOutputs() {
        return found.stream().anyMatch(each -> each.first().step() == Long.MAX_VALUE);
    }

    /** In causal order, but for the number of the loss, which trains nothing: it comes last. */
    List<Finding> inOrder() {
        return found.stream()
                .sorted(Comparator.comparing(
                                (Finding finding) -> finding.first().quantity() == Quantity.LOSS)
                        .thenComparing(Finding::first))
                .toList();
    }

    /** A finding that needs no replay. */
    static Finding structural(Key key, Matrix shown, Matrix right, Explanation explanation) {
        return of(TensorMatch.wrong(key, shown, right), List.of(explanation), Optional.empty());
    }

    /** What a comparison has found, and no mistake explains. */
    static Finding unexplained(Difference difference) {
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
                List.of());
    }

    /** A tensor beside the right one. */
    static Finding of(TensorMatch first, List<Explanation> explanations, Optional<Finding.Ratio> ratio) {
        Matrix shown = first.shown();
        Matrix right = first.right();
        boolean comparable = shown.hasShapeOf(right);
        @Nullable MatrixDifference difference = comparable ? shown.differenceFrom(right) : null;
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
                comparable ? shown.get(row, column) : Double.NaN,
                comparable ? right.get(row, column) : Double.NaN,
                error,
                comparable ? "" : "it is " + shown.shape() + ", and should be " + right.shape(),
                ratio,
                explanations,
                Double.NaN,
                Optional.empty(),
                List.of());
    }

    /** The best constant between two tensors, by least squares; none where the right one is nothing. */
    static Optional<Finding.Ratio> ratio(Matrix shown, Matrix right) {
        if (!shown.hasShapeOf(right) || !shown.isFinite() || right.norm() == 0) {
            return Optional.empty();
        }
        double constant = shown.times(right).sum() / right.times(right).sum();
        double norm = shown.norm();
        double residual = norm == 0 ? 0 : shown.normOfDifference(right.times(constant)) / norm;
        return Double.isFinite(constant) ? Optional.of(new Finding.Ratio(constant, residual)) : Optional.empty();
    }

    /** The key of what the trained network makes of all examples. */
    static Key outputs(int layers) {
        return new Key(Long.MAX_VALUE, Quantity.ACTIVATION, layers);
    }
}
