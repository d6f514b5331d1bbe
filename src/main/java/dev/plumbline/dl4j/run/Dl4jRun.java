package dev.plumbline.dl4j.run;

import dev.plumbline.dl4j.extension.DividedByBatch;
import dev.plumbline.dl4j.extension.GradientNorms;
import dev.plumbline.dl4j.extension.MaskDropout;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.dl4j.translation.Dl4jPenalties;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.EvaluationSums;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One training on DL4J.
 *
 * <p>It makes the same calls of DL4J's layers and updater as {@code MultiLayerNetwork.fit}, in the same order. It omits
 * listeners and the second forward pass for the score, which do not change the numbers. A test compares it with
 * {@code fit} bit for bit.
 */
public final class Dl4jRun implements ReplayableRun {
    private final NetworkSpec spec;
    private final MultiLayerNetwork network;
    private final Layer[] layers;
    private final TracePolicy policy;
    private final Probes.Observed[] observed;
    private final BaseMultiLayerUpdater<?> updater;
    private final UpdaterState updaterState;
    private final Gradient gradient;
    private final INDArray parameters; // all weights and biases; the layers have views of it
    private final INDArray gradients; // all gradients; the updater replaces them by the updates
    private final Optional<GradientNorms> norms; // that DL4J's own normalization cannot have
    private final boolean regularized; // any layer
    private final List<DividedByBatch> divided; // the coefficients of penalties
    private final boolean constrained; // any layer
    private final double gain; // the largest scaling factor of dropout
    private final LayerWorkspaceMgr workspaces;
    private final double[] numbers; // a buffer for reading all parameters from DL4J
    private final InputBuffer inputs; // of the current batch
    private final InputBuffer labels;

    public Dl4jRun(Experiment experiment) {
        this(experiment, true);
    }

    /**
     * A run with or without probes, which record the tensors of a step. Without them, DL4J's network can be serialized and
     * trained elsewhere, such as on a cluster.
     */
    public Dl4jRun(Experiment experiment, boolean withProbes) {
        spec = experiment.spec();
        Nd4jBackends.start(spec.backend());
        workspaces = StepWorkspace.forLayers();
        regularized =
                spec.layers().stream().anyMatch(layer -> layer.regularization().isPresent());
        constrained =
                spec.layers().stream().anyMatch(layer -> layer.constraint().isPresent());
        gain = spec.layers().stream()
                .flatMap(layer -> layer.dropout().stream())
                .mapToDouble(dropout -> 1 / dropout.keepProbability())
                .reduce(1, Math::max);
        Dl4jConfiguration configuration = new Dl4jConfiguration(spec);
        norms = configuration.norms();
        network = new MultiLayerNetwork(configuration.build());
        network.init();
        network.initGradientsView();
        layers = network.getLayers();
        divided = DividedByBatch.in(network);
        policy = new TracePolicy(network.params().dataType());
        observed = new Probes.Observed[layers.length];
        for (int i = 0; i < layers.length; i++) {
            observed[i] = new Probes.Observed(policy);
            if (withProbes) {
                observe((BaseLayer) layers[i].conf().getLayer(), observed[i]);
            }
        }
        updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        updaterState = new UpdaterState(updater, network.params().length());
        gradient = Dl4jTuning.gradientOf(network);
        gradients = flattened(network.getGradientsViewArray());
        parameters = flattened(network.params());
        numbers = new double[Math.toIntExact(parameters.length())];
        inputs = new InputBuffer(parameters.dataType());
        labels = new InputBuffer(parameters.dataType());
        use(experiment.initialWeights());
    }

    private static INDArray flattened(INDArray array) {
        return array.reshape(array.length());
    }

    private static void observe(BaseLayer layer, Probes.Observed observed) {
        if (layer instanceof BaseOutputLayer output) {
            output.setLossFn(new Probes.LossProbe(output.getLossFn(), observed));
        } else {
            layer.setActivationFn(new Probes.ActivationProbe(layer.getActivationFn(), observed));
        }
    }

    @Override
    public StepTrace step(Batch batch) {
        return step(batch, TracePolicy.Mode.ALL);
    }

    @Override
    public Optional<NotFinite> train(Batch batch) {
        return step(batch, TracePolicy.Mode.NOT_FINITE).firstNotFinite();
    }

    private StepTrace step(Batch batch, TracePolicy.Mode wanted) {
        policy.begin(wanted);
        return StepWorkspace.with(() -> step(batch, new StepTrace(batch.step(), layers.length)));
    }

