package dev.plumbline.spec;

import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A network defined in Java or Kotlin, with the words and the defaults of the YAML file.
 *
 * <pre>{@code
 * NetworkSpec xor = Network.define("three-layer", net -> net.inputs(3)
 *         .dense(5, new Sigmoid(), layer -> layer.bias(false))
 *         .dense(1, new Sigmoid(), layer -> layer.bias(false))
 *         .init(new Uniform(-1, 1))
 *         .loss(new HalfSquaredError(), Reduction.SUM)
 *         .training(new Sgd(1.0), training -> training.epochs(60_000))
 *         .data(new double[][] {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}}, new double[][] {{0}, {1}, {1}, {0}}));
 * }</pre>
 */
public final class Network {
    private final RecordBuilder<NetworkSpec> draft = RecordBuilder.of(NetworkSpec.class);
    private Consumer<DenseLayer> defaults = layer -> {};

    private Network() {}

    /**
     * The network that the definition describes.
     *
     * @throws InvalidSpecException with all problems
     */
    public static NetworkSpec define(String name, Consumer<Network> definition) {
        Network network = new Network();
        return network.draft.put("name", name).define(() -> definition.accept(network));
    }

    /** The number of inputs of an example. */
    public Network inputs(int inputs) {
        draft.put("inputs", inputs);
        return this;
    }

    /** Options for all following layers; a layer's own definition replaces them. */
    public Network defaults(Consumer<DenseLayer> shared) {
        defaults = shared;
        return this;
    }

    /** A fully connected layer whose activation is in {@link #defaults}. */
    public Network dense(int units) {
        return dense(units, layer -> {});
    }

    /** A fully connected layer whose activation is in {@link #defaults} or in its definition. */
    public Network dense(int units, Consumer<DenseLayer> definition) {
        DenseLayer layer = new DenseLayer();
        draft.append(
                "layers",
                () -> layer.draft.define(() -> {
                    defaults.accept(layer);
                    layer.draft.put("units", units);
                    definition.accept(layer);
                }));
        return this;
    }

    /** A fully connected layer with the defaults of the file. */
    public Network dense(int units, Activation activation) {
        return dense(units, activation, layer -> {});
    }

    /** A fully connected layer with further options. */
    public Network dense(int units, Activation activation, Consumer<DenseLayer> definition) {
        return dense(units, layer -> {
            layer.activation(activation);
            definition.accept(layer);
        });
    }

    /** The initial weights of the layers that have none. */
    public Network init(Initializer init) {
        draft.put("init", init);
        return this;
    }

    /** The seed of all random numbers, as in {@code np.random.seed(seed)}. */
    public Network seed(long seed) {
        draft.put("seed", seed);
        return this;
    }

    /** The loss of one example, and how the losses of a batch are combined into one number. */
    public Network loss(Loss loss, Reduction reduction) {
        draft.put("loss", loss).put("reduction", reduction);
        return this;
    }

    /** The floating-point numbers that DL4J computes with. */
    public Network precision(Precision precision) {
        draft.put("precision", precision);
        return this;
    }

    /** The device that DL4J computes on. */
    public Network backend(Backend backend) {
        draft.put("backend", backend);
        return this;
    }

    /** How the network is trained. Default batch size: all examples. */
    public Network training(Optimizer optimizer, Consumer<TrainingPlan> definition) {
        TrainingPlan plan = new TrainingPlan();
        plan.draft.put("optimizer", optimizer).put("batch_size", new BatchSize.All());
        draft.make("training", () -> plan.draft.define(() -> definition.accept(plan)));
        return this;
    }

    /** How the network is trained: the number of epochs; every step uses all examples. */
    public Network training(Optimizer optimizer, int epochs) {
        return training(optimizer, plan -> plan.epochs(epochs));
    }

    /** Examples: one row each in both arrays. */
    public Network data(double[][] inputs, double[][] targets) {
        draft.make("data", () -> new DataSource.Inline(boxed(inputs), boxed(targets)));
        return this;
    }

    /** Examples, and for each example the weight that multiplies its loss. */
    public Network data(double[][] inputs, double[][] targets, double... weights) {
        List<Double> boxed = Arrays.stream(weights).boxed().toList();
        draft.make("data", () -> new DataSource.Inline(boxed(inputs), boxed(targets), Optional.of(boxed)));
        return this;
    }

    /** Where the examples come from. */
    public Network data(DataSource source) {
        draft.put("data", source);
        return this;
    }

    /** How each input column is scaled, as learned from the training part. */
    public Network prepare(Scaling inputs) {
        return prepare(new Prepare(inputs));
    }

    /** How the inputs and the targets are scaled, as learned from the training part. */
    public Network prepare(Prepare prepare) {
        draft.put("prepare", prepare);
        return this;
    }

