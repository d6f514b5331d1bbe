package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an optimizer remembers of one layer, in the order in which the formula of its word names it.
 *
 * @param weights each memory of W, inputs × units
 * @param bias each memory of b, 1 × units; none where there is no bias
 */
public record LayerMemory(List<Matrix> weights, List<Matrix> bias) {
    public LayerMemory {
        weights = List.copyOf(weights);
        bias = List.copyOf(bias);
    }

    private static final List<Quantity> OF_WEIGHTS =
            List.of(Quantity.WEIGHT_MEMORY_1, Quantity.WEIGHT_MEMORY_2, Quantity.WEIGHT_MEMORY_3);
    private static final List<Quantity> OF_BIAS =
            List.of(Quantity.BIAS_MEMORY_1, Quantity.BIAS_MEMORY_2, Quantity.BIAS_MEMORY_3);

    /** Records all of it as what is remembered after this step. */
    public void recordIn(StepTrace trace, int layer) {
        for (int i = 0; i < weights.size(); i++) {
            trace.record(OF_WEIGHTS.get(i), layer, weights.get(i));
        }
        for (int i = 0; i < bias.size(); i++) {
            trace.record(OF_BIAS.get(i), layer, bias.get(i));
        }
    }

    /** What a function finds for each quantity of memory, where it finds anything. */
    public static LayerMemory from(Function<Quantity, Optional<Matrix>> found) {
        return new LayerMemory(
                OF_WEIGHTS.stream().map(found).flatMap(Optional::stream).toList(),
                OF_BIAS.stream().map(found).flatMap(Optional::stream).toList());
    }
}
