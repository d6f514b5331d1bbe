package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network of DL4J that is trained elsewhere, such as on a cluster: its state can be read and replaced here. It has the
 * initial weights of its experiment, and nothing observes its layers, so it can be serialized.
 */
public final class Dl4jReplica implements AutoCloseable {
    private final Dl4jRun run;

    /** The network of an experiment, before its training. */
    public Dl4jReplica(Experiment experiment) {
        QuietLogging.prepare();
        run = new Dl4jRun(experiment, false);
    }

    /** DL4J's network; changes of its parameters and of its updater's state are seen here. */
    public MultiLayerNetwork network() {
        return run.network();
    }

    /** The present weights and optimizer state. */
    public TrainingState state() {
        return run.state();
    }

    /** Replaces the weights and the optimizer state. */
    public void restore(TrainingState state) {
        run.restore(state);
    }

    /** The outputs and the loss for these examples; see {@link dev.plumbline.trace.Run#evaluate}. */
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return run.evaluate(inputs, targets, weights);
    }

    /** The part of a loss that does not depend on the examples. */
    public double penalties() {
        return run.penalties();
    }

    @Override
    public void close() {
        run.close();
    }
}
