package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Backpropagation in hand-written loops over arrays, with injected mistakes. It shares only the description of the
 * network with the reference, so that the diagnosis is not tested against itself.
 *
 * @param faults the injected mistakes
 * @param style how it writes its tensors, and which of them it records
 * @param error changes tensors when they are computed, so that later ones are computed from them; the activation of
 *     layer 0 is the inputs
 */
record FaultyNetwork(Set<InjectedFault> faults, CodingStyle style, Perturbation error) implements Subject {
    /** The quantities that {@code error} can change. */
    static final List<Quantity> COMPUTED = List.of(
            Quantity.PRE_ACTIVATION,
            Quantity.ACTIVATION,
            Quantity.DELTA,
            Quantity.WEIGHT_GRADIENT,
            Quantity.BIAS_GRADIENT,
            Quantity.WEIGHTS);

    /** A network with these mistakes and no other error. */
    FaultyNetwork(Set<InjectedFault> faults, CodingStyle style) {
        this(faults, style, Perturbation.NONE);
    }

    @Override
    public String name() {
        return "faulty network";
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(experiment);
    }

    /** A copy without these mistakes. */
    FaultyNetwork without(Set<InjectedFault> others) {
        Set<InjectedFault> left = EnumSet.noneOf(InjectedFault.class);
        left.addAll(faults);
        left.removeAll(others);
        return new FaultyNetwork(left, style, error);
    }

