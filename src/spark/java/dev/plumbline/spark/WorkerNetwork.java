package dev.plumbline.spark;

import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.EvaluationSums;
import dev.plumbline.trace.LayerWeights;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network with its weights that goes to the workers and evaluates rows there, in the unit of the targets. */
final class WorkerNetwork implements Serializable {
    private static final long serialVersionUID = 1;

    private final NetworkText network;
    private final ArrayList<PlainMatrix> weights;
    private final @Nullable ColumnScaling targets;

    /** @param targets how the targets are scaled */
    WorkerNetwork(NetworkSpec spec, List<LayerWeights> weights, Optional<ColumnScaling> targets) {
        network = new NetworkText(spec);
        this.weights = PlainMatrix.of(weights);
        this.targets = targets.orElse(null); // Optional cannot be serialized
    }

    NetworkSpec spec() {
        return network.spec();
    }

    List<LayerWeights> weights() {
        return PlainMatrix.layers(weights);
    }

    /** Outputs or targets in the unit of the targets. */
    Matrix inTargetUnit(Matrix scaled) {
        return targets == null ? scaled : targets.undo(scaled);
    }

    /** Receives the evaluation of a block. */
    interface Block {
        void accept(Evaluation block, double penalty);
    }

    /**
     * Evaluates the rows of a partition in blocks of {@link EvaluationSums#BLOCK}, in their order.
     *
     * @param examples the number of all rows, of this partition and others
     */
    void evaluate(double[] rows, RowShape shape, long examples, Block each) {
        NetworkSpec spec = spec();
        Model model = new Model(spec, weights(), Preparation.none(spec.inputs()));
        int count = rows.length / shape.width();
        Optional<Dl4jRun> replica = Optional.empty();
        for (int from = 0; from < count; from += EvaluationSums.BLOCK) {
            int to = Math.min(count, from + EvaluationSums.BLOCK);
            Matrix inputs = shape.inputs(rows, from, to);
            Matrix answers = shape.targets(rows, from, to);
            Optional<Matrix> exampleWeights = shape.weights(rows, from, to);
            Dl4jRun here =
                    replica.orElseGet(() -> new Dl4jRun(model.experiment(inputs, answers, exampleWeights), false));
            replica = Optional.of(here);
            Evaluation block = here.evaluateBlock(inputs, answers, exampleWeights, examples);
            each.accept(
                    new Evaluation(inTargetUnit(block.outputs()), inTargetUnit(block.targets()), block.loss()),
                    here.penalties(examples));
        }
        replica.ifPresent(Dl4jRun::close);
    }
}
