package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Backpropagation as people write it by hand, in loops over arrays, with mistakes in it. It shares nothing with the reference but
 * the description of the network, so that the diagnosis is not tested on itself.
 *
 * @param faults the mistakes
 * @param style how it writes its tensors, and which of them it shows
 * @param error changes tensors as soon as they are calculated, so that what follows is calculated from them; of the layer 0
 *     the activation, which is the inputs
 */
record FaultyNetwork(Set<InjectedFault> faults, CodingStyle style, Perturbation error) implements Subject {

    /** One with these mistakes and no other error. */
    FaultyNetwork(Set<InjectedFault> faults, CodingStyle style) {
        this(faults, style, Perturbation.NONE);
    }

    @Override
    public String name() {
        return "planted";
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(experiment);
    }

    /** The same without these mistakes. */
    FaultyNetwork without(Set<InjectedFault> others) {
        Set<InjectedFault> left = EnumSet.noneOf(InjectedFault.class);
        left.addAll(faults);
        left.removeAll(others);
        return new FaultyNetwork(left, style, error);
    }

    private boolean has(InjectedFault fault) {
        return faults.contains(fault);
    }

    private final class Run implements SubjectRun {
        private final Experiment experiment;
        private final NetworkSpec spec;
        private final int layers;
        private final double[][][] w; // [layer][input][unit]; layers count from 1
        private final double[][] b; // [layer][unit]; empty without a bias
        private final double[][][] sumW; // for gradients that are not set to zero
        private final double[][] sumB;
        private final double[][][] m; // first memory of W, then the second
        private final double[][][] v;
        private final double[][] mb;
        private final double[][] vb;
        private final List<LayerWeights> start; // as it is shown
        private final double[][][] lastIn; // what each layer was given in the step before
        private int seen; // examples
        private int updates; // of single parameters

        private Run(Experiment experiment) {
            this.experiment = experiment;
            this.spec = experiment.spec();
            layers = spec.layers().size();
            w = new double[layers + 1][][];
            b = new double[layers + 1][];
            sumW = new double[layers + 1][][];
            sumB = new double[layers + 1][];
            m = new double[layers + 1][][];
            v = new double[layers + 1][][];
            mb = new double[layers + 1][];
            vb = new double[layers + 1][];
            lastIn = new double[layers + 1][][];
            NumpyRandom drawn = new NumpyRandom(spec.seed());
            List<LayerWeights> initial = experiment.initialWeights();
            for (int l = 1; l <= layers; l++) {
                LayerWeights own = initial.get(l - 1);
                w[l] = own.weights().toArray();
                b[l] = own.bias().map(Matrix::toRowMajor).orElse(new double[0]);
                int rows = w[l].length;
                int columns = w[l][0].length;
                if (has(InjectedFault.WEIGHTS_READ_BY_COLUMNS)
                        || has(InjectedFault.SQUARE_WEIGHTS_TRANSPOSED) && rows == columns) {
                    double[] numbers = own.weights().toRowMajor();
                    for (int i = 0; i < rows; i++) {
                        for (int j = 0; j < columns; j++) {
                            w[l][i][j] = numbers[j * rows + i];
                        }
                    }
                }
                if (has(InjectedFault.OTHER_SEED)) {
                    Random random = new Random(4711 + l);
                    for (double[] row : w[l]) {
                        for (int j = 0; j < columns; j++) {
                            row[j] = 2 * random.nextDouble() - 1;
                        }
                    }
                }
                for (double[] row : w[l]) {
                    for (int j = 0; j < columns; j++) {
                        if (has(InjectedFault.START_NOT_CENTERED)) { // 2 * np.random.random((inputs, units))
                            row[j] += 1;
                        }
                        if (has(InjectedFault.START_NORMAL)) { // np.random.randn(inputs, units)
                            row[j] = drawn.normal();
                        }
                    }
                }
                if (style.has(CodingConvention.OWN_START)) {
                    Random random = new Random(815 + l);
                    for (double[] row : w[l]) {
                        for (int j = 0; j < columns; j++) {
                            row[j] = random.nextGaussian() / 2;
                        }
                    }
                }
                round(w[l]);
                sumW[l] = new double[rows][columns];
                sumB[l] = new double[b[l].length];
                m[l] = new double[rows][columns];
                v[l] = new double[rows][columns];
                mb[l] = new double[b[l].length];
                vb[l] = new double[b[l].length];
                for (int k = 1; k < l && has(InjectedFault.VELOCITY_SHARED); k++) {
                    if (w[k].length == rows && w[k][0].length == columns) {
                        m[l] = m[k];
                        mb[l] = mb[k];
                    }
                }
            }
            start = weights().stream()
                    .map(each -> new LayerWeights(
                            style.weights(each.weights(), each.bias()),
                            style.holdsBias() ? Optional.empty() : each.bias().map(style::bias)))
                    .toList();
        }

