package dev.plumbline;

import dev.plumbline.assertions.NetworkFiles;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Checkpoints;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Trainer;
import dev.plumbline.trace.ValidationSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A network with its examples, ready to be trained or checked.
 *
 * <pre>{@code
 * TrainedNetwork trained = Plumbline.read(Path.of("configs/three-layer.yaml")).train();
 * Matrix outputs = trained.predict(Matrix.row(0, 1, 1));
 * boolean same = Plumbline.read(Path.of("configs/three-layer.yaml")).check().agrees();
 * }</pre>
 *
 * <p>Nothing in it changes: two trainings of one network end with the same weights.
 */
public final class Plumbline {
    private final Experiment experiment;
    private final Optional<ValidationSet> validation;
    private final Preparation preparation;

    private Plumbline(Experiment experiment) {
        this(experiment, Optional.empty(), Preparation.none(experiment.spec().inputs()));
    }

    private Plumbline(Experiment experiment, Optional<ValidationSet> validation, Preparation preparation) {
        this.experiment = experiment;
        this.validation = validation;
        this.preparation = preparation;
    }

    /**
     * The network of a file, with the examples and the weights of the files that it names.
     *
     * @throws IllegalArgumentException with every problem of the files, each at its line
     */
    public static Plumbline read(Path file) {
        NetworkFiles.Loaded loaded = NetworkFiles.load(file, Optional.empty());
        return new Plumbline(
                loaded.experiment(),
                loaded.data().validation().map(set -> new ValidationSet(set.inputs(), set.targets(), set.weights())),
                loaded.data().preparation());
    }

    /**
     * A network whose examples are in its specification.
     *
     * @throws IllegalArgumentException if the specification names files instead
     */
    public static Plumbline of(NetworkSpec spec) {
        return new Plumbline(Experiment.of(spec));
    }

    /**
     * A network on other examples than its specification says.
     *
     * @param inputs examples × inputs
     * @param targets examples × outputs
     */
    public static Plumbline of(NetworkSpec spec, Matrix inputs, Matrix targets) {
        return new Plumbline(Experiment.of(spec, inputs, targets));
    }

    /** A network with its initial weights and batches drawn. */
    public static Plumbline of(Experiment experiment) {
        return new Plumbline(experiment);
    }

    /**
     * A network defined in code; see {@link Network}.
     *
     * @throws dev.plumbline.spec.vocabulary.InvalidSpecException with everything that is missing or wrong
     */
    public static Plumbline network(String name, Consumer<Network> definition) {
        return of(Network.define(name, definition));
    }

    /** The description of the network. */
    public NetworkSpec spec() {
        return experiment.spec();
    }

    /** The network with everything random drawn: the initial weights and the batches. */
    public Experiment experiment() {
        return experiment;
    }

    /** Trains the network on DL4J. */
    public TrainedNetwork train() {
        return train(new Trainer.Listener() {});
    }

    /** Trains the network on DL4J and reports to the listener. */
    public TrainedNetwork train(Trainer.Listener listener) {
        return train(new Dl4jEngine(), listener);
    }

    /** Trains the network on an engine, such as {@link ReferenceEngine}, and reports to the listener. */
    public TrainedNetwork train(Engine engine, Trainer.Listener listener) {
        Trainer trainer = new Trainer(engine, validation, Checkpoints.NONE);
        return new TrainedNetwork(experiment, trainer.run(experiment, listener), preparation);
    }

    /** Trains the network on DL4J and on the reference, and compares every tensor of every step. */
    public CheckResult check() {
        return check(new Check.Listener() {});
    }

    /** The same, and reports to the listener. */
    public CheckResult check(Check.Listener listener) {
        return new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment, listener);
    }

    /** The name and the layers. */
    @Override
    public String toString() {
        return NetworkSummary.line(experiment.spec());
    }
}
