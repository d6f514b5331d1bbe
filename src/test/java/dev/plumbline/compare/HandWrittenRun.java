package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Loss.MeanSquaredError;
import dev.plumbline.spec.Loss.SquaredError;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training of a {@link HandWrittenEngine}. Arrays are rows × columns; layers count from 0 here. */
final class HandWrittenRun implements Run {
    /** The activations that it was written for. */
    static final List<Activation> ACTIVATIONS = List.of(new Identity(), new Sigmoid(), new Tanh());

    /** The losses that it was written for. */
    static final List<Loss> LOSSES = List.of(new HalfSquaredError(), new SquaredError(), new MeanSquaredError());

    private final NetworkSpec spec;
    private final HandWrittenEngine engine;
    private final int layers;
    private final int fullBatch;
    private final double[][][] weights;
    private final double[][] bias;
    private final double[][][] lastGradient;

    HandWrittenRun(Experiment experiment, HandWrittenEngine engine) {
        this.spec = experiment.spec();
        this.engine = engine;
        layers = spec.layers().size();
        fullBatch = spec.training().batchSize().of(experiment.inputs().rows());
        weights = new double[layers][][];
        bias = new double[layers][];
        lastGradient = new double[layers][][];
        for (int l = 0; l < layers; l++) {
            weights[l] = experiment.initialWeights().get(l).weights().toArray();
            bias[l] = new double[spec.layers().get(l).units()];
        }
    }

    private boolean makes(Mistake mistake, int l) {
        return engine.makes(mistake, l + 1);
    }

    @Override
    public StepTrace step(Batch batch) {
        StepTrace trace = new StepTrace(batch.step(), layers);
        double[][] x = batch.inputs().toArray();
        double[][] y = batch.targets().toArray();
        int n = x.length;
        double[][][] z = new double[layers][][];
        double[][][] a = new double[layers][][];
        for (int l = 0; l < layers; l++) {
            z[l] = preActivation(l == 0 ? x : a[l - 1], l);
            a[l] = activation(z[l], l);
            if (makes(Mistake.NAN_AT_STEP_7, l) && batch.step() >= 7) {
                a[l][n - 1][0] = Double.NaN;
            }
            trace.record(Quantity.PRE_ACTIVATION, l + 1, Matrix.of(z[l]));
            trace.record(Quantity.ACTIVATION, l + 1, Matrix.of(a[l]));
        }
        trace.record(Quantity.LOSS, layers, Matrix.full(1, 1, loss(a[layers - 1], y)));

        double[][] above = lossGradient(a[layers - 1], y);
        for (int l = layers - 1; l >= 0; l--) {
            double[][] delta = delta(above, z[l], a[l], l);
            double[][] gradient = gradient(l == 0 ? x : a[l - 1], delta, n, l);
            double[] biasGradient = biasGradient(delta, n, l);
            trace.record(Quantity.DELTA, l + 1, Matrix.of(delta));
            trace.record(Quantity.WEIGHT_GRADIENT, l + 1, Matrix.of(gradient));
            double[][] before = weights[l];
            update(trace, gradient, biasGradient, l);
            above = through(makes(Mistake.DELTA_FROM_UPDATED_WEIGHTS, l) ? weights[l] : before, delta, l);
        }
        return trace;
    }

    private double[][] preActivation(double[][] below, int l) {
        double[][] w = weights[l];
        int inputs = w.length;
        int units = w[0].length;
        double[][] z = new double[below.length][units];
        for (int i = 0; i < below.length; i++) {
            for (int j = 0; j < units; j++) {
                double sum = makes(Mistake.BIAS_NOT_ADDED, l) ? 0 : bias[l][j];
                for (int k = 0; k < inputs; k++) {
                    double weight = w[k][j];
                    if (makes(Mistake.WEIGHTS_TRANSPOSED, l)) {
                        weight = w[j][k];
                    } else if (makes(Mistake.WEIGHTS_IN_COLUMN_ORDER, l)) {
                        int place = j * inputs + k;
                        weight = w[place / units][place % units];
                    }
                    sum += below[i][k] * weight;
                }
                z[i][j] = rounded(sum);
            }
        }
        return z;
    }

