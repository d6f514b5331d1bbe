package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The optimizer state of one layer, such as the momentum. The arrays have the order of the optimizer's formula in
 * {@link dev.plumbline.spec.Optimizer}.
 *
 * @param weights the arrays for W, each inputs × units
 * @param bias the arrays for b, each 1 × units; empty if the layer has no bias
 */
public record OptimizerState(List<Matrix> weights, List<Matrix> bias) {
    public OptimizerState {
        weights = List.copyOf(weights);
        bias = List.copyOf(bias);
    }

    private static final List<Quantity> OF_WEIGHTS =
            List.of(Quantity.WEIGHT_STATE_1, Quantity.WEIGHT_STATE_2, Quantity.WEIGHT_STATE_3);
    private static final List<Quantity> OF_BIAS =
            List.of(Quantity.BIAS_STATE_1, Quantity.BIAS_STATE_2, Quantity.BIAS_STATE_3);

    /** Records all arrays as the state after this step. */
    public void recordIn(StepTrace trace, int layer) {
        for (int i = 0; i < weights.size(); i++) {
            trace.record(OF_WEIGHTS.get(i), layer, weights.get(i));
        }
        for (int i = 0; i < bias.size(); i++) {
            trace.record(OF_BIAS.get(i), layer, bias.get(i));
        }
    }

    /** The state made of the tensors that the function returns; quantities without a tensor are skipped. */
    public static OptimizerState from(Function<Quantity, Optional<Matrix>> source) {
        return new OptimizerState(tensors(OF_WEIGHTS, source), tensors(OF_BIAS, source));
    }

    private static List<Matrix> tensors(List<Quantity> quantities, Function<Quantity, Optional<Matrix>> source) {
        List<Matrix> tensors = new ArrayList<>();
        quantities.forEach(quantity -> source.apply(quantity).ifPresent(tensors::add));
        return tensors;
    }
}
