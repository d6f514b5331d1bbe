package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Layer;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Derivatives of a batch's loss by central differences: the correct gradient, computed from the forward pass alone.
 *
 * <p>The loss is without the penalties of the layers, like the gradients of a step. At a kink there is no derivative,
 * which shows in the uncertainty.
 */
public final class NumericalGradients implements AutoCloseable {
    /** The coefficients of the central difference of order six: Σ c (L(w + k h) − L(w − k h)) / h for k = 1, 2, 3. */
    private static final double[] COEFFICIENTS = {3.0 / 4, -3.0 / 20, 1.0 / 60};

    private static final double WIDTH = 1e-3;

    /** A second width: the difference of the two results estimates the error of the first. */
    private static final double SECOND_WIDTH = 0.37e-3;

    private final Experiment experiment;
    private final List<LayerWeights> at;
    private final Batch batch;
    private final PerturbableRun run;

    /**
     * Derivatives at some weights.
     *
     * @param at the weights, layer by layer
     * @param batch the examples of the loss
     */
    public NumericalGradients(Experiment experiment, List<LayerWeights> at, Batch batch) {
        this.experiment = experiment;
        this.at = List.copyOf(at);
        this.batch = batch;
        this.run = new ReferenceEngine().start(experiment);
    }

    /**
     * A derivative.
     *
     * @param value by central differences
     * @param uncertainty the largest expected error
     */
    public record Derivative(double value, double uncertainty) {}

    /**
     * The derivative of the loss with respect to one weight.
     *
     * @param gradient {@link Quantity#WEIGHT_GRADIENT} or {@link Quantity#BIAS_GRADIENT}
     * @param layer counted from 1
     */
    public Derivative derivative(Quantity gradient, int layer, int row, int column) {
        double size = Math.max(1, Math.abs(element(gradient, layer).get(row, column)));
        double estimate = difference(gradient, layer, row, column, WIDTH * size);
        double control = difference(gradient, layer, row, column, SECOND_WIDTH * size);
        double rounding = 4 * Math.ulp(loss(at)) / (SECOND_WIDTH * size);
        return new Derivative(estimate, Math.abs(estimate - control) + rounding);
    }

    private double difference(Quantity gradient, int layer, int row, int column, double h) {
        double sum = 0;
        for (int k = 1; k <= COEFFICIENTS.length; k++) {
            sum += COEFFICIENTS[k - 1]
                    * (loss(shifted(gradient, layer, row, column, k * h))
                            - loss(shifted(gradient, layer, row, column, -k * h)));
        }
        return sum / h;
    }

    private Matrix element(Quantity gradient, int layer) {
        LayerWeights parameters = at.get(layer - 1);
        return gradient == Quantity.BIAS_GRADIENT ? parameters.bias().orElseThrow() : parameters.weights();
    }

    private List<LayerWeights> shifted(Quantity gradient, int layer, int row, int column, double by) {
        Matrix from = element(gradient, layer);
        double[] values = from.toRowMajor();
        values[row * from.columns() + column] += by;
        Matrix to = Matrix.wrap(from.rows(), from.columns(), values);
        LayerWeights parameters = at.get(layer - 1);
        List<LayerWeights> shifted = new ArrayList<>(at);
        shifted.set(
                layer - 1,
                gradient == Quantity.BIAS_GRADIENT
                        ? new LayerWeights(parameters.weights(), Optional.of(to))
                        : new LayerWeights(to, parameters.bias()));
        return shifted;
    }

    /** The loss of the batch without the penalties. */
    private double loss(List<LayerWeights> weights) {
        run.restore(weights);
        int layers = weights.size();
        double loss = run.step(batch).get(Quantity.LOSS, layers).orElseThrow().get(0, 0);
        for (int l = 1; l <= layers; l++) {
            LayerWeights parameters = weights.get(l - 1);
            Layer layer = experiment.spec().layers().get(l - 1);
            loss -= Formulas.penalty(layer, batch.size(), parameters.weights(), parameters.bias());
        }
        return loss;
    }

    @Override
    public void close() {
        run.close();
    }
}
