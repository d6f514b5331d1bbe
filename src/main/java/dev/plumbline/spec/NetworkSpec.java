package dev.plumbline.spec;

import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ClassWeights;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network, its training, its data and its report: everything that determines its behaviour. An instance is always
 * valid.
 *
 * @param layers the layers, from the inputs to the outputs; the last layer's units are the outputs
 */
public record NetworkSpec(
        @Field(value = "the name of the network", byDefault = "network")
        String name,

        @Field(
                value = "the number of inputs of an example",
                impliedBy = "data",
                range = "[1, inf)",
                dl4j = {"nIn", "inputSize"},
                keras = {"input_shape", "input_dim"},
                pytorch = "in_features")
        int inputs,

        @Field(value = "the layers, from the inputs to the outputs", dl4j = "list", pytorch = "Sequential")
        List<Layer> layers,

        @Field(
                value = "the initial weights of the layers that have no `init`",
                dl4j = {"weightInit", "dist"},
                keras = {"kernel_initializer", "initializer"})
        Optional<Initializer> init,

        @Field(
                value = "the seed of all random numbers, as in np.random.seed",
                byDefault = "1",
                range = "[0, 4294967295]",
                keras = "random_state",
                pytorch = "manual_seed")
        long seed,

        @Field(
                value = "the loss of one example",
                dl4j = {"lossFunction", "lossFn"},
                keras = "loss",
                pytorch = "criterion")
        Loss loss,

        @Field(
                value = "how the losses of a batch are combined into one number",
                dl4j = "miniBatch",
                pytorch = "size_average")
        Reduction reduction,

        @Field(
                value = "the floating-point numbers that DL4J computes with",
                byDefault = "f64",
                dl4j = "dataType",
                keras = "dtype")
        Precision precision,

        @Field(value = "the device that DL4J computes on", byDefault = "cpu", keras = "device", pytorch = "device")
        Backend backend,

        @Field(value = "how the network is trained", keras = "fit")
        Training training,

        @Field(value = "where the examples come from", keras = "dataset", dl4j = "DataSet", pytorch = "DataLoader")
        DataSource data,

        @Field(value = "how the data are prepared for the network", keras = "preprocessing", dl4j = "preProcessor")
        Optional<Prepare> prepare,

        @Field(
                value = "the examples that are held out of the training",
                keras = {"validation_data", "validation_split"})
        Optional<Validation> validation,

        @Field(value = "what the report of a run contains", byDefault = "{}", dl4j = "listeners", keras = "callbacks")
        Report report,

        @Field(value = "which steps of a check are compared", byDefault = "{}")
        Comparison compare) {

    /** The longest array that Java virtual machines can allocate. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private static final int LONGEST_NAME = 200;

    public NetworkSpec {
        layers = List.copyOf(layers);
        List<Problem> problems = new ArrayList<>();
        checkName(name, problems);
        checkLayers(inputs, layers, init, problems);
        checkReport(training, report, problems);
        checkRates(layers, training.optimizer(), problems);
        if (!layers.isEmpty()) {
            int last = layers.size() - 1;
            problems.addAll(LossRules.check(layers.get(last), "layers[" + last + "]", loss, precision));
        }
        if (data instanceof DataSource.Inline inline && !layers.isEmpty()) {
            checkInline(inputs, layers, training, inline, problems);
        }
        validation.ifPresent(held -> checkValidation(held, data, problems));
        checkWorkersNorm(layers, training, problems);
        checkWorkersPenalties(layers, training, problems);
        checkRecordedDraws(layers, training, data, problems);
        if (data.isWeighted() && training.classWeight().isPresent()) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "training.class_weight",
                    "the examples have weights of their own, in `data`",
                    "weights of the examples or of the classes, not both"));
        }
        prepare.filter(scaled -> scaled.targets().isPresent())
                .ifPresent(scaled -> checkScaledTargets(scaled, data, loss, problems));
        Schema.of(NetworkSpec.class)
                .check(
                        problems,
                        name,
                        inputs,
                        layers,
                        init,
                        seed,
                        loss,
                        reduction,
                        precision,
                        backend,
                        training,
                        data,
                        prepare,
                        validation,
                        report,
                        compare);
    }

    /** The name appears in verdicts and in the names of files and classes. */
    private static void checkName(String name, List<Problem> problems) {
        if (name.length() > LONGEST_NAME) {
            problems.add(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "name",
                    "`name` has " + name.length() + " characters",
                    "at most " + LONGEST_NAME));
        } else if (!Printable.isLine(name)) {
            problems.add(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "name",
                    "`name` is `" + Printable.line(name) + "`",
                    "no line breaks and no control characters"));
        }
    }

    private static void checkLayers(
            int inputs, List<Layer> layers, Optional<Initializer> init, List<Problem> problems) {
        long width = inputs;
        long parameters = 0;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String path = "layers[" + i + "]";
            parameters += width * layer.units() + (layer.bias() ? layer.units() : 0);
            if (parameters > LARGEST_ARRAY) {
                problems.add(new Problem(
                        ErrorKind.TOO_LITTLE_MEMORY,
                        path + ".units",
                        String.format(
                                Locale.ROOT,
                                "the weights of this layer, %d×%d, would need %,d bytes",
                                width,
                                layer.units(),
                                8 * width * layer.units()),
                        String.format(Locale.ROOT, "at most %,d weights and biases in all", LARGEST_ARRAY)));
                parameters = 0;
            }
            if (layer.init().isEmpty() && init.isEmpty()) {
                problems.add(new Problem(
                        ErrorKind.MISSING_KEY,
                        path,
                        "the initial weights of this layer are missing",
                        "`init` here or for the whole network, such as `init: glorot_uniform`"));
            }
            checkGiven(layer, init, path, width, problems);
            checkBias(layer, init, path, problems);
            width = layer.units();
        }
        if (init.isPresent()
                && !layers.isEmpty()
                && layers.stream().allMatch(l -> l.init().isPresent())) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    "init",
                    "`init` would have no effect: every layer has its own",
                    "`init` here or in each layer, not both"));
        }
    }

    /**
     * A layer's own learning rate needs an optimizer with a learning rate. The optimizer's learning rate needs a layer
     * without its own.
     */
    private static void checkRates(List<Layer> layers, Optimizer optimizer, List<Problem> problems) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).learningRate().isPresent() && optimizer.rate().isEmpty()) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "layers[" + i + "].learning_rate",
                        "`learning_rate` would have no effect: `" + Schema.wordOf(optimizer) + "` has none",
                        "an optimizer with a learning rate"));
            }
        }
        boolean unused = !layers.isEmpty()
                && layers.stream().allMatch(layer -> layer.learningRate().isPresent());
        if (unused && optimizer.rate().isPresent()) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    "training.optimizer.learning_rate",
                    "`learning_rate` would have no effect: every layer has its own",
                    "at least one layer without its own learning rate"));
        }
    }

    private static void checkGiven(
            Layer layer, Optional<Initializer> init, String path, long width, List<Problem> problems) {
        if (!(layer.init().or(() -> init).orElse(null) instanceof Initializer.Given given)) {
            return;
        }
        int units = layer.units();
        if (given.weights().size() != width || given.weights().get(0).size() != units) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    (layer.init().isPresent() ? path + ".init" : "init") + ".weights",
                    "weights of " + given.shape() + " for " + Problem.place(path) + ", which has " + width + "×" + units
                            + ", inputs × units",
                    width + " rows of " + units));
        }
    }

    /** Initial weights with an initial bias need a layer with a bias and without {@code bias_init}. */
    private static void checkBias(Layer layer, Optional<Initializer> init, String path, List<Problem> problems) {
        Optional<Initializer> initializer = layer.init().or(() -> init).filter(Initializer::setsBias);
        String place = (layer.init().isPresent() ? path + ".init" : "init") + ".bias";
        if (initializer.isPresent() && !layer.bias()) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    place,
                    "`bias` would have no effect: " + Problem.place(path) + " has no bias",
                    "`bias: true` in the layer, or no `bias` here"));
        } else if (initializer.isPresent() && layer.biasInit() != 0) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    path + ".bias_init",
                    "`bias_init` would have no effect: `init` sets the initial bias",
                    "`bias` of `init`, or `bias_init`"));
        }
        if (initializer.orElse(null) instanceof Initializer.Given given
                && given.bias().orElseThrow().size() != layer.units()) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    place,
                    "a bias of " + given.bias().orElseThrow().size() + " for " + Problem.place(path) + ", which has "
                            + layer.units()
                            + (layer.units() == 1 ? " unit" : " units"),
                    "a number for each unit"));
        }
    }

    /** Only targets that are numbers of any size are scaled, and only those above 0 have logarithms. */
    private static void checkScaledTargets(Prepare prepare, DataSource data, Loss loss, List<Problem> problems) {
        boolean areClasses = data instanceof DataSource.Idx
                || data instanceof DataSource.Csv csv && csv.classes().isPresent();
        (areClasses ? Optional.of("the targets are classes, which are not scaled") : LossRules.whyUnscaled(loss))
                .ifPresent(message -> problems.add(new Problem(
                        ErrorKind.INVALID_COMBINATION,
                        "prepare.targets",
                        message,
                        "no `targets` in `prepare`" + (areClasses ? "" : ", or a loss of any numbers"))));
        if (prepare.logTargets() && data instanceof DataSource.Inline inline) {
            checkAbove0(inline.targets(), problems);
        }
    }

    private static void checkAbove0(List<List<Double>> targets, List<Problem> problems) {
        for (int i = 0; i < targets.size(); i++) {
            for (int j = 0; j < targets.get(i).size(); j++) {
                double target = targets.get(i).get(j);
                if (target <= 0) {
                    String path = "data.targets[" + i + "][" + j + "]";
                    problems.add(new Problem(ErrorKind.OUT_OF_RANGE, path, "found " + target, Prepare.ABOVE_0));
                }
            }
        }
    }

    /** `file` needs data in a file, `column` needs data in a CSV file. */
    private static void checkValidation(Validation validation, DataSource data, List<Problem> problems) {
        boolean isCsv = data instanceof DataSource.Csv;
        boolean isIdx = data instanceof DataSource.Idx;
        if (validation.file().isPresent() && !isCsv && !isIdx && !(data instanceof DataSource.Npz)) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "validation.file",
                    "`file` needs data in a CSV, NPZ or IDX file",
                    "`share`, or data in such a file"));
        }
        if (validation.file().isPresent() && isIdx && validation.targets().isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "validation.file",
                    "`targets` is missing: IDX data have their labels in a second file",
                    "`file` with the inputs, `targets` with their labels"));
        }
        if (validation.targets().isPresent() && !isIdx) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "validation.targets",
                    "`targets` needs data in IDX files",
                    "`file` with all columns or arrays"));
        }
        if (validation.column().isPresent() && !isCsv) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "validation.column",
                    "`column` needs data in a CSV file",
                    "`share`, or data in a CSV file"));
        }
    }

    private static void checkWorkersPenalties(List<Layer> layers, Training training, List<Problem> problems) {
        if (training.distributed().isPresent() && layers.stream().anyMatch(Layer::isPenalizedPerBatch)) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "training.distributed",
                    "the penalties are `divided_by: batch`, and DL4J does not tell a penalty how many examples the batch "
                            + "of a worker has",
                    "no `distributed`, or a `regularization` without `divided_by`"));
        }
    }

    private static void checkWorkersNorm(List<Layer> layers, Training training, List<Problem> problems) {
        if (training.distributed().isPresent()
                && layers.stream()
                        .flatMap(layer -> layer.gradientNormalization().stream())
                        .anyMatch(GradientNormalization::needsListener)) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "training.distributed",
                    "the configuration that DL4J sends to the workers cannot contain a norm over all layers, "
                            + "`per: network`, or the `epsilon` of a norm",
                    "no `distributed`, or a `gradient_normalization` with `per: layer` or `per: tensor`, without "
                            + "`epsilon`"));
        }
    }

    /** An order and masks that a file gives replace those that the seed draws. */
    private static void checkRecordedDraws(
            List<Layer> layers, Training training, DataSource data, List<Problem> problems) {
        if (data.order().isPresent() && training.shuffle()) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "data.order",
                    "`shuffle: true` draws the order that `order` gives",
                    "`shuffle: false`, or no `order`"));
        }
        if (training.distributed().isPresent()
                && (data.order().isPresent() || data.masks().isPresent())) {
            problems.add(new Problem(
                    ErrorKind.INVALID_COMBINATION,
                    "training.distributed",
                    "several workers cannot train with an `order` or `masks` of a file",
                    "no `distributed`, or `data` without `order` and `masks`"));
        }
        if (data.masks().isPresent()
                && layers.stream().allMatch(layer -> layer.dropout().isEmpty())) {
            problems.add(new Problem(
                    ErrorKind.NO_EFFECT,
                    "data.masks",
                    "`masks` would have no effect: no layer has dropout",
                    "a layer with `dropout`, or no `masks`"));
        }
    }

    private static void checkReport(Training training, Report report, List<Problem> problems) {
        report.every()
                .filter(every -> every > training.epochs())
                .ifPresent(every -> problems.add(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "report.every",
                        training.epochs() == 0
                                ? "`every` would have no effect: there are no epochs"
                                : "`every: " + every + "` is more than the " + training.epochs()
                                        + " epochs of the training",
                        training.epochs() == 0 ? "no `every`" : "at most " + training.epochs())));
    }

    private static void checkInline(
            int inputs, List<Layer> layers, Training training, DataSource.Inline inline, List<Problem> problems) {
        int width = inline.inputs().get(0).size();
        if (width != inputs) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    "data.inputs[0]",
                    "rows of " + width + " inputs for a network of `inputs: " + inputs + "`",
                    "rows of " + inputs + " numbers, or `inputs: " + width + "`"));
        }
        int outputs = layers.get(layers.size() - 1).units();
        int targetWidth = inline.targets().get(0).size();
        if (targetWidth != outputs) {
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    "data.targets[0]",
                    "rows of " + targetWidth + " targets for a last layer of `units: " + outputs + "`",
                    "rows of " + outputs + " numbers"));
        }
        checkBatch(training, inline.inputs().size()).ifPresent(problems::add);
    }

    /**
     * The problem of this batch size with this number of examples, if there is one. For data that is read after the
     * specification.
     */
    public static Optional<Problem> checkBatch(Training training, int examples) {
        if (training.batchSize() instanceof BatchSize.Examples batch && batch.count() > examples) {
            return Optional.of(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "training.batch_size",
                    "batches of " + batch.count() + " examples for data of " + examples,
                    "at most " + examples + ", or `all`"));
        }
        return training.distributed().flatMap(workers -> checkWorkers(workers, training.batchOfWorker(), examples));
    }

    private static Optional<Problem> checkWorkers(Distributed distributed, int batch, int examples) {
        if (batch > examples) {
            return Optional.of(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "training.distributed.batch_size_per_worker",
                    "steps of " + batch + " examples for data of " + examples,
                    "at most " + examples));
        }
        if (distributed.workers() > examples) {
            return Optional.of(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "training.distributed.workers",
                    distributed.workers() + " workers for data of " + examples
                            + " examples: some would have nothing to do",
                    "at most " + examples));
        }
        return Optional.empty();
    }

    /** Whether the targets are scaled, and outputs and metrics with them; the loss is that of the scaled targets. */
    public boolean scalesTargets() {
        return prepare.flatMap(Prepare::targets).isPresent();
    }

    /** Whether each example has a weight that multiplies its loss: its own, or that of its class. */
    public boolean isWeighted() {
        return data.isWeighted() || training.classWeight().isPresent();
    }

    /**
     * The classes of training examples.
     *
     * @param targets examples × outputs, row by row
     * @throws dev.plumbline.spec.vocabulary.InvalidSpecException if the targets are no classes
     */
    public ClassWeights classesOf(double[] targets) {
        return ClassWeights.of(targets, outputs(), classNames());
    }

    /** The names of the classes in the order of the outputs; empty if the file does not name them. */
    public List<String> classNames() {
        return data instanceof DataSource.Csv csv && csv.classes().orElse(null) instanceof ClassList.Named named
                ? named.names()
                : List.of();
    }

    /**
     * The network with the weight of each class as a number.
     *
     * @param targets those of the training part, examples × outputs, row by row
     * @throws dev.plumbline.spec.vocabulary.InvalidSpecException if the targets are no classes, or not those of the weights
     */
    public NetworkSpec withClassWeights(double[] targets) {
        return training.classWeight()
                .map(weight -> Schema.with(
                        this,
                        "training",
                        Schema.with(
                                training,
                                "class_weight",
                                Optional.of(classesOf(targets).resolve(weight)))))
                .orElse(this);
    }

    /** The number of outputs: the last layer's units. */
    public int outputs() {
        return layers.get(layers.size() - 1).units();
    }

    /** The number of inputs of a layer, counted from 0. */
    public int inputsOf(int layer) {
        return layer == 0 ? inputs : layers.get(layer - 1).units();
    }

    /** The initial weights of a layer, counted from 0: its own or the network's. */
    public Initializer initOf(int layer) {
        return layers.get(layer).init().or(this::init).orElseThrow();
    }

    /** The optimizer of a layer, counted from 0: with its own learning rate or the optimizer's. */
    public Optimizer optimizerOf(int layer) {
        Optimizer optimizer = training.optimizer();
        return layers.get(layer).learningRate().map(optimizer::withRate).orElse(optimizer);
    }

    /** The number of weights and biases. */
    public long parameters() {
        long total = 0;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            total += (long) inputsOf(i) * layer.units() + (layer.bias() ? layer.units() : 0);
        }
        return total;
    }

    /** The number of epochs between two lines of the report. Default: a tenth of all epochs, at least one. */
    public int reportEvery() {
        return report.every().orElse(Math.max(1, training.epochs() / 10));
    }
}
