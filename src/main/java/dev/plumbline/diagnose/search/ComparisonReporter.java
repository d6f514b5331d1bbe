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
    void start(List<LayerWeights> weights, List<LayerWeights> given) {
        StepTrace subject = TrainingState.of(weights).record(Key.BEFORE_TRAINING);
        StepTrace reference = TrainingState.of(given).record(Key.BEFORE_TRAINING);
        for (Key key : reference.keys()) {
            Matrix recorded = subject.get(key).orElseThrow();
            Matrix expected = reference.get(key).orElseThrow();
            double norm = expected.norm();
            double difference = recorded.normOfDifference(expected);
            double error = difference == 0 || norm == 0 ? difference : difference / norm;
            observer.compared(difference(key, recorded, expected, error, difference == 0));
        }
        observer.taken(ComparisonMode.LOCAL, subject, reference);
    }

    /** Reports a step and its compared tensors. */
    void step(StepTrace recorded, List<TensorMismatches> matches, StepTrace correct) {
        matches.forEach(match -> observer.compared(
                difference(match.key(), match.recorded(), match.correct(), match.residual(), match.matches())));
        observer.taken(ComparisonMode.LOCAL, recorded, correct);
    }

    private Difference difference(Key key, Matrix recorded, Matrix expected, double error, boolean agrees) {
        if (!recorded.hasShapeOf(expected)) {
            String detail = "has the shape " + recorded.shape() + "; expected " + expected.shape();
            return of(key, Difference.Kind.SHAPE, error, new Element(0, 0, Double.NaN, Double.NaN), detail);
        }
        MatrixDifference largest = recorded.differenceFrom(expected);
        Difference.Kind kind = agrees
                ? Difference.Kind.AGREES
                : Double.isInfinite(largest.norm()) ? Difference.Kind.NOT_FINITE : Difference.Kind.DIFFERS;
        int row = largest.row();
        int column = largest.column();
        return of(key, kind, error, new Element(row, column, recorded.get(row, column), expected.get(row, column)), "");
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
