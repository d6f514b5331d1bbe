package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Disturbance;
import dev.plumbline.trace.Quantity;

/**
 * Moves each activation up or down, at random, by the last place of the terms that it is left over from: an engine that
 * takes exp(z) - 1 as it stands is off by the last place of 1, however small z is.
 */
final class LastPlaces implements Disturbance {
    private final NetworkSpec spec;
    private final NumpyRandom random;
    private Matrix z = Matrix.zeros(1, 1); // of the activation that comes next

    LastPlaces(NetworkSpec spec, NumpyRandom random) {
        this.spec = spec;
        this.random = random;
    }

    @Override
    public Matrix disturb(Quantity quantity, int layer, Matrix tensor) {
        Activation activation = spec.layers().get(layer - 1).activation();
        if (quantity == Quantity.PRE_ACTIVATION) {
            z = tensor;
        }
        if (quantity != Quantity.ACTIVATION || activation instanceof Activation.Softmax) {
            return tensor;
        }
        double lastPlace = spec.precision() == Precision.F64 ? 0x1p-53 : 0x1p-24;
        Slopes.Bound terms = Slopes.of(activation).terms();
        return tensor.zip(z, (a, at) -> a + (random.random() < 0.5 ? -1 : 1) * lastPlace * terms.on(at, at));
    }
}