        private double round(double value) {
            return has(InjectedFault.SINGLE_PRECISION) ? (float) value : value;
        }

        private double[][] round(double[][] values) {
            for (double[] row : values) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = round(row[j]);
                }
            }
            return values;
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            List<Matrix> before = new ArrayList<>();
            for (int l = 1; l <= layers; l++) {
                before.add(Matrix.of(w[l]));
            }
            List<LayerWeights> whole = weights();
            StepTrace trained = has(InjectedFault.UPDATED_PER_EXAMPLE) ? trainOneByOne(batch) : train(batch);
            StepTrace shown = style.has(CodingConvention.WEIGHTS_BEFORE_UPDATE) ? withWeights(trained, whole) : trained;
            return Optional.of(style.written(shown, batch, spec, before, rate(batch)));
        }

        /** As if each example were a batch of its own; of what it has of each, a row or the mean is recorded. */
        private StepTrace trainOneByOne(Batch batch) {
            List<StepTrace> traces = new ArrayList<>();
            for (int s = 0; s < batch.size(); s++) {
                int row = s;
                List<Optional<Matrix>> masks = batch.masks().stream()
                        .map(mask -> mask.map(all -> all.take(row)))
                        .toList();
                traces.add(train(new Batch(
                        seen,
                        batch.epoch(),
                        batch.startsEpoch(),
                        batch.inputs().take(s),
                        batch.targets().take(s),
                        Optional.empty(),
                        masks)));
            }
            StepTrace whole = new StepTrace(batch.step(), layers);
            for (Key key : traces.get(0).keys()) {
                Matrix sum = traces.get(0).get(key).orElseThrow().times(0);
                double[][] rows = new double[batch.size()][];
                for (int s = 0; s < rows.length; s++) {
                    Key same = new Key(traces.get(s).step(), key.quantity(), key.layer());
                    Matrix own = traces.get(s).get(same).orElseThrow();
                    rows[s] = own.toArray()[0];
                    sum = sum.plus(own);
                }
                whole.record(
                        key.quantity(),
                        key.layer(),
                        switch (key.quantity()) {
                            case PRE_ACTIVATION, ACTIVATION, DELTA -> Matrix.of(rows);
                            case WEIGHTS -> Matrix.of(w[key.layer()]);
                            case BIAS -> Matrix.row(b[key.layer()]);
                            case WEIGHT_UPDATE, BIAS_UPDATE -> sum;
                            default -> mean() ? sum.div(rows.length) : sum;
                        });
            }
            return whole;
        }

        private StepTrace withWeights(StepTrace step, List<LayerWeights> weights) {
            StepTrace other = new StepTrace(step.step(), layers);
            for (Key key : step.keys()) {
                LayerWeights of = weights.get(key.layer() - 1);
                other.record(
                        key.quantity(),
                        key.layer(),
                        switch (key.quantity()) {
                            case WEIGHTS -> of.weights();
                            case BIAS -> of.bias().orElseThrow();
                            default -> step.get(key).orElseThrow();
                        });
            }
            return other;
        }

        private List<LayerWeights> weights() {
            List<LayerWeights> all = new ArrayList<>();
            for (int l = 1; l <= layers; l++) {
                all.add(new LayerWeights(
                        Matrix.of(w[l]), b[l].length > 0 ? Optional.of(Matrix.row(b[l])) : Optional.empty()));
            }
            return all;
        }

        @Override
        public Optional<List<LayerWeights>> ownInitialWeights() {
            return style.has(CodingConvention.OWN_START) ? Optional.of(start) : Optional.empty();
        }

        private StepTrace train(Batch given) {
            Batch batch = has(InjectedFault.OWN_MASKS) ? withOwnMasks(given) : given;
            if (batch.startsEpoch()) {
                startEpoch();
            }
            StepTrace trace = new StepTrace(batch.step(), layers);
            double[][] x = round(batch.inputs().toArray());
            double[][] y = round(batch.targets().toArray());
            int n = x.length;
            if (has(InjectedFault.SHUFFLED)) {
                double[][] allInputs = experiment.inputs().toArray();
                double[][] allTargets = experiment.targets().toArray();
                for (int s = 0; s < n; s++) { // goes through the examples from the last to the first
                    int at = allInputs.length - 1 - (seen + s) % allInputs.length;
                    x[s] = allInputs[at];
                    y[s] = allTargets[at];
                }
            }
            for (int s = 0; s < n; s++) {
                if (has(
                        InjectedFault
                                .TARGETS_ONE_ROW_OFF)) { // as where one of two files has a header, and both are read
                    // without
                    double[][] all = experiment.targets().toArray();
                    y[s] = all[(seen + s + 1) % all.length];
                }
                if (has(InjectedFault.LABELS_OFF_BY_ONE)) {
                    double[] off = new double[y[s].length];
                    for (int j = 0; j < off.length; j++) {
                        off[(j + 1) % off.length] = y[s][j];
                    }
                    y[s] = off;
                }
            }
            seen += n;

            // Forward.
            double[][][] in = new double[layers + 1][][];
            double[][][] z = new double[layers + 1][][];
            double[][][] a = new double[layers + 1][][];
            a[0] = disturbed(Quantity.ACTIVATION, 0, x);
            for (int l = 1; l <= layers; l++) {
                in[l] = dropped(a[l - 1], batch.mask(l), l, has(InjectedFault.DROPOUT_NOT_INVERTED));
                z[l] = disturbed(Quantity.PRE_ACTIVATION, l, weighted(in[l], l));
                a[l] = disturbed(Quantity.ACTIVATION, l, activated(z[l], l));
                trace.record(Quantity.PRE_ACTIVATION, l, Matrix.of(z[l]));
                trace.record(Quantity.ACTIVATION, l, Matrix.of(a[l]));
            }
            trace.record(Quantity.LOSS, layers, Matrix.full(1, 1, loss(a[layers], y)));

            // Backward.
            double[][][] dz = new double[layers + 1][][];
            double[][][] dw = new double[layers + 1][][];
            double[][] db = new double[layers + 1][];
            double[][] error = error(a[layers], y);
            dz[layers] = outputDelta(error, z[layers], a[layers], y);
            for (int l = layers; l >= 1; l--) {
                dz[l] = disturbed(Quantity.DELTA, l, dz[l]);
                boolean stale =
                        has(InjectedFault.STALE_ACTIVATIONS) && l > 1 && lastIn[l] != null && lastIn[l].length == n;
                gradients(
                        l,
                        stale ? lastIn[l] : in[l],
                        has(InjectedFault.RAW_ERROR_IN_GRADIENT) ? error : dz[l],
                        n,
                        dw,
                        db);
                lastIn[l] = in[l];
                dw[l] = disturbed(Quantity.WEIGHT_GRADIENT, l, dw[l]);
                if (db[l].length > 0) {
                    db[l] = disturbed(Quantity.BIAS_GRADIENT, l, new double[][] {db[l]})[0];
                }
                trace.record(Quantity.DELTA, l, Matrix.of(dz[l]));
                double[][] from = has(InjectedFault.RAW_ERROR_PROPAGATED) ? error : dz[l];
                double[][] weights = Matrix.of(w[l]).toArray();
                if (updatesAtOnce()) {
                    update(l, dw[l], db[l], batch, trace);
                }
                if (has(InjectedFault.UPDATED_WEIGHTS)) {
                    weights = w[l];
                }
                if (has(InjectedFault.SLOPE_AFTER_UPDATE)) {
                    double[][] again = weighted(in[l], l);
                    from = throughSlope(error, again, activated(again, l), l);
                }
                if (l > 1) {
                    double[][] da = new double[n][w[l].length];
                    for (int s = 0; s < n; s++) {
                        for (int i = 0; i < w[l].length; i++) {
                            for (int j = 0; j < w[l][0].length; j++) {
                                da[s][i] = round(da[s][i] + from[s][j] * weights[i][j]);
                            }
                        }
                    }
                    if (!has(InjectedFault.DROPOUT_FORGOTTEN_BACKWARD)) {
                        da = dropped(da, batch.mask(l), l, has(InjectedFault.DROPOUT_NOT_INVERTED));
                    }
                    error = da;
                    dz[l - 1] = throughSlope(da, z[l - 1], a[l - 1], l - 1);
                }
            }

            // Update.
            if (has(InjectedFault.GLOBAL_NORM)) {
                clipTogether(dw, db);
            }
            for (int l = 1; l <= layers; l++) {
                trace.record(Quantity.WEIGHT_GRADIENT, l, Matrix.of(dw[l]));
                if (!updatesAtOnce()) {
                    update(l, dw[l], db[l], batch, trace);
                }
                w[l] = disturbed(Quantity.WEIGHTS, l, w[l]);
                trace.record(Quantity.WEIGHTS, l, Matrix.of(w[l]));
                if (b[l].length > 0) {
                    trace.record(Quantity.BIAS_GRADIENT, l, Matrix.row(db[l]));
                    trace.record(Quantity.BIAS, l, Matrix.row(b[l]));
                }
            }
            return trace;
        }

        private boolean updatesAtOnce() {
            return has(InjectedFault.UPDATED_WEIGHTS) || has(InjectedFault.SLOPE_AFTER_UPDATE);
        }

        private void startEpoch() {
            for (int l = 1; l <= layers; l++) {
                if (has(InjectedFault.ACCUMULATED_OVER_EPOCH)) {
                    clear(sumW[l]);
                    Arrays.fill(sumB[l], 0);
                }
                if (has(InjectedFault.MOMENTUM_RESET)) {
                    clear(m[l]);
                    clear(v[l]);
                    Arrays.fill(mb[l], 0);
                    Arrays.fill(vb[l], 0);
                }
            }
        }

        private static void clear(double[][] rows) {
            for (double[] row : rows) {
                Arrays.fill(row, 0);
            }
        }

        private Batch withOwnMasks(Batch batch) {
            Random random = new Random(batch.step());
            List<Optional<Matrix>> masks = batch.masks().stream()
                    .map(mask -> mask.map(all -> all.map(each -> random.nextBoolean() ? 1 : 0)))
                    .toList();
            return new Batch(
                    batch.step(),
                    batch.epoch(),
                    batch.startsEpoch(),
                    batch.inputs(),
                    batch.targets(),
                    batch.weights(),
                    masks);
        }

        /** The gradients of all layers as one vector, made no longer than a half. */
        private static void clipTogether(double[][][] dw, double[][] db) {
            double squares = 0;
            for (int l = 1; l < dw.length; l++) {
                for (double[] row : dw[l]) {
                    for (double value : row) {
                        squares += value * value;
                    }
                }
                for (double value : db[l]) {
                    squares += value * value;
                }
            }
            double factor = Math.min(1, 0.5 / Math.sqrt(squares));
            for (int l = 1; l < dw.length; l++) {
                for (double[] row : dw[l]) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] *= factor;
                    }
                }
                for (int j = 0; j < db[l].length; j++) {
                    db[l][j] *= factor;
                }
            }
        }

        private double[][] disturbed(Quantity quantity, int l, double[][] values) {
            return error == Perturbation.NONE
                    ? values
                    : error.perturb(quantity, l, Matrix.of(values)).toArray();
        }

        private double[][] dropped(double[][] x, Optional<Matrix> mask, int l, boolean raw) {
            if (mask.isEmpty()) {
                return x;
            }
            double keep = 1 - layer(l).dropout().orElseThrow().dropProbability();
            double[][] kept = new double[x.length][x[0].length];
            for (int s = 0; s < x.length; s++) {
                for (int i = 0; i < x[0].length; i++) {
                    kept[s][i] = x[s][i] * mask.get().get(s, i) / (raw ? 1 : keep);
                }
            }
            return kept;
        }

        private double[][] weighted(double[][] x, int l) {
            double[][] z = new double[x.length][w[l][0].length];
            for (int s = 0; s < x.length; s++) {
                for (int j = 0; j < z[0].length; j++) {
                    for (int i = 0; i < x[0].length; i++) {
                        z[s][j] = round(z[s][j] + x[s][i] * w[l][i][j]);
                    }
                    if (b[l].length > 0 && !has(InjectedFault.BIAS_FORGOTTEN)) {
                        z[s][j] = round(z[s][j] + b[l][j]);
                    }
                }
            }
            return z;
        }

        private double[][] activated(double[][] z, int l) {
            if (layer(l).activation() instanceof Activation.Softmax) {
                return has(InjectedFault.SOFTMAX_WRONG_AXIS) ? transposed(softmax(transposed(z))) : softmax(z);
            }
            double[][] a = new double[z.length][z[0].length];
            for (int s = 0; s < z.length; s++) {
                for (int j = 0; j < z[0].length; j++) {
                    a[s][j] = round(f(z[s][j], l));
                    if (has(InjectedFault.ACTIVATION_TWICE) && l < layers) {
                        a[s][j] = f(a[s][j], l);
                    }
                    if (has(InjectedFault.ACTIVATION_FORGOTTEN) && l < layers) {
                        a[s][j] = z[s][j];
                    }
                }
            }
            return a;
        }

        private double[][] softmax(double[][] z) {
            double[][] a = new double[z.length][z[0].length];
            for (int s = 0; s < z.length; s++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (double value : z[s]) {
                    largest = Math.max(largest, value);
                }
                double sum = 0;
                for (int j = 0; j < z[0].length; j++) {
                    a[s][j] = round(Math.exp(z[s][j] - largest));
                    sum = round(sum + a[s][j]);
                }
                for (int j = 0; j < z[0].length; j++) {
                    a[s][j] = round(a[s][j] / sum);
                }
            }
            return a;
        }

        private double f(double z, int l) {
            Activation word = layer(l).activation();
            if (word instanceof Activation.Sigmoid) {
                return 1 / (1 + Math.exp(has(InjectedFault.EXPONENT_SIGN) ? z : -z));
            }
            if (word instanceof Activation.Tanh) {
                return Math.tanh(z);
            }
            return word instanceof Activation.Relu ? Math.max(0, z) : z;
        }

        /** f′, from z or from a, whichever is quicker: as it is usually written. */
        private double slope(double z, double a, int l) {
            Activation word = layer(l).activation();
            boolean smooth = word instanceof Activation.Sigmoid || word instanceof Activation.Tanh;
            if (has(InjectedFault.ACTIVATION_FOR_SLOPE) && smooth) {
                return f(a, l);
            }
            if (has(InjectedFault.SLOPE_PLUS) && smooth) {
                return word instanceof Activation.Sigmoid ? a * (1 + a) : 1 + a * a;
            }
            if (word instanceof Activation.Sigmoid) {
                if (has(InjectedFault.SLOPE_OF_PREACTIVATION)) {
                    return z * (1 - z);
                }
                if (has(InjectedFault.SLOPE_OF_ACTIVATED)) {
                    double again = 1 / (1 + Math.exp(-a));
                    return again * (1 - again);
                }
                return has(InjectedFault.SLOPE_FORGOTTEN) ? 1 : a * (1 - a);
            }
            if (word instanceof Activation.Tanh) {
                if (has(InjectedFault.SLOPE_OF_PREACTIVATION)) {
                    return 1 - z * z;
                }
                if (has(InjectedFault.SLOPE_OF_ACTIVATED)) {
                    return 1 - Math.tanh(a) * Math.tanh(a);
                }
                return has(InjectedFault.SLOPE_FORGOTTEN) ? 1 : 1 - a * a;
            }
            if (word instanceof Activation.Relu) {
                boolean open = has(InjectedFault.RELU_AT_ZERO) ? z >= 0 : z > 0;
                return open || has(InjectedFault.RELU_SLOPE_ONE) ? 1 : 0;
            }
            return 1;
        }

        private double loss(double[][] outputs, double[][] y) {
            double[][] a = has(InjectedFault.ACTIVATION_IN_LOSS_TOO) ? activated(outputs, layers) : outputs;
            double sum = 0;
            for (int s = 0; s < a.length; s++) {
                for (int j = 0; j < a[0].length; j++) {
                    sum += lossOf(a[s][j], y[s][j], a[0].length);
                }
            }
            double reduced = mean() ? sum / a.length : sum;
            if (has(InjectedFault.LOSS_SCALED)) {
                reduced /= 2;
            }
            for (int l = 1; l <= layers; l++) {
                for (double[] row : w[l]) {
                    for (double value : row) {
                        reduced += 0.5 * l2(l) * value * value;
                    }
                }
            }
            return round(reduced);
        }

        private double lossOf(double a, double y, int outputs) {
            Loss loss = spec.loss();
            if (loss instanceof Loss.HalfSquaredError) {
                return 0.5 * (a - y) * (a - y);
            }
            if (loss instanceof Loss.SquaredError) {
                return (a - y) * (a - y);
            }
            if (loss instanceof Loss.MeanSquaredError) {
                return (a - y) * (a - y) / outputs;
            }
            if (loss instanceof Loss.BinaryCrossEntropy entropy) {
                double p = Math.min(Math.max(a, entropy.clip()), 1 - entropy.clip());
                return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
            }
            return -y * Math.log(Math.min(Math.max(a, 1e-10), 1 - 1e-10));
        }

        /** The slope of the loss with respect to the outputs; with cross-entropy what is left of it after the activation. */
        private double[][] error(double[][] a, double[][] y) {
            double[][] error = new double[a.length][a[0].length];
            for (int s = 0; s < a.length; s++) {
                for (int j = 0; j < a[0].length; j++) {
                    double difference = round(a[s][j] - y[s][j]);
                    double factor = 1;
                    if (spec.loss() instanceof Loss.SquaredError) {
                        factor = 2;
                    }
                    if (spec.loss() instanceof Loss.MeanSquaredError) {
                        factor = 2.0 / (has(InjectedFault.OUTPUTS_NOT_DIVIDED) ? 1 : a[0].length);
                    }
                    if (has(InjectedFault.TWO_MISSING)) {
                        factor /= 2;
                    }
                    if (has(InjectedFault.TWO_TOO_MANY)) {
                        factor *= 2;
                    }
                    error[s][j] =
                            round(factor * (has(InjectedFault.ERROR_SQUARED) ? difference * difference : difference));
                    if (has(InjectedFault.SIGN_FLIPPED)) {
                        error[s][j] = -error[s][j];
                    }
                }
            }
            if (has(InjectedFault.BROADCAST)) { // (n, 1) - (n,): every output against every target, and then their mean
                for (int s = 0; s < a.length; s++) {
                    double sum = 0;
                    for (double[] target : y) {
                        sum += a[s][0] - target[0];
                    }
                    error[s][0] *= 0;
                    error[s][0] += (spec.loss() instanceof Loss.HalfSquaredError ? 1 : 2) * sum / y.length;
                }
            }
            return error;
        }

        private double[][] outputDelta(double[][] error, double[][] z, double[][] a, double[][] y) {
            boolean entropy = spec.loss() instanceof Loss.BinaryCrossEntropy
                    || spec.loss() instanceof Loss.CategoricalCrossEntropy;
            if (has(InjectedFault.ACTIVATION_IN_LOSS_TOO)) {
                return throughBoth(a, y);
            }
            if (!entropy) {
                return throughSlope(error, z, a, layers);
            }
            double[][] dz = new double[a.length][a[0].length];
            for (int s = 0; s < a.length; s++) {
                for (int j = 0; j < a[0].length; j++) {
                    dz[s][j] = error[s][j];
                    if (spec.loss() instanceof Loss.BinaryCrossEntropy binary) {
                        dz[s][j] *= clipped(a[s][j], y[s][j], binary.clip());
                    }
                    if (has(InjectedFault.SLOPE_EXTRA)) {
                        dz[s][j] *= a[s][j] * (1 - a[s][j]);
                    }
                    if (has(InjectedFault.SOFTMAX_DIAGONAL)) {
                        dz[s][j] = -y[s][j] / a[s][j] * a[s][j] * (1 - a[s][j]);
                    }
                }
            }
            return dz;
        }

        /** Cross-entropy of activated outputs that are activated once more. */
        private double[][] throughBoth(double[][] a, double[][] y) {
            double[][] again = activated(a, layers);
            double[][] dz = new double[a.length][a[0].length];
            for (int s = 0; s < a.length; s++) {
                double sum = 0;
                for (int j = 0; j < a[0].length; j++) {
                    sum += (again[s][j] - y[s][j]) * a[s][j];
                }
                boolean softmax = layer(layers).activation() instanceof Activation.Softmax;
                for (int j = 0; j < a[0].length; j++) {
                    double da = again[s][j] - y[s][j];
                    dz[s][j] = a[s][j] * (softmax ? da - sum : da * (1 - a[s][j]));
                }
            }
            return dz;
        }

        /** What the clip of the loss leaves of a - y, where the output is beyond it. */
        private static double clipped(double a, double y, double clip) {
            double p = Math.min(Math.max(a, clip), 1 - clip);
            if (p == a) {
                return 1;
            }
            return a == y ? 0 : (p - y) / (a - y) * (a * (1 - a)) / (p * (1 - p));
        }

        private double[][] throughSlope(double[][] da, double[][] z, double[][] a, int l) {
            double[][] dz = new double[da.length][da[0].length];
            for (int s = 0; s < da.length; s++) {
                for (int j = 0; j < da[0].length; j++) {
                    dz[s][j] = round(da[s][j] * slope(z[s][j], a[s][j], l));
                }
            }
            return dz;
        }

        private void gradients(int l, double[][] x, double[][] dz, int n, double[][][] dw, double[][] db) {
            dw[l] = new double[w[l].length][w[l][0].length];
            db[l] = new double[b[l].length];
            double divisor = mean() ? n : 1;
            if (has(InjectedFault.BATCH_SUMMED)) {
                divisor = 1;
            }
            if (has(InjectedFault.BATCH_AVERAGED)) {
                divisor = n;
            }
            if (has(InjectedFault.BATCH_AVERAGED_TWICE)) {
                divisor = (double) n * n;
            }
            if (has(InjectedFault.FULL_BATCH_DIVISOR)
                    && spec.training().batchSize() instanceof BatchSize.Examples full) {
                divisor = full.count();
            }
            if (has(InjectedFault.DIVIDED_BY_DATA_SET)) {
                divisor = experiment.inputs().rows();
            }
            if (has(InjectedFault.DIVIDED_BY_HALF_THE_BATCH)) {
                divisor = Math.ceil(n / 2.0);
            }
            if (has(InjectedFault.INTEGER_DIVISION)) {
                divisor = 1 / n == 0 ? Double.POSITIVE_INFINITY : 1;
            }
            for (int s = 0; s < n; s++) {
                for (int j = 0; j < dz[0].length; j++) {
                    for (int i = 0; i < x[0].length; i++) {
                        dw[l][i][j] = round(dw[l][i][j] + x[s][i] * dz[s][j] / divisor);
                    }
                    if (b[l].length > 0) {
                        db[l][j] = round(db[l][j] + dz[s][j] / divisor);
                    }
                }
            }
            if (has(InjectedFault.SCALAR_BIAS_GRADIENT) && b[l].length > 0) {
                double sum = 0;
                for (double value : db[l]) {
                    sum += value;
                }
                Arrays.fill(db[l], sum);
            }
            if (has(InjectedFault.GRADIENTS_ACCUMULATED) || has(InjectedFault.ACCUMULATED_OVER_EPOCH)) {
                for (int i = 0; i < dw[l].length; i++) {
                    for (int j = 0; j < dw[l][0].length; j++) {
                        sumW[l][i][j] += dw[l][i][j];
                        dw[l][i][j] = sumW[l][i][j];
                    }
                }
                for (int j = 0; j < db[l].length; j++) {
                    sumB[l][j] += db[l][j];
                    db[l][j] = sumB[l][j];
                }
            }
        }

        private void update(int l, double[][] dw, double[] db, Batch batch, StepTrace trace) {
            double l2 = l2(l);
            double[][] uw = new double[w[l].length][w[l][0].length];
            double[] ub = new double[b[l].length];
            double[][] clipped = CodingStyle.clipped(layer(l), Matrix.of(dw)).toArray();
            double decay = rate(batch)
                    * layer(l).regularization().map(Regularization::weightDecay).orElse(0.0);
            double ofWeights = has(InjectedFault.L2_MISSING)
                    ? 0
                    : has(InjectedFault.L2_DOUBLED) ? 2 * l2 : has(InjectedFault.L2_HALVED) ? l2 / 2 : l2;
            double ofBias = has(InjectedFault.L2_ON_BIAS) ? l2 : 0;
            updates++;
            for (int i = 0; i < w[l].length; i++) {
                for (int j = 0; j < w[l][0].length; j++) {
                    double g = round(clipped[i][j] + ofWeights * w[l][i][j]);
                    uw[i][j] = optimized(g, m[l][i], v[l][i], j, batch) + decay * w[l][i][j];
                    w[l][i][j] = round(w[l][i][j] - uw[i][j]);
                }
            }
            trace.record(Quantity.WEIGHT_UPDATE, l, Matrix.of(uw));
            updates += b[l].length > 0 ? 1 : 0;
            for (int j = 0; j < b[l].length; j++) {
                double own =
                        CodingStyle.clipped(layer(l), Matrix.full(1, 1, db[j])).get(0, 0);
                double g = round(own + ofBias * b[l][j]);
                ub[j] = optimized(g, mb[l], vb[l], j, batch);
                b[l][j] = has(InjectedFault.BIAS_NOT_UPDATED) ? b[l][j] : round(b[l][j] - ub[j]);
            }
            if (ub.length > 0) {
                trace.record(Quantity.BIAS_UPDATE, l, Matrix.row(ub));
            }
        }

        private double optimized(double g, double[] m, double[] v, int j, Batch batch) {
            Optimizer optimizer = spec.training().optimizer();
            double rate = rate(batch);
            if (has(InjectedFault.RATE_TWICE)) {
                rate *= rate;
            }
            if (has(InjectedFault.RATE_FORGOTTEN)) {
                rate = 1;
            }
            double u = rate * g;
            if (optimizer instanceof Optimizer.Momentum momentum && !has(InjectedFault.MOMENTUM_FORGOTTEN)) {
                double before = m[j];
                m[j] = (has(InjectedFault.VELOCITY_REVERSED) ? -1 : 1) * momentum.momentum() * m[j] - rate * g;
                u = has(InjectedFault.NESTEROV_FOR_CLASSICAL)
                        ? momentum.momentum() * before - (1 + momentum.momentum()) * m[j]
                        : -m[j];
            }
            if (optimizer instanceof Optimizer.Nesterov nesterov && !has(InjectedFault.MOMENTUM_FORGOTTEN)) {
                double before = m[j];
                m[j] = nesterov.momentum() * m[j] - rate * g;
                u = has(InjectedFault.CLASSICAL_FOR_NESTEROV)
                        ? -m[j]
                        : nesterov.momentum() * before - (1 + nesterov.momentum()) * m[j];
            }
            if (optimizer instanceof Optimizer.Adam adam && !has(InjectedFault.MOMENTUM_FORGOTTEN)) {
                double t = has(InjectedFault.ADAM_TIME_PER_PARAMETER)
                        ? updates
                        : has(InjectedFault.ADAM_TIME_PER_EPOCH) ? batch.epoch() + 1.0 : batch.step() + 1.0;
                m[j] = adam.beta1() * m[j] + (1 - adam.beta1()) * g;
                v[j] = adam.beta2() * v[j] + (1 - adam.beta2()) * g * g;
                double first = 1 - Math.pow(adam.beta1(), t);
                double second = 1 - Math.pow(adam.beta2(), t);
                if (has(InjectedFault.ADAM_NOT_CORRECTED)) {
                    u = rate * m[j] / (Math.sqrt(v[j]) + adam.epsilon());
                } else if (has(InjectedFault.ADAM_EPSILON)
                        != (adam.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED)) {
                    u = rate * (m[j] / first) / (Math.sqrt(v[j] / second) + adam.epsilon());
                } else {
                    u = rate * Math.sqrt(second) / first * m[j] / (Math.sqrt(v[j]) + adam.epsilon());
                }
            }
            return has(InjectedFault.ASCENT) ? -u : u;
        }

        private double rate(Batch batch) {
            LearningRate rate = spec.training().optimizer().rate().orElseThrow();
            if (rate instanceof LearningRate.Exponential schedule) { // of which t counts epochs
                double t = has(InjectedFault.SCHEDULE_PER_STEP) ? batch.step() : batch.epoch();
                double late = has(InjectedFault.SCHEDULE_LATE) ? Math.max(0, t - 1) : t;
                return schedule.initial()
                        * Math.pow(schedule.factor(), has(InjectedFault.SCHEDULE_TWICE) ? 2 * late : late);
            }
            return ((LearningRate.Constant) rate).value();
        }

        private double l2(int l) {
            return layer(l).regularization().map(Regularization::l2).orElse(0.0);
        }

        private boolean mean() {
            return spec.reduction() == Reduction.MEAN;
        }

        private Layer layer(int l) {
            return spec.layers().get(l - 1);
        }

        private static double[][] transposed(double[][] rows) {
            return Matrix.of(rows).transpose().toArray();
        }

        @Override
        public Optional<Matrix> outputs() {
            if (style.level() == TraceLevel.WEIGHTS) {
                return Optional.empty();
            }
            double[][] a = experiment.inputs().toArray();
            Batch last = lastBatch();
            for (int l = 1; l <= layers; l++) {
                double[][] x = has(InjectedFault.DROPOUT_AT_PREDICTION) ? dropped(a, last.mask(l), l, false) : a;
                a = activated(weighted(x, l), l);
            }
            Matrix outputs = Matrix.of(a);
            return Optional.of(style.ofExamples(outputs));
        }

        private Batch lastBatch() {
            Batch last = experiment.batches().iterator().next();
            for (Batch each : experiment.batches()) {
                last = each;
            }
            return last;
        }

        @Override
        public void close() {
            // It holds nothing but memory of the heap.
        }
    }
}
