package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Small networks with every valid pair of activation and loss, in each reduction and precision, with and without
 * weights of examples, and with every optimizer and every learning rate. {@link SampleNetworks} has the options of
 * layers.
 */
public final class WholeVocabulary {
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final int EXAMPLES = 5; // batches of two, two and one
    private static final Matrix X = Matrix.wrap(EXAMPLES, INPUTS, new NumpyRandom(2).uniform(-1, 1, EXAMPLES * INPUTS));
    private static final Matrix Y =
            Matrix.wrap(EXAMPLES, OUTPUTS, new NumpyRandom(3).uniform(0.1, 0.9, EXAMPLES * OUTPUTS));
    private static final Matrix WEIGHTS = Matrix.column(0.5, 2, 0, 1.25, 3);

    private WholeVocabulary() {}

    public static Stream<NetworkSpec> networks() {
        return Stream.concat(activationsAndLosses(), optimizersAndRates());
    }

    private static Stream<NetworkSpec> activationsAndLosses() {
        return Words.all(Activation.class).stream()
                .flatMap(activation -> Words.all(Loss.class).stream()
                        .flatMap(loss -> Stream.of(Reduction.values())
                                .flatMap(reduction -> Stream.of(Precision.values())
                                        .flatMap(precision -> Stream.of(false, true)
                                                .flatMap(weighted -> network(
                                                        activation,
                                                        loss,
                                                        reduction,
                                                        precision,
                                                        weighted,
                                                        new Sgd(0.01),
                                                        1)
                                                        .stream())))));
    }

    private static Stream<NetworkSpec> optimizersAndRates() {
        Activation tanh = new Activation.Tanh();
        Loss loss = new Loss.HalfSquaredError();
        return Words.withConstants(Words.all(Optimizer.class)).stream()
                .flatMap(optimizer -> Stream.concat(
                        Stream.of(optimizer),
                        optimizer.rate().isEmpty()
                                ? Stream.of()
                                : Stream.of(ScheduleUnit.values())
                                        .flatMap(per -> changingRates(per).stream())
                                        .map(optimizer::withRate)))
                .flatMap(optimizer -> Stream.of(Precision.values())
                        .flatMap(precision ->
                                network(tanh, loss, Reduction.MEAN, precision, false, optimizer, 3).stream()));
    }

    /** Every learning rate except the constant one. */
    public static List<LearningRate> changingRates(ScheduleUnit per) {
        return List.of(
                new LearningRate.Step(0.02, 0.5, 2, per),
                new LearningRate.Exponential(0.02, 0.8, per),
                new LearningRate.Inverse(0.03, 0.3, 0.75, per),
                new LearningRate.Polynomial(0.02, 1.5, 3, per),
                new LearningRate.Sigmoid(0.02, -0.7, 3, per),
                new LearningRate.Cycle(0.01, 0.02, 2, 1, 0.5, per),
                new LearningRate.Table(0.01, List.of(1, 4), List.of(0.02, 0.003), per),
                new LearningRate.WarmUp(4, new LearningRate.Polynomial(0.02, 1, 3, per), per));
    }

    /** Empty if the activation and the loss are not a valid pair. */
    private static Optional<NetworkSpec> network(
            Activation activation,
            Loss loss,
            Reduction reduction,
            Precision precision,
            boolean weighted,
            Optimizer optimizer,
            int epochs) {
        String name = String.join(
                " ",
                activation.toString(),
                loss.toString(),
                optimizer.toString(),
                reduction.toString(),
                precision.toString(),
                weighted ? "weighted" : "");
        Optional<String> weights = weighted ? Optional.of("weights") : Optional.empty();
        try {
            return Optional.of(Network.define(
                    name,
                    net -> net.inputs(INPUTS)
                            .dense(4, activation)
                            .dense(OUTPUTS, activation)
                            .init(new GlorotUniform())
                            .loss(loss, reduction)
                            .precision(precision)
                            .training(
                                    optimizer,
                                    training ->
                                            training.epochs(epochs).batchSize(2).shuffle(true))
                            .data(new DataSource.Npz("given.npz", "inputs", "targets", weights))));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }

    /** A training of one of the networks, with targets for which its loss is defined. */
    public static Experiment experiment(NetworkSpec spec) {
        Matrix targets = spec.loss() instanceof Loss.CategoricalCrossEntropy ? Y.div(Y.sum(1)) : Y;
        return Experiment.of(spec, X, targets, spec.data().isWeighted() ? Optional.of(WEIGHTS) : Optional.empty());
    }
}
