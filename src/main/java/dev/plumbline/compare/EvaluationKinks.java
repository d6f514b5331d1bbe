package dev.plumbline.compare;

import static java.lang.Math.abs;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out whether an evaluation differs because a number lies on the threshold of thresholded relu, the only
 * activation with a jump. An evaluation shows only the engine's outputs. So the candidates are the numbers so close to
 * the threshold that rounding decides their side. The search tries which of them, moved to the other side, make the
 * reference agree.
 *
 * @param tolerances define how close is close enough
 * @param agrees whether a step of the reference on all examples agrees with the engine's evaluation
 */
record EvaluationKinks(Tolerances tolerances, Predicate<ReferenceStep> agrees) {
    /** With more candidates than this there is no search, because it tries all subsets. */
    private static final int MAX_CANDIDATES = 6;

    /** A pre-activation near a threshold. */
    private record NearThreshold(Key key, int row, int column, double z, double threshold, double distance) {

        /** The tensor with this number on the other side, as far from the threshold as rounding allows. */
        Matrix crossed(Matrix tensor) {
            double[][] rows = tensor.toArray();
            rows[row][column] = z > threshold ? threshold - distance : threshold + distance;
            return Matrix.of(rows);
        }
    }

    /**
     * The kink that explains the difference, if there is one.
     *
     * @param difference the difference
     * @param expected the reference's step
     */
    Optional<Bifurcation> explain(Difference difference, ReferenceStep expected) {
        List<NearThreshold> near = near(expected);
        if (near.size() > MAX_CANDIDATES) {
            return Optional.empty();
        }
        for (int subset = 1; subset < 1 << near.size(); subset++) {
            ReferenceStep crossed = expected;
            for (int i = 0; i < near.size(); i++) {
                if ((subset >> i & 1) == 1) {
                    NearThreshold threshold = near.get(i);
                    crossed = crossed.with(
                            threshold.key(),
                            threshold.crossed(crossed.get(threshold.key()).orElseThrow()));
                }
            }
            if (agrees.test(crossed)) {
                return Optional.of(bifurcation(difference, near.get(Integer.numberOfTrailingZeros(subset)), crossed));
            }
        }
        return Optional.empty();
    }

    private List<NearThreshold> near(ReferenceStep step) {
        List<NearThreshold> near = new ArrayList<>();
        for (int l = 1; l <= step.spec().layers().size(); l++) {
            Layer layer = step.spec().layers().get(l - 1);
            if (layer.activation() instanceof Activation.ThresholdedRelu relu) {
                Key key = new Key(step.trace().step(), Quantity.PRE_ACTIVATION, l);
                Matrix z = step.get(key).orElseThrow();
                Matrix scale = step.scales().of(Quantity.PRE_ACTIVATION, l);
                for (int row = 0; row < z.rows(); row++) {
                    for (int column = 0; column < z.columns(); column++) {
                        double distance = tolerances.tau() * scale.get(row, column);
                        if (abs(z.get(row, column) - relu.theta()) <= distance) {
                            near.add(new NearThreshold(key, row, column, z.get(row, column), relu.theta(), distance));
                        }
                    }
                }
            }
        }
        return near;
    }

    private static Bifurcation bifurcation(Difference difference, NearThreshold near, ReferenceStep crossed) {
        return new Bifurcation(
                difference.lane(),
                near.key(),
                near.row(),
                near.column(),
                crossed.get(near.key()).orElseThrow().get(near.row(), near.column()),
                near.z(),
                difference.key(),
                difference.actual(),
                difference.expected(),
                "thresholded_relu");
    }
}
