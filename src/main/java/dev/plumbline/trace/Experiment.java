package dev.plumbline.trace;

import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.ExampleWeights;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network with all random numbers already drawn: the examples, the initial weights and the batches of every step.
 *
 * <p>The random numbers come from NumPy's stream for the network's seed, in this order. First, the weights of each
 * layer from the first to the last, row by row; constant, given and read weights draw nothing, and neither do biases.
 * Then, before each epoch of a shuffled training, {@code permutation(examples)}. After that, for each step of n
 * examples and each layer with dropout from the first to the last, {@code random((n, inputs of the layer)) >=
 * drop_probability}.
 *
 * <p>An order or masks of the data's file replace those that would be drawn, and draw nothing.
 *
 * <p>With {@link Precision#F32}, examples and initial weights are rounded to 32 bits here, once. All engines start from
 * the same bits in either precision.
 */
public final class Experiment {
    private static final String SMALLER = "numbers up to " + Float.MAX_VALUE + ", or `precision: f64`";

    private final NetworkSpec spec;
    private final Matrix inputs;
    private final Matrix targets;
    private final Optional<Matrix> exampleWeights;
    private final List<LayerWeights> initialWeights;
    private final NumpyRandom afterWeights;
    private final boolean drops; // whether any layer has dropout
    private final Map<String, Matrix> fromFiles;
    private final boolean ofNumbers;
    private final Optional<ColumnScaling> targetScaling;

    /** @param ofNumbers whether the inputs and targets are the numbers of examples, which are not rounded */
    private Experiment(
            NetworkSpec spec,
            Matrix inputs,
            Matrix targets,
            Optional<Matrix> exampleWeights,
            Map<String, Matrix> fromFiles,
            boolean ofNumbers) {
        this.spec = spec;
        this.ofNumbers = ofNumbers;
        this.targetScaling = Optional.empty();
        this.inputs = ofNumbers ? inputs : rounded(inputs);
        this.targets = ofNumbers ? targets : rounded(targets);
        this.exampleWeights = exampleWeights.map(this::rounded);
        this.drops = spec.layers().stream().anyMatch(layer -> layer.dropout().isPresent());
        this.fromFiles = fromFiles;
        this.afterWeights = new NumpyRandom(spec.seed());
        this.initialWeights = drawn(afterWeights, fromFiles);
    }

    /** Draws the initial weights. */
    private List<LayerWeights> drawn(NumpyRandom random, Map<String, Matrix> fromFiles) {
        List<LayerWeights> drawn = new ArrayList<>();
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            int units = spec.layers().get(layer).units();
            Optional<Matrix> fromFile = Optional.ofNullable(fromFiles.get("W" + (layer + 1)));
            Matrix weights =
                    spec.initOf(layer).match(new InitialWeights(random, spec.inputsOf(layer), units, fromFile));
            Optional<Matrix> bias = spec.layers().get(layer).bias()
                    ? Optional.of(rounded(initialBias(spec, layer, fromFiles)))
                    : Optional.empty();
            drawn.add(new LayerWeights(rounded(weights), bias));
        }
        checkInitial(spec, drawn);
        return List.copyOf(drawn);
    }

    private static Matrix initialBias(NetworkSpec spec, int layer, Map<String, Matrix> fromFiles) {
        Matrix fromFile = fromFiles.get("b" + (layer + 1));
        if (fromFile != null) {
            return fromFile;
        }
        if (spec.initOf(layer) instanceof Initializer.Given given
                && given.bias().isPresent()) {
            return Matrix.row(
                    given.bias().get().stream().mapToDouble(Double::doubleValue).toArray());
        }
        Layer options = spec.layers().get(layer);
        return Matrix.full(1, options.units(), options.biasInit());
    }

    /**
     * The experiment of a network whose examples are held elsewhere. Here, the only input of an example is its number, counted
     * from 0, and so is its target; batches have them in the order of the training. The engine knows the examples by them.
     *
     * @param numbers 0, 1, 2 and so on as a column; the examples were checked where they are
     * @param fromFiles the initial weights that were read from files
     */
    public static Experiment ofNumbers(NetworkSpec spec, Matrix numbers, Map<String, Matrix> fromFiles) {
        NetworkSpec.checkBatch(spec.training(), numbers.rows()).ifPresent(problem -> {
            throw new InvalidSpecException(List.of(problem));
        });
        return new Experiment(spec, numbers, numbers, Optional.empty(), fromFiles, true);
    }

    private Experiment(
            Experiment original,
            NetworkSpec spec,
            List<LayerWeights> initialWeights,
            Optional<ColumnScaling> targetScaling) {
        this.spec = spec;
        this.targetScaling = targetScaling;
        this.ofNumbers = original.ofNumbers;
        this.inputs = original.inputs;
        this.targets = original.targets;
        this.exampleWeights = original.exampleWeights;
        this.drops = original.drops;
        this.fromFiles = original.fromFiles;
        this.initialWeights = initialWeights;
        this.afterWeights = original.afterWeights;
    }

    /** The same experiment for one that trains alone, with the batches of one worker. */
    public Experiment alone() {
        Training training = spec.training();
        Training ofOne = new Training(
                training.optimizer(),
                new BatchSize.Examples(Math.min(training.batchOfWorker(), inputs.rows())),
                training.epochs(),
                training.shuffle(),
                training.earlyStopping(),
                training.classWeight(),
                Optional.empty());
        return new Experiment(this, Schema.with(spec, "training", ofOne), initialWeights, targetScaling);
    }

    /**
     * The same experiment with other initial weights, such as those of a network that was trained elsewhere. The
     * examples, their order and the dropout masks do not change.
     *
     * @param weights layer by layer; rounded to 32 bits if the network has that precision
     * @throws IllegalArgumentException if the shapes are not those of this network, or if a weight is not finite
     */
    public Experiment startingFrom(List<LayerWeights> weights) {
        List<String> wanted = initialWeights.stream().map(LayerWeights::shape).toList();
        List<String> given = weights.stream().map(LayerWeights::shape).toList();
        if (!given.equals(wanted)) {
            throw new IllegalArgumentException("cannot start from " + String.join(", ", given) + ": this network has "
                    + String.join(", ", wanted));
        }
        List<LayerWeights> rounded = weights.stream()
                .map(layer ->
                        new LayerWeights(rounded(layer.weights()), layer.bias().map(this::rounded)))
                .toList();
        for (LayerWeights layer : rounded) {
            if (!layer.weights().isFinite()
                    || !layer.bias().map(Matrix::isFinite).orElse(true)) {
                throw new IllegalArgumentException("cannot start from weights that are not finite numbers"
                        + (spec.precision() == Precision.F32 ? " of 32 bits" : ""));
            }
        }
        return new Experiment(this, spec, rounded, targetScaling);
    }

    /**
     * The same experiment, whose targets were scaled. All engines train on the scaled targets; reports undo the scaling.
     *
     * @param scaling the scaling; empty if the targets are in their unit
     */
    public Experiment withTargetScaling(Optional<ColumnScaling> scaling) {
        return new Experiment(this, spec, initialWeights, scaling);
    }

    /** An evaluation with outputs and targets in the targets' unit; its loss stays that of the scaled targets. */
    public Evaluation inTargetUnit(Evaluation evaluation) {
        return targetScaling
                .map(scaling -> new Evaluation(
                        scaling.undo(evaluation.outputs()),
                        scaling.undo(evaluation.targets()),
                        evaluation.loss(),
                        evaluation.sums()))
                .orElse(evaluation);
    }

    /**
     * The experiment of a network whose data are in its specification.
     *
     * @throws IllegalArgumentException if the data are in a file; the caller must read them first
     */
    public static Experiment of(NetworkSpec spec) {
        if (!(spec.data() instanceof DataSource.Inline inline)) {
            throw new IllegalArgumentException(
                    "the data of " + spec.name() + " are in a file, which must be read first");
        }
        Optional<Matrix> weights = inline.weights()
                .map(values -> Matrix.column(
                        values.stream().mapToDouble(Double::doubleValue).toArray()));
        return of(spec, matrix(inline.inputs()), matrix(inline.targets()), weights);
    }

    /** The experiment of a network on these examples, without weights of the examples. */
    public static Experiment of(NetworkSpec spec, Matrix inputs, Matrix targets) {
        return of(spec, inputs, targets, Optional.empty());
    }

    /**
     * The experiment of a network on these examples. They replace the data of the specification.
     *
     * @param inputs examples × inputs
     * @param targets examples × outputs
     * @param weights examples × 1, if the specification's data have weights; those of classes follow from the targets
     * @throws InvalidSpecException if the shapes or numbers do not fit the network, or if an initial weight is not
     *     finite
     */
    public static Experiment of(NetworkSpec spec, Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return of(spec, inputs, targets, weights, Map.of());
    }

    /**
     * The experiment of a network that reads some of its initial weights from files.
     *
     * @param fromFiles the arrays that were read, by name: W1 for the first layer, inputs × units, and b1, 1 × units;
     *     {@code order}, epochs × examples, and {@code mask1}, rows of all steps × inputs of the layer
     * @throws IllegalArgumentException if an array that the network needs is missing
     */
    public static Experiment of(
            NetworkSpec spec, Matrix inputs, Matrix targets, Optional<Matrix> weights, Map<String, Matrix> fromFiles) {
        List<Problem> problems = new ArrayList<>();
        check("inputs", inputs, spec.inputs(), spec.precision(), problems);
        check("targets", targets, spec.outputs(), spec.precision(), problems);
        if (inputs.rows() != targets.rows()) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    "data",
                    targets.rows() + " rows of targets for " + inputs.rows() + " rows of inputs",
                    "one row of targets for each row of inputs"));
        }
        NetworkSpec.checkBatch(spec.training(), inputs.rows()).ifPresent(problems::add);
        if (problems.isEmpty()) {
            checkTargets(spec.loss(), targets).ifPresent(problems::add);
            checkWeights(spec, weights, inputs.rows(), problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        if (spec.training().classWeight().isEmpty()) {
            return new Experiment(spec, inputs, targets, weights, fromFiles, false);
        }
        NetworkSpec resolved = spec.withClassWeights(targets.toRowMajor());
        Matrix ofClasses = Matrix.column(resolved.classesOf(targets.toRowMajor())
                .ofExamples(resolved.training().classWeight().orElseThrow()));
        return new Experiment(resolved, inputs, targets, Optional.of(weights.orElse(ofClasses)), fromFiles, false);
    }

    private static void checkWeights(NetworkSpec spec, Optional<Matrix> weights, int examples, List<Problem> problems) {
        if (weights.isPresent() != spec.data().isWeighted()
                && spec.training().classWeight().isEmpty()) {
            String what = weights.isPresent()
                    ? "the examples have weights, but `data` has no `weights`"
                    : "the weights of the examples are missing";
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION, "data", what, "weights if and only if `data` has `weights`"));
        }
        weights.ifPresent(column -> {
            List<Double> values = Arrays.stream(column.toRowMajor()).boxed().toList();
            ExampleWeights.problems(values, examples).forEach(problem -> problems.add(problem.within("data")));
            if (!rounded(column, spec.precision()).isFinite()) {
                problems.add(new Problem(
                        ErrorKind.NOT_FINITE, "data.weights", "some weights are too large for f32", SMALLER));
            }
        });
    }

    private static void check(String name, Matrix rows, int width, Precision precision, List<Problem> problems) {
        String path = "data." + name;
        if (rows.rows() == 0) {
            problems.add(new Problem(ErrorKind.EMPTY_INPUT, path, "there are no " + name, "at least one row"));
        }
        if (rows.columns() != width) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    path,
                    name.equals("inputs")
                            ? "the data give " + rows.columns() + " inputs, but `inputs` is " + width
                            : "rows of " + rows.columns() + " " + name + " for a network of " + width,
                    name.equals("inputs")
                            ? "`inputs: " + rows.columns() + "`, or rows of " + width
                            : "rows of " + width));
        }
        if (!rows.isFinite()) {
            problems.add(new Problem(
                    ErrorKind.NOT_FINITE, path, "some " + name + " are not finite numbers", "finite numbers"));
        } else if (!rounded(rows, precision).isFinite()) {
            problems.add(new Problem(ErrorKind.NOT_FINITE, path, "some " + name + " are too large for f32", SMALLER));
        }
    }

    private static void checkInitial(NetworkSpec spec, List<LayerWeights> drawn) {
        List<Problem> problems = new ArrayList<>();
        for (int layer = 0; layer < drawn.size(); layer++) {
            if (!drawn.get(layer).weights().isFinite()) {
                boolean isOfLayer = spec.layers().get(layer).init().isPresent();
                problems.add(new Problem(
                        ErrorKind.NOT_FINITE,
                        isOfLayer ? "layers[" + layer + "].init" : "init",
                        "some initial weights of layer " + (layer + 1) + " are too large",
                        spec.precision() == Precision.F32 ? SMALLER : "smaller numbers"));
            }
            if (!drawn.get(layer).bias().map(Matrix::isFinite).orElse(true)) {
                String path = "layers[" + layer + "]";
                boolean given = spec.layers().get(layer).biasInit() != 0;
                String init = spec.layers().get(layer).init().isPresent() ? path + ".init" : "init";
                problems.add(new Problem(
                        ErrorKind.NOT_FINITE,
                        given ? path + ".bias_init" : init,
                        "the initial bias" + (given ? "" : " of layer " + (layer + 1)) + " is too large for f32",
                        SMALLER));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    private static Optional<Problem> checkTargets(Loss loss, Matrix targets) {
        return LossRules.firstProblem(loss, targets.toRowMajor(), targets.columns())
                .map(problem -> new Problem(
                        ErrorKind.LOSS_MISMATCH, "data.targets[" + problem.example() + "]", problem.text(), ""));
    }

    private static Matrix matrix(List<List<Double>> rows) {
        return Matrix.of(rows.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new));
    }

    private Matrix rounded(Matrix matrix) {
        return rounded(matrix, spec.precision());
    }

    private static Matrix rounded(Matrix matrix, Precision precision) {
        return precision == Precision.F32 ? matrix.map(precision::round) : matrix;
    }

    /** The network. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Whether the examples are held elsewhere, and are here only as numbers. */
    public boolean isOfNumbers() {
        return ofNumbers;
    }

    /** The inputs of all examples, examples × inputs. */
    public Matrix inputs() {
        return inputs;
    }

    /** The targets of all examples, examples × outputs, as the network is trained on them. */
    public Matrix targets() {
        return targets;
    }

    /** The targets of all examples in their unit: as they were before a scaling, up to rounding. */
    public Matrix targetsInUnit() {
        return targetScaling.map(scaling -> scaling.undo(targets)).orElse(targets);
    }

    /** The weights of all examples, examples × 1; empty if the examples are not weighted. */
    public Optional<Matrix> exampleWeights() {
        return exampleWeights;
    }

    /** The weights before the first step, layer by layer. */
    public List<LayerWeights> initialWeights() {
        return initialWeights;
    }

    /** The number of steps in an epoch. */
    public int stepsPerEpoch() {
        int batch = batchSize();
        return (inputs.rows() + batch - 1) / batch;
    }

    /** The number of steps in the whole training. */
    public long steps() {
        return (long) stepsPerEpoch() * spec.training().epochs();
    }

    /** The work of a step: weights times examples of a batch, the multiplications of one pass through all layers. */
    public long workOfStep() {
        return spec.parameters() * batchSize();
    }

    /** The size of a step: the number of weights, and for each example of a batch its inputs and all units. */
    public long numbersOfStep() {
        long units = spec.layers().stream().mapToLong(Layer::units).sum();
        return spec.parameters() + (spec.inputs() + units) * batchSize();
    }

    /** The number of examples of a batch; the last of an epoch may have fewer. */
    private int batchSize() {
        return spec.training().examplesOfStep(inputs.rows());
    }

    /** The batches of all steps in order, created lazily; every call returns the same. */
    public Iterable<Batch> batches() {
        return batches(0);
    }

    /**
     * The batches from a step on, exactly as in {@link #batches()}.
     *
     * @param from the number of steps before the first of them
     */
    public Iterable<Batch> batches(long from) {
        return () -> {
            Batches batches = new Batches(spec.training(), afterWeights.copy());
            batches.skip(from);
            return batches;
        };
    }

    /** Whether the examples may be in another order in each epoch: shuffled, or in the order of a file. */
    public boolean isReordered() {
        return spec.training().shuffle() || fromFiles.containsKey("order");
    }

    /**
     * The order of the examples in each epoch, counted from 0, created lazily; every call returns the same. Without
     * shuffling and without an order of the data's file it is the order in which the examples are given.
     */
    public Iterable<int[]> orders() {
        return () -> new Iterator<>() {
            private final Batches batches = new Batches(spec.training(), afterWeights.copy());

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public int[] next() {
                for (int i = 0; i < stepsPerEpoch(); i++) {
                    batches.next(); // masks are drawn between the orders of two epochs
                }
                return isReordered()
                        ? batches.order.clone()
                        : IntStream.range(0, inputs.rows()).toArray();
            }
        };
    }

    private final class Batches implements Iterator<Batch> {
        private final Training training;
        private final NumpyRandom random;
        private long step;
        private int epoch;
        private int position; // the first example of the next batch, in the epoch's order
        private int[] order = new int[0];

        private Batches(Training training, NumpyRandom random) {
            this.training = training;
            this.random = random;
        }

        @Override
        public boolean hasNext() {
            return epoch < training.epochs();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the training is over");
            }
            int end = begin();
            Batch batch = new Batch(
                    step,
                    epoch,
                    position == 0,
                    part(inputs, end),
                    part(targets, end),
                    exampleWeights.map(weights -> part(weights, end)),
                    masks(end - position));
            end(end);
            return batch;
        }

        /** Passes over some steps. They draw what they would have drawn. */
        private void skip(long steps) {
            for (long i = 0; i < steps && hasNext(); i++) {
                int end = begin();
                masks(end - position);
                end(end);
            }
        }

        /** Begins a step: draws the order of a new epoch, and returns the end of the step's examples. */
        private int begin() {
            if (position == 0 && training.shuffle()) {
                order = random.permutation(inputs.rows());
            } else if (position == 0 && isReordered()) {
                order = Arrays.stream(Objects.requireNonNull(fromFiles.get("order"))
                                .rowRange(epoch, epoch + 1)
                                .toRowMajor())
                        .mapToInt(row -> (int) row)
                        .toArray();
            }
            return Math.min(position + batchSize(), inputs.rows());
        }

        private void end(int end) {
            step++;
            position = end;
            if (position == inputs.rows()) {
                position = 0;
                epoch++;
            }
        }

        /** The dropout mask of each layer for n examples. */
        private List<Optional<Matrix>> masks(int n) {
            if (!drops) {
                return List.of();
            }
            List<Optional<Matrix>> masks = new ArrayList<>();
            for (int layer = 0; layer < spec.layers().size(); layer++) {
                int width = spec.inputsOf(layer);
                Matrix fromFile = fromFiles.get("mask" + (layer + 1));
                int first = epoch * inputs.rows() + position;
                masks.add(spec.layers()
                        .get(layer)
                        .dropout()
                        .map(dropout -> fromFile != null
                                ? fromFile.rowRange(first, first + n)
                                : mask(n, width, dropout.dropProbability())));
            }
            return masks;
        }

        private Matrix mask(int n, int width, double dropProbability) {
            double[] mask = random.random(n * width);
            for (int i = 0; i < mask.length; i++) {
                mask[i] = mask[i] >= dropProbability ? 1 : 0;
            }
            return Matrix.wrap(n, width, mask);
        }

        private Matrix part(Matrix matrix, int end) {
            if (isReordered()) {
                return matrix.take(Arrays.copyOfRange(order, position, end));
            }
            return end - position == matrix.rows() ? matrix : matrix.rowRange(position, end);
        }
    }
}
