package dev.plumbline.spark;

import dev.plumbline.cluster.ClusterEvaluation;
import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassCounts;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.metrics.ColumnSums;
import dev.plumbline.metrics.RegressionMetrics;
import dev.plumbline.metrics.Scores;
import dev.plumbline.model.Model;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.EvaluationSums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** All metrics of a network on held rows. What comes here are sums, counts, and the bounds of the ranks of outputs. */
final class AllScores {
    private AllScores() {}

    /** The sums of a partition. */
    private record Sums(EvaluationSums errors, ClassCounts counts, ColumnSums left, ColumnSums total)
            implements Serializable {
        Sums merge(Sums other) {
            errors.merge(other.errors);
            counts.merge(other.counts);
            left.merge(other.left);
            total.merge(other.total);
            return this;
        }
    }

    /** The outputs and the targets of a partition, row by row. */
    private record Outputs(double[] outputs, double[] targets) implements Serializable {}

    static ClusterEvaluation of(Session session, Model model, CachedRows rows) {
        RowShape shape = rows.shape();
        int examples = rows.count();
        boolean areClasses = !model.preparation().classes().isEmpty();
        Reduction reduction = model.spec().reduction();
        Broadcast<WorkerNetwork> network = session.context()
                .broadcast(new WorkerNetwork(
                        model.spec(), model.weights(), model.preparation().targets()));
        double[] means = targetMeans(session, network, rows).toRowMajor();
        JavaRDD<Outputs> outputs = rows.rows()
                .map(values -> outputs(network.value(), values, shape, examples))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Sums sums = session
                    .await(rows.rows()
                            .map(values -> sums(network.value(), values, shape, examples, means, reduction, areClasses))
                            .collectAsync())
                    .stream()
                    .reduce(Sums::merge)
                    .orElseThrow();
            RegressionMetrics numbers = RegressionMetrics.of(sums.errors().errors(), sums.left(), sums.total());
            Scores scores = areClasses
                    ? Scores.of(
                            numbers, sums.counts(), auc(session, outputs, shape.targets(), examples), shape.targets())
                    : new Scores(examples, numbers, Optional.empty(), Map.of());
            return new ClusterEvaluation(sums.errors().loss(), scores);
        } finally {
            outputs.unpersist(false);
            network.destroy();
        }
    }

    private static Matrix targetMeans(Session session, Broadcast<WorkerNetwork> network, CachedRows rows) {
        RowShape shape = rows.shape();
        return session
                .await(rows.rows()
                        .map(values -> new ColumnSums(shape.targets())
                                .add(network.value()
                                        .inTargetUnit(shape.targets(values, 0, values.length / shape.width()))))
                        .collectAsync())
                .stream()
                .reduce(ColumnSums::merge)
                .orElseThrow()
                .means();
    }

    private static Sums sums(
            WorkerNetwork network,
            double[] values,
            RowShape shape,
            int examples,
            double[] means,
            Reduction reduction,
            boolean areClasses) {
        EvaluationSums[] errors = new EvaluationSums[1];
        ClassCounts counts = new ClassCounts(areClasses ? shape.targets() : 1);
        ColumnSums left = new ColumnSums(shape.targets());
        ColumnSums total = new ColumnSums(shape.targets());
        network.evaluate(values, shape, examples, (block, penalty) -> {
            errors[0] = errors[0] == null ? new EvaluationSums(reduction, penalty) : errors[0];
            errors[0].add(block);
            if (areClasses) {
                counts.add(block.outputs(), block.targets());
            }
            left.add(block.outputs().minus(block.targets()).square());
            total.add(block.targets().minus(Matrix.row(means)).square());
        });
        return new Sums(errors[0], counts, left, total);
    }

    private static Outputs outputs(WorkerNetwork network, double[] values, RowShape shape, int examples) {
        int count = values.length / shape.width();
        double[] outputs = new double[count * shape.targets()];
        int[] at = {0};
        network.evaluate(values, shape, examples, (block, penalty) -> {
            double[] some = block.outputs().toRowMajor();
            System.arraycopy(some, 0, outputs, at[0], some.length);
            at[0] += some.length;
        });
        return new Outputs(outputs, shape.targets(values, 0, count).toRowMajor());
    }

    private static double auc(Session session, JavaRDD<Outputs> outputs, int width, int count) {
        int[] ranked = ClassificationMetrics.rankedOutputs(width);
        double sum = 0;
        for (int column : ranked) {
            int own = width == 1 ? 1 : column;
            JavaRDD<RankSums.Scored> scored = outputs.map(each -> scored(each, width, column, own));
            sum += RankSums.area(session, scored, count);
        }
        return sum / ranked.length;
    }

    private static RankSums.Scored scored(Outputs each, int width, int column, int own) {
        Matrix targets = Matrix.wrap(each.targets().length / width, width, each.targets());
        double[] inside = new double[targets.rows()];
        double[] outside = new double[targets.rows()];
        int in = 0;
        int out = 0;
        for (int row = 0; row < targets.rows(); row++) {
            double output = each.outputs()[row * width + column] + 0.0; // -0.0 equals 0.0
            if (ClassificationMetrics.classOf(targets, row) == own) {
                inside[in++] = output;
            } else {
                outside[out++] = output;
            }
        }
        return new RankSums.Scored(Arrays.copyOf(inside, in), Arrays.copyOf(outside, out));
    }
}
