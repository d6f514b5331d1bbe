package dev.plumbline.compare;

import static java.lang.Math.abs;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Disturbance;
import dev.plumbline.trace.Quantity;

/**
 * Moves the numbers of a step up or down, at random, by the last place of the terms that they are left over from: an engine
 * that takes exp(z) - 1 as it stands is off by the last place of 1, however small z is; and one that adds x·y to -x·y may
 * have the rounding of one of them left. Where tanh is all but 1, its slope 1 - a² is made of last places alone.
 */
final class LastPlaces implements Disturbance {
    private final NetworkSpec spec;
    private final Batch batch;
    private final NumpyRandom random;
    private final double lastPlace;
    private final double smallestNormal;
    private final double examples; // what sums over the batch are divided by
    private final Matrix[] a; // of each layer, as far as the step has come; a[0] is the input
    private Matrix z = Matrix.zeros(1, 1); // of the activation that comes next
    private Matrix dZ = Matrix.zeros(1, 1); // of the gradients that come next

    LastPlaces(NetworkSpec spec, Batch batch, NumpyRandom random) {
        this.spec = spec;
        this.batch = batch;
        this.random = random;
        boolean f64 = spec.precision() == Precision.F64;
        this.lastPlace = f64 ? 0x1p-53 : 0x1p-24;
        this.smallestNormal = f64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        this.examples = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        this.a = new Matrix[spec.layers().size() + 1];
        a[0] = batch.inputs();
    }

    @Override
    public Matrix disturb(Quantity quantity, int layer, Matrix tensor) {
        return switch (quantity) {
            case PRE_ACTIVATION -> z = moved(tensor, tensor.abs());
            case ACTIVATION -> a[layer] = moved(tensor, tensor.abs().plus(terms(layer)));
            case DELTA -> dZ = moved(tensor, tensor.abs());
            case WEIGHT_GRADIENT ->
                moved(tensor, taken(layer).transpose().dot(dZ.abs()).div(examples));
            case BIAS_GRADIENT -> moved(tensor, dZ.abs().sum(0).div(examples));
            default -> tensor;
        };
    }

    /** |X|, of which the gradient of W is a sum: what is left of the activation below. */
    private Matrix taken(int layer) {
        Matrix below = a[layer - 1].abs();
        return batch.mask(layer).map(below::times).orElse(below);
    }

    /** What an activation is left over from, beyond itself. */
    private Matrix terms(int layer) {
        Activation activation = spec.layers().get(layer - 1).activation();
        if (activation instanceof Activation.Softmax) {
            return z.times(0);
        }
        Slopes.Bound terms = Slopes.of(activation).terms();
        return z.map(at -> terms.on(at, at));
    }

    private Matrix moved(Matrix tensor, Matrix terms) {
        return tensor.zip(terms, (value, of) -> {
            boolean up = random.random() < 0.5;
            if (value != 0 && abs(value) < smallestNormal) {
                return up ? value : 0; // some engines take it for 0
            }
            return value + (up ? 1 : -1) * lastPlace * of;
        });
    }
}
