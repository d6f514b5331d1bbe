package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.math.Orthogonal;
import dev.plumbline.spec.Initializer;
import java.util.List;
import java.util.Optional;

/**
 * Draws the initial weights of one layer, inputs × units, row by row.
 *
 * @param fromFile the weights that were read, if the layer's weights are in a file
 */
record InitialWeights(NumpyRandom random, int inputs, int units, Optional<Matrix> fromFile)
        implements Initializer.Cases<Matrix> {

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

    @Override
    public Matrix truncatedNormal(double mean, double standardDeviation) {
        return Matrix.wrap(inputs, units, random.truncatedNormal(mean, standardDeviation, inputs * units));
    }

    @Override
    public Matrix lecunUniform() {
        double bound = Math.sqrt(3.0 / inputs);
        return uniform(-bound, bound);
    }

    @Override
    public Matrix lecunNormal() {
        return normal(0, Math.sqrt(1.0 / inputs));
    }

    @Override
    public Matrix orthogonal(double gain) {
        return Matrix.wrap(inputs, units, Orthogonal.draw(random, gain, inputs, units));
    }

    @Override
    public Matrix identity() {
        double[] values = new double[inputs * units];
        for (int i = 0; i < Math.min(inputs, units); i++) {
            values[i * units + i] = 1;
        }
        return Matrix.wrap(inputs, units, values);
    }

    @Override
    public Matrix given(List<List<Double>> weights) {
        return Matrix.wrap(
                inputs,
                units,
                weights.stream()
                        .flatMap(List::stream)
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    @Override
    public Matrix npy(Initializer.Npy npy) {
        return read();
    }

    @Override
    public Matrix npz(Initializer.Npz npz) {
        return read();
    }

    private Matrix read() {
        return fromFile.orElseThrow(() -> new IllegalArgumentException(
                "the initial weights of " + inputs + "×" + units + " are in a file, which must be read first"));
    }
}