    /** Holds out a share of the examples, drawn at random; if stratified, the share of each class. */
    public Network validation(double share, boolean stratified) {
        draft.make(
                "validation",
                () -> new Validation(
                        Optional.of(share),
                        stratified,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return this;
    }

    /** The examples that are held out of the training. */
    public Network validation(Validation validation) {
        draft.put("validation", validation);
        return this;
    }

    /** The number of epochs between two lines of the report, and the metrics of each line. */
    public Network report(int every, Metric... metrics) {
        RecordBuilder<Report> report = RecordBuilder.of(Report.class).put("every", every);
        if (metrics.length > 0) {
            report.put("metrics", List.of(metrics));
        }
        draft.make("report", report::finish);
        return this;
    }

    /** Compares one step in every {@code every}; see {@link Comparison}. */
    public Network compare(int every) {
        draft.make("compare", RecordBuilder.of(Comparison.class).put("every", every)::finish);
        return this;
    }

    private static List<List<Double>> boxed(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    /** The options of a fully connected layer besides its units and its activation. */
    public static final class DenseLayer {
        private final RecordBuilder<Layer.Dense> draft = RecordBuilder.of(Layer.Dense.class);

        private DenseLayer() {}

        /** The function from the pre-activation to the output. */
        public DenseLayer activation(Activation activation) {
            draft.put("activation", activation);
            return this;
        }

        /** Whether the layer has a bias. */
        public DenseLayer bias(boolean bias) {
            draft.put("bias", bias);
            return this;
        }

        /** The initial weights of this layer. */
        public DenseLayer init(Initializer init) {
            draft.put("init", init);
            return this;
        }

        /** The learning rate of this layer. Default: the optimizer's. */
        public DenseLayer learningRate(double rate) {
            draft.make("learning_rate", () -> LearningRate.of(rate));
            return this;
        }

        /** The learning rate schedule of this layer. */
        public DenseLayer learningRate(LearningRate rate) {
            draft.put("learning_rate", rate);
            return this;
        }

        /** The initial value of each bias. */
        public DenseLayer biasInit(double value) {
            draft.put("bias_init", value);
            return this;
        }

        /** The probability that training drops a number of the layer's input. */
        public DenseLayer dropout(double dropProbability) {
            draft.make("dropout", () -> new Dropout(dropProbability));
            return this;
        }

        /** The penalties and the weight decay of weights and bias. */
        public DenseLayer regularization(Regularization regularization) {
            draft.put("regularization", regularization);
            return this;
        }

        /** How the layer's gradient is clipped or normalized before every other operation. */
        public DenseLayer gradientNormalization(GradientNormalization normalization) {
            draft.put("gradient_normalization", normalization);
            return this;
        }

        /** The condition that the weights satisfy after every update. */
        public DenseLayer constraint(Constraint constraint) {
            draft.put("constraint", constraint);
            return this;
        }
    }

    /** The options of the training besides its optimizer. */
    public static final class TrainingPlan {
        private final RecordBuilder<Training> draft = RecordBuilder.of(Training.class);

        private TrainingPlan() {}

        /** The number of passes over all examples. */
        public TrainingPlan epochs(int epochs) {
            draft.put("epochs", epochs);
            return this;
        }

        /** The number of examples in a step. */
        public TrainingPlan batchSize(int examples) {
            draft.make("batch_size", () -> new BatchSize.Examples(examples));
            return this;
        }

        /** Whether each epoch uses the examples in a new order. */
        public TrainingPlan shuffle(boolean shuffle) {
            draft.put("shuffle", shuffle);
            return this;
        }

        /**
         * Ends the training early, after this number of epochs without an improvement of the metric, and restores the
         * weights of the best epoch.
         */
        public TrainingPlan earlyStopping(Metric monitor, int patience) {
            draft.make("early_stopping", () -> new EarlyStopping(monitor, patience, 0, Optional.empty(), true));
            return this;
        }

        /** The weight of each class; {@link ClassWeight.Balanced} makes all classes count equally. */
        public TrainingPlan classWeight(ClassWeight weight) {
            draft.put("class_weight", weight);
            return this;
        }

        /**
         * Several workers share the training, and after each number of their own steps their weights and optimizer states are
         * averaged; {@code batchSize} is the number of examples in a step of one worker.
         */
        public TrainingPlan distributed(int workers, int averagingFrequency) {
            draft.make("distributed", () -> new Distributed(workers, averagingFrequency, Optional.empty(), true));
            return this;
        }

        /** How several workers share the training. */
        public TrainingPlan distributed(Distributed distributed) {
            draft.put("distributed", distributed);
            return this;
        }

        /** The conditions to end the training early. */
        public TrainingPlan earlyStopping(EarlyStopping earlyStopping) {
            draft.put("early_stopping", earlyStopping);
            return this;
        }
    }
}