    static void clear(double[][] rows) {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    private final class Run implements SubjectRun {
        private final Experiment experiment;
        private final NetworkSpec spec;
        private final int layers;
        private final InjectedFaults faults = new InjectedFaults(FaultyNetwork.this.faults);
        private final FaultyExamples examples;
        private final FaultyForward forward;
        private final FaultyLoss loss;
        private final FaultyGradients gradients;
        private final FaultyNorms norms;
        private final FaultyOptimizer optimizer;
        private final double[][][] w; // [layer][input][unit]; layers count from 1
        private final double[][] b; // [layer][unit]; empty without a bias
        private final double[][][] m; // first optimizer state of W, then the second
        private final double[][][] v;
        private final double[][] mb;
        private final double[][] vb;
        private final List<LayerWeights> start; // as recorded
        private final double[][][] lastIn; // the input of each layer in the previous step
        private int examplesSeen; // examples
        private int updates; // number of parameter updates

        private Run(Experiment experiment) {
            this.experiment = experiment;
            this.spec = experiment.spec();
            examples = new FaultyExamples(experiment, faults);
            forward = new FaultyForward(spec, faults);
            loss = new FaultyLoss(spec, faults, forward);
            gradients = new FaultyGradients(experiment, faults);
            norms = new FaultyNorms(spec, faults);
            optimizer = new FaultyOptimizer(spec, faults);
            layers = spec.layers().size();
            w = new double[layers + 1][][];
            b = new double[layers + 1][];
            m = new double[layers + 1][][];
            v = new double[layers + 1][][];
            mb = new double[layers + 1][];
            vb = new double[layers + 1][];
            lastIn = new double[layers + 1][][];
            FaultyStart initial = new FaultyStart(experiment, faults, style);
            for (int l = 1; l <= layers; l++) {
                w[l] = initial.weights(l);
                b[l] = initial.bias(l);
                int rows = w[l].length;
                int columns = w[l][0].length;
                m[l] = new double[rows][columns];
                v[l] = new double[rows][columns];
                mb[l] = new double[b[l].length];
                vb[l] = new double[b[l].length];
                for (int k = 1; k < l && faults.has(InjectedFault.VELOCITY_SHARED); k++) {
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

        @Override
        public Optional<StepTrace> step(Batch given) {
            Batch batch = style.ordered(given);
            List<Matrix> before = new ArrayList<>();
            for (int l = 1; l <= layers; l++) {
                before.add(Matrix.of(w[l]));
            }
            List<LayerWeights> whole = weights();
            StepTrace trained = faults.has(InjectedFault.UPDATED_PER_EXAMPLE) ? trainOneByOne(batch) : train(batch);
            StepTrace shown = style.has(CodingConvention.WEIGHTS_BEFORE_UPDATE) ? withWeights(trained, whole) : trained;
            return Optional.of(style.written(shown, batch, spec, before, optimizer.rate(batch)));
        }

        /** Trains on each example as its own batch; rows, or the mean, are recorded. */
        private StepTrace trainOneByOne(Batch batch) {
            List<StepTrace> traces = new ArrayList<>();
            for (int s = 0; s < batch.size(); s++) {
                int row = s;
                List<Optional<Matrix>> masks = batch.masks().stream()
                        .map(mask -> mask.map(all -> all.take(row)))
                        .toList();
                traces.add(train(new Batch(
                        examplesSeen,
                        batch.epoch(),
                        batch.startsEpoch(),
                        batch.inputs().take(s),
                        batch.targets().take(s),
                        batch.weights().map(all -> all.take(row)),
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
            Batch batch = faults.has(InjectedFault.OWN_MASKS) ? examples.withOwnMasks(given) : given;
            if (batch.startsEpoch()) {
                startEpoch();
            }
            StepTrace trace = new StepTrace(batch.step(), layers);
            double[][] x = faults.round(batch.inputs().toArray());
            if (faults.has(InjectedFault.INPUTS_IN_SINGLE_PRECISION)) {
                x = batch.inputs().map(value -> (float) value).toArray();
            }
            double[][] y = faults.round(batch.targets().toArray());
            int n = x.length;
            examples.misread(x, y, examplesSeen);
            examplesSeen += n;

            // Forward.
            double[][][] in = new double[layers + 1][][];
            double[][][] z = new double[layers + 1][][];
            double[][][] a = new double[layers + 1][][];
            a[0] = perturbed(Quantity.ACTIVATION, 0, x);
            for (int l = 1; l <= layers; l++) {
                boolean raw = faults.has(InjectedFault.INPUT_NOT_ACTIVATED) && l > 1;
                in[l] = forward.dropped(raw ? z[l - 1] : a[l - 1], batch.mask(l), l);
                z[l] = perturbed(Quantity.PRE_ACTIVATION, l, forward.weighted(in[l], w[l], b[l]));
                a[l] = perturbed(Quantity.ACTIVATION, l, forward.activated(z[l], l));
                trace.record(Quantity.PRE_ACTIVATION, l, Matrix.of(z[l]));
                trace.record(Quantity.ACTIVATION, l, Matrix.of(a[l]));
            }
            trace.record(Quantity.LOSS, layers, Matrix.full(1, 1, loss.loss(a[layers], y, examples.weights(batch), w)));

            // Backward.
            double[][][] dz = new double[layers + 1][][];
            double[][][] dw = new double[layers + 1][][];
            double[][] db = new double[layers + 1][];
            double[][] error = loss.error(a[layers], y);
            dz[layers] = examples.weighted(loss.outputDelta(error, z[layers], a[layers], y), batch);
            if (faults.has(InjectedFault.RATE_ALSO_IN_DELTA)) {
                dz[layers] = Matrix.of(dz[layers]).times(optimizer.rate(batch)).toArray();
            }
            error = examples.weighted(error, batch);
            for (int l = layers; l >= 1; l--) {
                dz[l] = perturbed(Quantity.DELTA, l, dz[l]);
                dw[l] = new double[w[l].length][w[l][0].length];
                db[l] = new double[b[l].length];
                gradients.compute(
                        l,
                        inputOfGradient(l, in, z, a, batch),
                        faults.has(InjectedFault.RAW_ERROR_IN_GRADIENT) ? error : dz[l],
                        dw[l],
                        db[l]);
                lastIn[l] = in[l];
                dw[l] = perturbed(Quantity.WEIGHT_GRADIENT, l, dw[l]);
                if (db[l].length > 0) {
                    db[l] = perturbed(Quantity.BIAS_GRADIENT, l, new double[][] {db[l]})[0];
                }
                trace.record(Quantity.DELTA, l, Matrix.of(dz[l]));
                double[][] from = faults.has(InjectedFault.RAW_ERROR_PROPAGATED) ? error : dz[l];
                double[][] weights = Matrix.of(w[l]).toArray();
                if (updatesImmediately()) {
                    update(l, dw, db, batch, trace);
                }
                if (faults.has(InjectedFault.UPDATED_WEIGHTS)) {
                    weights = w[l];
                }
                if (faults.has(InjectedFault.SLOPE_AFTER_UPDATE)) {
                    double[][] again = forward.weighted(in[l], w[l], b[l]);
                    from = forward.throughSlope(error, again, forward.activated(again, l), l);
                }
                if (l > 1) {
                    double[][] da = new double[n][w[l].length];
                    boolean turned =
                            faults.has(InjectedFault.NOT_TRANSPOSED_BACKWARD) && weights.length == weights[0].length;
                    for (int s = 0; s < n; s++) {
                        for (int i = 0; i < w[l].length; i++) {
                            for (int j = 0; j < w[l][0].length; j++) {
                                double weight = turned ? weights[j][i] : weights[i][j];
                                da[s][i] = faults.round(da[s][i] + from[s][j] * weight);
                            }
                        }
                    }
                    if (faults.has(InjectedFault.MASK_FORGOTTEN_BACKWARD)) {
                        Optional<Matrix> ones = batch.mask(l).map(mask -> mask.map(each -> 1));
                        da = forward.dropped(da, ones, l);
                    } else if (!faults.has(InjectedFault.DROPOUT_FORGOTTEN_BACKWARD)) {
                        da = forward.dropped(da, batch.mask(l), l);
                    }
                    error = da;
                    dz[l - 1] = forward.throughSlope(da, z[l - 1], a[l - 1], l - 1);
                }
            }

            // Update.
            if (faults.has(InjectedFault.GLOBAL_NORM)) {
                FaultyNorms.clipTogether(dw, db);
            }
            for (int l = 1; l <= layers; l++) {
                trace.record(Quantity.WEIGHT_GRADIENT, l, Matrix.of(dw[l]));
                if (!updatesImmediately()) {
                    update(l, dw, db, batch, trace);
                }
                w[l] = perturbed(Quantity.WEIGHTS, l, w[l]);
                trace.record(Quantity.WEIGHTS, l, Matrix.of(w[l]));
                if (b[l].length > 0) {
                    trace.record(Quantity.BIAS_GRADIENT, l, Matrix.row(db[l]));
                    trace.record(Quantity.BIAS, l, Matrix.row(b[l]));
                }
            }
            return trace;
        }

        private double[][] inputOfGradient(int l, double[][][] in, double[][][] z, double[][][] a, Batch batch) {
            if (l > 1 && faults.has(InjectedFault.GRADIENT_FROM_PREACTIVATION)) {
                return forward.dropped(z[l - 1], batch.mask(l), l);
            }
            if (faults.has(InjectedFault.GRADIENT_WITHOUT_DROPOUT)) {
                return a[l - 1];
            }
            boolean stale = faults.has(InjectedFault.STALE_ACTIVATIONS)
                    && l > 1
                    && lastIn[l] != null
                    && lastIn[l].length == in[l].length;
            return stale ? lastIn[l] : in[l];
        }

        private boolean updatesImmediately() {
            return faults.has(InjectedFault.UPDATED_WEIGHTS) || faults.has(InjectedFault.SLOPE_AFTER_UPDATE);
        }

        private void startEpoch() {
            gradients.startEpoch();
            for (int l = 1; l <= layers; l++) {
                if (faults.has(InjectedFault.MOMENTUM_RESET)) {
                    clear(m[l]);
                    clear(v[l]);
                    Arrays.fill(mb[l], 0);
                    Arrays.fill(vb[l], 0);
                }
            }
        }

        private double[][] perturbed(Quantity quantity, int l, double[][] values) {
            return error == Perturbation.NONE
                    ? values
                    : error.perturb(quantity, l, Matrix.of(values)).toArray();
        }

        private void update(int l, double[][][] dw, double[][] db, Batch batch, StepTrace trace) {
            int divisor = faults.has(InjectedFault.L2_DIVISOR) ? 1 : batch.size();
            double l2 = FaultyLoss.l2(layer(l), divisor);
            double[][] uw = new double[w[l].length][w[l][0].length];
            double[] ub = new double[b[l].length];
            double[][] clipped = clipped(l, Matrix.of(dw[l]))
                    .times(norms.factor(l, false, dw, db))
                    .toArray();
            double decay = faults.has(InjectedFault.DECAY_MISSING)
                    ? 0
                    : optimizer.rate(batch)
                            * layer(l).regularization()
                                    .map(Regularization::weightDecay)
                                    .orElse(0.0);
            double ofWeights = faults.has(InjectedFault.L2_MISSING)
                    ? 0
                    : faults.has(InjectedFault.L2_DOUBLED) ? 2 * l2 : faults.has(InjectedFault.L2_HALVED) ? l2 / 2 : l2;
            ofWeights =
                    faults.has(InjectedFault.L2_REVERSED) ? -l2 : faults.has(InjectedFault.L2_VALUE) ? 0 : ofWeights;
            double ofAll = faults.has(InjectedFault.L2_VALUE) ? l2 / 2 * FaultyNorms.squares(w[l]) : 0;
            double ofBias = faults.has(InjectedFault.L2_ON_BIAS) ? l2 : 0;
            updates++;
            for (int i = 0; i < w[l].length; i++) {
                for (int j = 0; j < w[l][0].length; j++) {
                    double g = faults.round(clipped[i][j] + ofWeights * w[l][i][j] + ofAll);
                    uw[i][j] = optimizer.optimized(g, m[l][i], v[l][i], j, batch, updates) + decay * w[l][i][j];
                    w[l][i][j] = faults.has(InjectedFault.WEIGHTS_NOT_UPDATED)
                            ? w[l][i][j]
                            : constrained(l, faults.round(w[l][i][j] - uw[i][j]));
                }
            }
            trace.record(Quantity.WEIGHT_UPDATE, l, Matrix.of(uw));
            updates += b[l].length > 0 ? 1 : 0;
            double factor = norms.factor(l, true, dw, db);
            for (int j = 0; j < b[l].length; j++) {
                double own = factor * clipped(l, Matrix.full(1, 1, db[l][j])).get(0, 0);
                double g = faults.round(own + ofBias * b[l][j]);
                ub[j] = optimizer.optimized(g, mb[l], vb[l], j, batch, updates);
                b[l][j] = faults.has(InjectedFault.BIAS_NOT_UPDATED) ? b[l][j] : faults.round(b[l][j] - ub[j]);
            }
            if (ub.length > 0) {
                trace.record(Quantity.BIAS_UPDATE, l, Matrix.row(ub));
            }
        }

        private Matrix clipped(int l, Matrix gradient) {
            return faults.has(InjectedFault.CLIPPING_FORGOTTEN) ? gradient : CodingStyle.clipped(layer(l), gradient);
        }

        private double constrained(int l, double weight) {
            boolean isFree = layer(l).constraint().isEmpty() || faults.has(InjectedFault.CONSTRAINT_FORGOTTEN);
            return isFree ? weight : Math.max(0, weight); // non_negative
        }

        private boolean mean() {
            return spec.reduction() == Reduction.MEAN;
        }

        private Layer layer(int l) {
            return spec.layers().get(l - 1);
        }

        @Override
        public Optional<Matrix> outputs() {
            if (style.level() == TraceLevel.WEIGHTS) {
                return Optional.empty();
            }
            double[][] a = experiment.inputs().toArray();
            Batch last = lastBatch();
            for (int l = 1; l <= layers; l++) {
                double[][] x =
                        faults.has(InjectedFault.DROPOUT_AT_PREDICTION) ? forward.dropped(a, last.mask(l), l) : a;
                a = forward.activated(forward.weighted(x, w[l], b[l]), l);
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
            // There is nothing to release.
        }
    }
}