    private StepTrace step(Batch batch, StepTrace trace) {
        INDArray x = inputs.of(batch.inputs());
        policy.wants(x); // scans the inputs
        setMasks(batch);
        forward(x, true);
        backward(labels.of(Tensors.labels(batch.targets(), batch.weights())));
        for (int l = 1; l <= layers.length; l++) {
            Probes.Observed layer = observed[l - 1];
            record(trace, Quantity.PRE_ACTIVATION, l, layer.preActivation);
            record(trace, Quantity.ACTIVATION, l, layer.activation);
            record(trace, Quantity.DELTA, l, layer.delta);
        }
        double loss = observed[layers.length - 1].loss;
        // DL4J's gradient is the sum over the batch, and its updater divides it. So the trace divides too.
        double divisor = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        trace.record(Quantity.LOSS, layers.length, Matrix.full(1, 1, loss / divisor + penalties(batch.size())));
        if (policy.wants(gradients, batch.size() * gain)) {
            record(trace, Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT, gradients, divisor);
        }

        norms.ifPresent(listener -> listener.scale(network, batch.size()));
        updater.update(network, gradient, Math.toIntExact(batch.step()), batch.epoch(), batch.size(), workspaces);
        boolean update = constrained && policy.wants(gradients);
        parameters.subi(gradients);
        network.applyConstraints(Math.toIntExact(batch.step()) + 1, batch.epoch());
        boolean weights = policy.wants(parameters);
        if (update || weights) { // without constraints, both are finite or neither is
            record(trace, Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE, gradients, 1);
        }
        if (weights) {
            record(trace, Quantity.WEIGHTS, Quantity.BIAS, parameters, 1);
        }
        if (updaterState.count() > 0 && policy.wants(updaterState.array())) {
            List<OptimizerState> states = optimizerStates();
            for (int l = 1; l <= layers.length; l++) {
                states.get(l - 1).recordIn(trace, l);
            }
        }
        return trace;
    }

    /** Sets the mask of each layer with dropout. */
    private void setMasks(Batch batch) {
        for (int l = 1; l <= layers.length; l++) {
            if (layers[l - 1].conf().getLayer().getIDropout() instanceof MaskDropout dropout) {
                dropout.setMask(array(batch.mask(l).orElseThrow()));
            }
        }
    }

    /** Sets the input of each layer, and activates each layer except the last, which needs the labels first. */
    private void forward(INDArray x, boolean isTraining) {
        INDArray activation = x;
        for (int i = 0; i < layers.length; i++) {
            layers[i].setInput(activation, workspaces);
            if (i < layers.length - 1) {
                activation = layers[i].activate(isTraining, workspaces);
            }
        }
    }

    /** Calculates the gradients of the batch's loss in {@link #gradients}. */
    private void backward(INDArray batchLabels) {
        ((IOutputLayer) layers[layers.length - 1]).setLabels(batchLabels);
        @Nullable INDArray epsilon = null; // the last layer calculates it from the labels
        for (int i = layers.length - 1; i >= 0; i--) {
            Pair<Gradient, INDArray> result = layers[i].backpropGradient(epsilon, workspaces);
            String layer = i + "_";
            result.getFirst()
                    .gradientForVariable()
                    .forEach((name, view) -> gradient.setGradientFor(layer + name, view));
            epsilon = result.getSecond();
        }
    }

    private static void record(StepTrace trace, Quantity quantity, int layer, @Nullable Matrix tensor) {
        if (tensor != null) { // a tensor that was not observed stays missing, and the comparison reports it
            trace.record(quantity, layer, tensor);
        }
    }

    /** Records a flat array, divided by the divisor. */
    private void record(StepTrace trace, Quantity weights, Quantity bias, INDArray flat, double divisor) {
        List<LayerWeights> split = split(flat, divisor);
        for (int l = 1; l <= split.size(); l++) {
            int layer = l;
            trace.record(weights, l, split.get(l - 1).weights());
            split.get(l - 1).bias().ifPresent(b -> trace.record(bias, layer, b));
        }
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        int rows = inputs.rows();
        if (rows <= EvaluationSums.BLOCK) {
            return evaluateBlock(inputs, targets, weights, rows);
        }
        EvaluationSums sums = new EvaluationSums(spec.reduction(), penalties(rows));
        double[] outputs = new double[targets.size()];
        for (int from = 0; from < rows; from += EvaluationSums.BLOCK) {
            int start = from;
            int end = Math.min(rows, from + EvaluationSums.BLOCK);
            Evaluation block = evaluateBlock(
                    inputs.rowRange(from, end),
                    targets.rowRange(from, end),
                    weights.map(exampleWeights -> exampleWeights.rowRange(start, end)),
                    rows);
            sums.add(block);
            System.arraycopy(
                    block.outputs().toRowMajor(),
                    0,
                    outputs,
                    from * targets.columns(),
                    block.outputs().size());
        }
        return new Evaluation(Matrix.wrap(rows, targets.columns(), outputs), targets, sums.loss());
    }

