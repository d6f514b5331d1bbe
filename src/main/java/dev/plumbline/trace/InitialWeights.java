package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Initializer;

/** Draws the initial weights of one layer, inputs × units, row by row. */
record InitialWeights(NumpyRandom random, int inputs, int units) implements Initializer.Cases<Matrix> {

    @Override
    public Matrix constant(double value) {
        return Matrix.full(inputs, units, value);
    }

    @Override
    public Matrix uniform(double low, double high) {
        return Matrix.wrap(inputs, units, random.uniform(low, high, inputs * units));
    }

    @Override
    public Matrix normal(double mean, double standardDeviation) {
        return Matrix.wrap(inputs, units, random.normal(mean, standardDeviation, inputs * units));
    }

    @Override
    public Matrix glorotUniform() {
        double bound = Math.sqrt(6.0 / (inputs + units));
        return uniform(-bound, bound);
    }

    @Override
    public Matrix glorotNormal() {
        return normal(0, Math.sqrt(2.0 / (inputs + units)));
    }

    @Override
    public Matrix heUniform() {
        double bound = Math.sqrt(6.0 / inputs);
        return uniform(-bound, bound);
    }

    @Override
    public Matrix heNormal() {
        return normal(0, Math.sqrt(2.0 / inputs));
    }
}
