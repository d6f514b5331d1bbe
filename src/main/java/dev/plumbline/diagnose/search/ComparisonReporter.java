package dev.plumbline.diagnose.search;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;

/** Reports the tensors of a diagnosis as the differences of a comparison. */
record ComparisonReporter(DiagnosisTolerances tolerances, StepObserver observer) {

    /** Reports initial weights that differ from the experiment's. */
    void start(List<LayerWeights> own, List<LayerWeights> given) {
        StepTrace subject = TrainingState.of(own).record(Key.BEFORE_TRAINING);
        StepTrace right = TrainingState.of(given).record(Key.BEFORE_TRAINING);
        for (Key key : right.keys()) {
            Matrix shown = subject.get(key).orElseThrow();
            Matrix expected = right.get(key).orElseThrow();
            double norm = expected.norm();
            double difference = shown.normOfDifference(expected);
            double error = difference == 0 || norm == 0 ? difference : difference / norm;
            observer.compared(difference(key, shown, expected, error, difference == 0));
        }
        observer.taken(ComparisonMode.LOCAL, subject, right);
    }

    /** Reports a step and its compared tensors. */
    void step(StepTrace shown, List<TensorMismatches> matches, StepTrace right) {
        matches.forEach(each ->
                observer.compared(difference(each.key(), each.shown(), each.right(), each.residual(), each.matches())));
        observer.taken(ComparisonMode.LOCAL, shown, right);
    }

    private Difference difference(Key key, Matrix shown, Matrix right, double error, boolean agrees) {
        if (!shown.hasShapeOf(right)) {
            String detail = "has the shape " + shown.shape() + "; expected " + right.shape();
            return of(key, Difference.Kind.SHAPE, error, new Element(0, 0, Double.NaN, Double.NaN), detail);
        }
        MatrixDifference largest = shown.differenceFrom(right);
        Difference.Kind kind = agrees
                ? Difference.Kind.AGREES
                : Double.isInfinite(largest.norm()) ? Difference.Kind.NOT_FINITE : Difference.Kind.DIFFERS;
        int row = largest.row();
        int column = largest.column();
        return of(key, kind, error, new Element(row, column, shown.get(row, column), right.get(row, column)), "");
    }

    private record Element(int row, int column, double actual, double expected) {}

    private Difference of(Key key, Difference.Kind kind, double error, Element element, String detail) {
        return new Difference(
                ComparisonMode.LOCAL,
                key,
                kind,
                error,
                tolerances.exact(),
                1,
                0,
                0,
                element.row(),
                element.column(),
                element.actual(),
                element.expected(),
                detail);
    }
}
