package dev.plumbline.compare.rounding;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.LayerWeights;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The distance of the weights after two trainings that should be the same but for their rounding, as with other kernels or
 * numbers of threads.
 *
 * @param distance the largest relative distance of a layer's weights and biases, in norm
 * @param allowed the largest distance that rounding explains
 */
public record WeightDistance(double distance, double allowed) {

    /**
     * The distance after this number of steps.
     *
     * @param examples the number of training examples; they bound the length of a sum
     */
    public static WeightDistance of(
            NetworkSpec spec, int examples, long steps, List<LayerWeights> first, List<LayerWeights> second) {
        return new WeightDistance(between(first, second), Tolerances.ofFinalWeights(spec, examples, steps));
    }

    /** Whether rounding explains it; false if a weight is NaN. */
    public boolean isRounding() {
        return distance <= allowed;
    }

    /**
     * Allows more if this training amplifies rounding errors.
     *
     * @param unperturbed the weights after the training
     * @param perturbed those after the same training from {@link #perturbed perturbed} initial weights
     */
    public WeightDistance withSensitivity(List<LayerWeights> unperturbed, List<LayerWeights> perturbed) {
        double moved = Tolerances.PERTURBED_RUNS * between(unperturbed, perturbed);
        return new WeightDistance(distance, Math.max(allowed, moved));
    }

    /** Weights that are moved by one unit in the last place, up or down. */
    public static List<LayerWeights> perturbed(NetworkSpec spec, List<LayerWeights> weights) {
        SplittableRandom random = new SplittableRandom(1);
        boolean f64 = spec.precision() == Precision.F64;
        return weights.stream()
                .map(layer -> new LayerWeights(
                        layer.weights()
                                .map(w -> w
                                        + (random.nextBoolean() ? 1 : -1) * (f64 ? Math.ulp(w) : Math.ulp((float) w))),
                        layer.bias()))
                .toList();
    }

    private static double between(List<LayerWeights> first, List<LayerWeights> second) {
        double largest = 0;
        for (int i = 0; i < first.size(); i++) {
            Matrix firstRow = row(first.get(i));
            Matrix secondRow = row(second.get(i));
            double difference = firstRow.normOfDifference(secondRow);
            largest = Math.max(largest, difference == 0 ? 0 : difference / firstRow.norm()); // keeps NaN
        }
        return largest;
    }

    private static Matrix row(LayerWeights layer) {
        double[] values = LayerWeights.flat(List.of(layer));
        return Matrix.wrap(1, values.length, values);
    }
}
