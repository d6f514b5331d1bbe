package dev.plumbline.spark;

import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.EvaluationSums;
import dev.plumbline.trace.LayerWeights;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/** The evaluation of a network on held rows: only sums come here, and the few outputs that a report shows. */
final class CachedEvaluation {
    private static final int SHOWN = 10; // rows

    private CachedEvaluation() {}

    /** The evaluation of a partition. */
    private record OfPartition(EvaluationSums sums, PlainMatrix outputs, PlainMatrix targets) implements Serializable {}

    /**
     * Evaluates a network, in the unit of the targets.
     *
     * @param targets how the targets are scaled
     * @param precision F32 for rows that an experiment of that precision has rounded
     */
    static Evaluation of(
            Session session,
            NetworkSpec spec,
            List<LayerWeights> weights,
            Optional<ColumnScaling> targets,
            CachedRows rows,
            Precision precision) {
        Broadcast<WorkerNetwork> network = session.context().broadcast(new WorkerNetwork(spec, weights, targets));
        RowShape shape = rows.shape();
        int examples = rows.count();
        Reduction reduction = spec.reduction();
        try {
            List<OfPartition> all = session.await(rows.rows()
                    .map(values ->
                            evaluated(network.value(), RowShape.rounded(values, precision), shape, examples, reduction))
                    .collectAsync());
            EvaluationSums sums = all.get(0).sums();
            all.subList(1, all.size()).forEach(each -> sums.merge(each.sums()));
            return new Evaluation(
                    all.get(0).outputs().matrix().orElseThrow(),
                    all.get(0).targets().matrix().orElseThrow(),
                    sums.loss(),
                    Optional.of(sums));
        } finally {
            network.destroy();
        }
    }

    private static OfPartition evaluated(
            WorkerNetwork network, double[] values, RowShape shape, int examples, Reduction reduction) {
        EvaluationSums[] sums = new EvaluationSums[1];
        PlainMatrix[] shown = new PlainMatrix[2];
        network.evaluate(values, shape, examples, (block, penalty) -> {
            if (sums[0] == null) {
                sums[0] = new EvaluationSums(reduction, penalty);
                shown[0] = shown(block.outputs());
                shown[1] = shown(block.targets());
            }
            sums[0].add(block);
        });
        return new OfPartition(sums[0], shown[0], shown[1]);
    }

    private static PlainMatrix shown(Matrix all) {
        return PlainMatrix.of(all.rowRange(0, Math.min(SHOWN, all.rows())));
    }
}