    private double[][] activation(double[][] z, int l) {
        double[][] a = new double[z.length][z[0].length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[0].length; j++) {
                double value = activation(z[i][j], l);
                a[i][j] = rounded(makes(Mistake.ACTIVATION_TWICE, l) ? activation(value, l) : value);
            }
        }
        return a;
    }

    private double activation(double z, int l) {
        Activation activation = spec.layers().get(l).activation();
        if (activation instanceof Sigmoid) {
            return 1 / (1 + Math.exp(-z));
        }
        if (activation instanceof Tanh) {
            return Math.tanh(z);
        }
        return onlyIdentity(activation, z);
    }

    /** The fixture knows three activations, and no other passes for one of them. */
    private static double onlyIdentity(Activation activation, double value) {
        if (activation instanceof Identity) {
            return value;
        }
        throw new IllegalArgumentException("this network was not written for " + activation);
    }

    private double[][] delta(double[][] above, double[][] z, double[][] a, int l) {
        double[][] delta = new double[above.length][above[0].length];
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < delta[0].length; j++) {
                double from = makes(Mistake.SLOPE_OF_THE_PRE_ACTIVATION, l) ? z[i][j] : a[i][j];
                double slope = makes(Mistake.SLOPE_FORGOTTEN, l) ? 1 : slope(from, l);
                delta[i][j] = rounded(above[i][j] * slope);
            }
        }
        return delta;
    }

    private double slope(double a, int l) {
        Activation activation = spec.layers().get(l).activation();
        if (activation instanceof Sigmoid) {
            return a * (1 - a);
        }
        if (activation instanceof Tanh) {
            return 1 - a * a;
        }
        return onlyIdentity(activation, 1);
    }

    /** The factor of Σ (ŷ − y)². */
    private double lossFactor() {
        if (spec.loss() instanceof HalfSquaredError) {
            return 0.5;
        }
        if (spec.loss() instanceof MeanSquaredError) {
            return 1.0 / spec.outputs();
        }
        if (spec.loss() instanceof SquaredError) {
            return 1;
        }
        throw new IllegalArgumentException("this network was not written for " + spec.loss());
    }

    private double loss(double[][] a, double[][] y) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                sum += (a[i][j] - y[i][j]) * (a[i][j] - y[i][j]);
            }
        }
        double loss = sum * lossFactor() / (spec.reduction() == Reduction.MEAN ? a.length : 1);
        return rounded(makes(Mistake.HALF_THE_LOSS, layers - 1) ? loss / 2 : loss);
    }

    private double[][] lossGradient(double[][] a, double[][] y) {
        double[][] slope = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                slope[i][j] = 2 * lossFactor() * (a[i][j] - y[i][j]);
            }
        }
        return slope;
    }

    private double divisor(int n) {
        boolean sum = spec.reduction() == Reduction.SUM || makes(Mistake.SUM_FOR_MEAN, layers - 1);
        return sum ? 1 : makes(Mistake.SHORT_BATCH_BY_FULL_SIZE, layers - 1) ? fullBatch : n;
    }

    private double[][] gradient(double[][] below, double[][] delta, int n, int l) {
        double factor = makes(Mistake.GRADIENT_SIGN, l) ? -1 : makes(Mistake.GRADIENT_TWICE, l) ? 2 : 1;
        double[][] gradient = new double[weights[l].length][weights[l][0].length];
        for (int k = 0; k < gradient.length; k++) {
            for (int j = 0; j < gradient[0].length; j++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += below[i][k] * delta[i][j];
                }
                gradient[k][j] = rounded(factor * sum / divisor(n));
                if (makes(Mistake.GRADIENTS_NOT_ZEROED, l) && lastGradient[l] != null) {
                    gradient[k][j] += lastGradient[l][k][j];
                }
            }
        }
        lastGradient[l] = gradient;
        return gradient;
    }

    private double[] biasGradient(double[][] delta, int n, int l) {
        double[] gradient = new double[delta[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < gradient.length; j++) {
                gradient[makes(Mistake.ONE_BIAS_GRADIENT_FOR_ALL, l) ? 0 : j] += delta[i][j];
            }
        }
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = rounded(gradient[makes(Mistake.ONE_BIAS_GRADIENT_FOR_ALL, l) ? 0 : j] / divisor(n));
        }
        return gradient;
    }

    private double[][] through(double[][] w, double[][] delta, int l) {
        double[][] above = new double[delta.length][w.length];
        for (int i = 0; i < delta.length; i++) {
            for (int k = 0; k < w.length; k++) {
                for (int j = 0; j < w[0].length; j++) {
                    above[i][k] +=
                            delta[i][j] * (makes(Mistake.DELTA_THROUGH_TRANSPOSED_WEIGHTS, l) ? w[j][k] : w[k][j]);
                }
            }
        }
        return above;
    }

    private void update(StepTrace trace, double[][] gradient, double[] biasGradient, int l) {
        double rate = Mistake.rate(spec) * (engine.makes(Mistake.LEARNING_RATE_TWICE, 1) ? Mistake.rate(spec) : 1);
        double direction = makes(Mistake.ASCENT, l) ? -1 : 1;
        double[][] updates = new double[gradient.length][gradient[0].length];
        double[][] after = new double[gradient.length][gradient[0].length];
        for (int k = 0; k < gradient.length; k++) {
            for (int j = 0; j < gradient[0].length; j++) {
                updates[k][j] = rounded(rate * gradient[k][j]);
                after[k][j] = rounded(weights[l][k][j] - direction * updates[k][j]);
            }
        }
        weights[l] = after;
        trace.record(Quantity.WEIGHT_UPDATE, l + 1, Matrix.of(updates));
        trace.record(Quantity.WEIGHTS, l + 1, Matrix.of(after));
        if (spec.layers().get(l).bias()) {
            double[] moved = new double[biasGradient.length];
            for (int j = 0; j < moved.length; j++) {
                moved[j] = rounded(rate * biasGradient[j]);
                bias[l][j] -= makes(Mistake.BIAS_NOT_UPDATED, l) ? 0 : direction * moved[j];
            }
            trace.record(Quantity.BIAS_GRADIENT, l + 1, Matrix.row(biasGradient));
            trace.record(Quantity.BIAS_UPDATE, l + 1, Matrix.row(moved));
            trace.record(Quantity.BIAS, l + 1, Matrix.row(bias[l]));
        }
    }

    private double rounded(double value) {
        return engine.makes(Mistake.F32, 1) ? (float) value : value;
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        double[][] a = inputs.toArray();
        for (int l = 0; l < layers; l++) {
            a = activation(preActivation(a, l), l);
        }
        return new Evaluation(Matrix.of(a), targets, loss(a, targets.toArray()));
    }

    @Override
    public TrainingState state() {
        List<LayerWeights> all = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            boolean has = spec.layers().get(l).bias();
            all.add(new LayerWeights(Matrix.of(weights[l]), has ? Optional.of(Matrix.row(bias[l])) : Optional.empty()));
        }
        return TrainingState.of(all);
    }

    @Override
    public void close() {
        // Nothing to give back.
    }
}
