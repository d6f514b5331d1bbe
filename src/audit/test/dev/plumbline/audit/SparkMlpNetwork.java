package dev.plumbline.audit;

import breeze.linalg.DenseMatrix$mcD$sp;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.ann.FeedForwardModel;
import org.apache.spark.ml.ann.FeedForwardTopology;
import org.apache.spark.ml.linalg.DenseVector;

/** The loss and the gradient of Spark's multilayer perceptron, of a block of examples; the update is here. */
final class SparkMlpNetwork implements HandRolledNetwork {
    private FeedForwardTopology topology;
    private int[] sizes;
    private double[] weights;
    private double rate;

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        NetworkSpec spec = start.network();
        sizes = Stream.concat(Stream.of(spec.inputs()), spec.layers().stream().map(Layer::units))
                .mapToInt(Integer::intValue)
                .toArray();
        Layer last = spec.layers().get(sizes.length - 2);
        topology = FeedForwardTopology.multiLayerPerceptron(sizes, last.activation() instanceof Activation.Softmax);
        rate = Settings.rate(spec.training().optimizer());
        weights = new double[0];
        for (int layer = 0; layer < sizes.length - 1; layer++) {
            double[] rows = Arrays.stream(start.weights()[layer])
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            weights = joined(joined(weights, rows), start.biases()[layer]);
        }
    }

    private static double[] joined(double[] first, double[] second) {
        return IntStream.range(0, first.length + second.length)
                .mapToDouble(i -> i < first.length ? first[i] : second[i - first.length])
                .toArray();
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        FeedForwardModel model = new FeedForwardModel(new DenseVector(weights), topology);
        double[] gradient = new double[weights.length];
        tape.loss(model.computeGradient(columns(x), columns(y), new DenseVector(gradient), x.length));
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= rate * gradient[i];
        }
        int offset = 0;
        for (int layer = 1; layer < sizes.length; layer++) {
            int inputs = sizes[layer - 1];
            int units = sizes[layer];
            int bias = offset + inputs * units;
            int end = bias + units;
            tape.dW(layer, rows(gradient, offset, inputs, units)).db(layer, Arrays.copyOfRange(gradient, bias, end));
            tape.W(layer, rows(weights, offset, inputs, units)).b(layer, Arrays.copyOfRange(weights, bias, end));
            offset = end;
        }
    }

    /** Spark keeps an example in each column, column by column. */
    private static DenseMatrix$mcD$sp columns(double[][] rows) {
        double[] numbers = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return new DenseMatrix$mcD$sp(rows[0].length, rows.length, numbers);
    }

    /** A row for each input: Spark's weights, units × inputs, column by column. */
    private static double[][] rows(double[] numbers, int offset, int inputs, int units) {
        return IntStream.range(0, inputs)
                .mapToObj(input -> Arrays.copyOfRange(numbers, offset + input * units, offset + (input + 1) * units))
                .toArray(double[][]::new);
    }
}