    /** The part of the loss that does not depend on the examples, but perhaps on their number. */
    public double penalties(long examples) {
        divided.forEach(each -> each.setExamples(examples));
        return regularized ? Dl4jPenalties.of(layers) : 0;
    }

    /**
     * Evaluates a block with one forward pass, from which the outputs and DL4J's score both come.
     *
     * @param examples the number of all examples, of this block and others
     */
    public Evaluation evaluateBlock(Matrix block, Matrix targets, Optional<Matrix> weights, long examples) {
        Optional<Matrix> factors = spec.isWeighted() && weights.isEmpty()
                ? Optional.of(Matrix.ones(targets.rows(), 1)) // the labels of a weighted loss have a column for them
                : weights;
        policy.begin(TracePolicy.Mode.NONE);
        return StepWorkspace.with(() -> {
            Layer output = layers[layers.length - 1];
            forward(inputs.of(block), false);
            ((IOutputLayer) output).setLabels(labels.of(Tensors.labels(targets, factors)));
            Matrix outputs = Tensors.toMatrix(output.activate(false, workspaces));
            // Not DL4J's own penalty, which has one for weight decay.
            double loss = ((IOutputLayer) output).computeScore(penalties(examples), false, workspaces);
            return new Evaluation(outputs, targets, loss);
        });
    }

    @Override
    public List<LayerWeights> weights() {
        return split(parameters, 1);
    }

    @Override
    public TrainingState state() {
        return new TrainingState(weights(), optimizerStates());
    }

    /** The optimizer state of each layer. */
    private List<OptimizerState> optimizerStates() {
        List<List<LayerWeights>> variables =
                updaterState.read().stream().map(flat -> split(flat, 1)).toList();
        List<OptimizerState> byLayer = new ArrayList<>();
        for (int i = 0; i < layers.length; i++) {
            int layer = i;
            byLayer.add(new OptimizerState(
                    variables.stream()
                            .map(variable -> variable.get(layer).weights())
                            .toList(),
                    variables.stream()
                            .flatMap(variable -> variable.get(layer).bias().stream())
                            .toList()));
        }
        return byLayer;
    }

    private List<LayerWeights> split(INDArray flat, double divisor) {
        Tensors.read(flat, numbers);
        return split(numbers, divisor);
    }

    /** Splits DL4J's flat array, divided by the divisor, into layers. */
    private List<LayerWeights> split(double[] values, double divisor) {
        for (int i = 0; divisor != 1 && i < values.length; i++) {
            values[i] /= divisor;
        }
        return LayerWeights.split(values, spec);
    }

    @Override
    public void restore(TrainingState state) {
        use(state.weights());
        List<double[]> flat = new ArrayList<>();
        for (int m = 0; m < updaterState.count(); m++) {
            int variable = m;
            flat.add(LayerWeights.flat(state.optimizers().stream()
                    .map(layer -> new LayerWeights(
                            layer.weights().get(variable),
                            layer.bias().stream().skip(variable).findFirst()))
                    .toList()));
        }
        updaterState.write(flat);
    }

    /** DL4J's network; changes of its parameters and of its updater's state are seen here. */
    public MultiLayerNetwork network() {
        return network;
    }

    /** DL4J's own arrays that make up the state, flat: the parameters, and the state of the updater if it has one. */
    List<INDArray> arrays() {
        return updaterState.count() == 0 ? List.of(parameters) : List.of(parameters, updaterState.array());
    }

    private void use(List<LayerWeights> weights) {
        Tensors.write(LayerWeights.flat(weights), parameters);
    }

    private INDArray array(Matrix matrix) {
        return Tensors.toArray(matrix, parameters.dataType());
    }

    @Override
    public void close() {
        StepWorkspace.free();
        // Not MultiLayerNetwork.close: it calls System.gc twice, which takes up to 60 ms. The garbage collector frees
        // the same memory with the network's objects.
    }
}
