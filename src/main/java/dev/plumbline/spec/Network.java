package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A network defined in Java or Kotlin, in the words of the file and with its defaults.
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
    private final Draft<NetworkSpec> draft = Draft.of(NetworkSpec.class);
    private final List<Layer> layers = new ArrayList<>();
    private Consumer<DenseLayer> defaults = layer -> {};

    private Network() {}

    /**
     * The network that the definition describes.
     *
     * @throws InvalidSpecException with everything that is missing or wrong
     */
    public static NetworkSpec define(String name, Consumer<Network> definition) {
        Network network = new Network();
        network.draft.put("name", name);
        definition.accept(network);
        network.draft.put("layers", network.layers);
        return network.draft.finish();
    }

    /** The number of inputs of an example. */
    public Network inputs(int inputs) {
        draft.put("inputs", inputs);
        return this;
    }

    /** What the layers that follow share; a layer's own definition comes after it and replaces it. */
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
        defaults.accept(layer);
        layer.draft.put("units", units);
        definition.accept(layer);
        layers.add(layer.draft.finish());
        return this;
    }

    /** A fully connected layer with the defaults of the file. */
    public Network dense(int units, Activation activation) {
        return dense(units, activation, layer -> {});
    }

    /** A fully connected layer, with what else there is to say of it. */
    public Network dense(int units, Activation activation, Consumer<DenseLayer> definition) {
        return dense(units, layer -> {
            layer.activation(activation);
            definition.accept(layer);
        });
    }

    /** The initial weights of the layers that do not say their own. */
    public Network init(Initializer init) {
        draft.put("init", init);
        return this;
    }

    /** The seed of all random numbers, as in {@code np.random.seed(seed)}. */
    public Network seed(long seed) {
        draft.put("seed", seed);
        return this;
    }

    /** How wrong one example's outputs are, and how the losses of a batch become one number. */
    public Network loss(Loss loss, Reduction reduction) {
        draft.put("loss", loss).put("reduction", reduction);
        return this;
    }

    /** The numbers that DL4J calculates in. */
    public Network precision(Precision precision) {
        draft.put("precision", precision);
        return this;
    }

    /** What DL4J calculates on. */
    public Network backend(Backend backend) {
        draft.put("backend", backend);
        return this;
    }

    /** How the network is trained; every step takes all examples unless the definition says otherwise. */
    public Network training(Optimizer optimizer, Consumer<TrainingPlan> definition) {
        TrainingPlan plan = new TrainingPlan();
        plan.draft.put("optimizer", optimizer).put("batch_size", new BatchSize.All());
        definition.accept(plan);
        draft.put("training", plan.draft.finish());
        return this;
    }

    /** How the network is trained: so many epochs, and every step takes all examples. */
    public Network training(Optimizer optimizer, int epochs) {
        return training(optimizer, plan -> plan.epochs(epochs));
    }

    /** Examples: one row each in both arrays. */
    public Network data(double[][] inputs, double[][] targets) {
        return data(new DataSource.Inline(boxed(inputs), boxed(targets)));
    }

    /** Examples and, of each, what its loss is multiplied by. */
    public Network data(double[][] inputs, double[][] targets, double... weights) {
        List<Double> boxed = Arrays.stream(weights).boxed().toList();
        return data(new DataSource.Inline(boxed(inputs), boxed(targets), Optional.of(boxed)));
    }

    /** Where the examples come from. */
    public Network data(DataSource source) {
        draft.put("data", source);
        return this;
    }

    /** What is said of a run, every so many epochs. */
    public Network report(int every, Metric... metrics) {
        Draft<Report> report = Draft.of(Report.class).put("every", every);
        if (metrics.length > 0) {
            report.put("metrics", List.of(metrics));
        }
        draft.put("report", report.finish());
        return this;
    }

    /** Compares one step in so many; see {@link Comparison}. */
    public Network compare(int every) {
        draft.put("compare", Draft.of(Comparison.class).put("every", every).finish());
        return this;
    }

    private static List<List<Double>> boxed(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    /** What may be said of a fully connected layer beside its units and activation. */
    public static final class DenseLayer {
        private final Draft<Layer.Dense> draft = Draft.of(Layer.Dense.class);

        private DenseLayer() {}

        /** What turns the pre-activation into the output. */
        public DenseLayer activation(Activation activation) {
            draft.put("activation", activation);
            return this;
        }

        /** Whether a bias is added. */
        public DenseLayer bias(boolean bias) {
            draft.put("bias", bias);
            return this;
        }

        /** The initial weights of this layer. */
        public DenseLayer init(Initializer init) {
            draft.put("init", init);
            return this;
        }

        /** The learning rate of this layer, where it is not the optimizer's. */
        public DenseLayer learningRate(double rate) {
            return learningRate(LearningRate.of(rate));
        }

        /** The same, one that changes. */
        public DenseLayer learningRate(LearningRate rate) {
            draft.put("learning_rate", rate);
            return this;
        }

        /** What each number of the bias starts from. */
        public DenseLayer biasInit(double value) {
            draft.put("bias_init", value);
            return this;
        }

        /** How likely each number of the layer's input is dropped in training. */
        public DenseLayer dropout(double dropProbability) {
            draft.put("dropout", new Dropout(dropProbability));
            return this;
        }

        /** What draws weights and bias towards 0. */
        public DenseLayer regularization(Regularization regularization) {
            draft.put("regularization", regularization);
            return this;
        }

        /** What is done to the layer's gradient before anything else. */
        public DenseLayer gradientNormalization(GradientNormalization normalization) {
            draft.put("gradient_normalization", normalization);
            return this;
        }

        /** What is held of the weights after every update. */
        public DenseLayer constraint(Constraint constraint) {
            draft.put("constraint", constraint);
            return this;
        }
    }

    /** What may be said of the training beside its optimizer. */
    public static final class TrainingPlan {
        private final Draft<Training> draft = Draft.of(Training.class);

        private TrainingPlan() {}

        /** How many times all examples are gone through. */
        public TrainingPlan epochs(int epochs) {
            draft.put("epochs", epochs);
            return this;
        }

        /** How many examples a step takes. */
        public TrainingPlan batchSize(int examples) {
            draft.put("batch_size", new BatchSize.Examples(examples));
            return this;
        }

        /** Whether each epoch takes the examples in a new order. */
        public TrainingPlan shuffle(boolean shuffle) {
            draft.put("shuffle", shuffle);
            return this;
        }
    }
}
