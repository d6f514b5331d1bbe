package dev.plumbline.dl4j.translation;

import dev.plumbline.spec.Initializer;
import java.util.List;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;

/**
 * The initial weights of a layer as DL4J draws them: the same distribution, other numbers.
 *
 * @param layer the layer's path, for error messages
 */
public record Dl4jInitializers(String layer, int inputs, int units) implements Initializer.Cases<IWeightInit> {

    @Override
    public IWeightInit constant(double value) {
        return new WeightInitConstant(value);
    }

    @Override
    public IWeightInit uniform(double low, double high) {
        return drawn(new UniformDistribution(low, high));
    }

    @Override
    public IWeightInit normal(double mean, double standardDeviation) {
        return drawn(new NormalDistribution(mean, standardDeviation));
    }

    @Override
    public IWeightInit glorotUniform() {
        return new WeightInitXavierUniform();
    }

    @Override
    public IWeightInit glorotNormal() {
        return new WeightInitXavier();
    }

    @Override
    public IWeightInit heUniform() {
        return new WeightInitReluUniform();
    }

    @Override
    public IWeightInit heNormal() {
        return new WeightInitRelu();
    }

    @Override
    public IWeightInit truncatedNormal(double mean, double standardDeviation) {
        return drawn(new TruncatedNormalDistribution(mean, standardDeviation));
    }

    /** DL4J's WeightInitLecunUniform draws from ±3/√inputs. */
    @Override
    public IWeightInit lecunUniform() {
        double bound = Math.sqrt(3.0 / inputs);
        return uniform(-bound, bound);
    }

    @Override
    public IWeightInit lecunNormal() {
        return new WeightInitNormal();
    }

    @Override
    public IWeightInit orthogonal(double gain) {
        return drawn(new OrthogonalDistribution(gain));
    }

    @Override
    public IWeightInit identity() {
        if (inputs != units) {
            throw missing("the identity of " + inputs + "×" + units);
        }
        return new WeightInitIdentity();
    }

    @Override
    public IWeightInit given(List<List<Double>> weights) {
        throw missing("given weights");
    }

    @Override
    public IWeightInit npy(Initializer.Npy npy) {
        throw missing("weights from a file");
    }

    @Override
    public IWeightInit npz(Initializer.Npz npz) {
        throw missing("weights from a file");
    }

    private static IWeightInit drawn(Distribution distribution) {
        return new WeightInitDistribution(distribution);
    }

    private IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("the initial weights of " + layer + " are " + what
                + ", which a configuration of DL4J cannot contain; Dl4j.network sets them");
    }
}
