package dev.plumbline.spark;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import scala.runtime.AbstractFunction1;

/**
 * Examples that the machines of the cluster hold. Before an epoch, they exchange rows, so that each worker has its rows in the
 * order of the epoch; then a round sends nothing but the weights, and the dropout masks, which are drawn here.
 */
final class HeldExamplesOfRun implements ExamplesOfRun {
    private final Session session;
    private final Experiment experiment;
    private final CachedRows training;
    private final Optional<CachedRows> validation;
    private final Optional<ColumnScaling> targetScaling;
    private final EpochLayout layout;
    private final int roundsPerEpoch;
    private final Iterator<int[]> orders;
    private int nextOrder; // the epoch whose order comes next
    private int epoch = -1; // the epoch whose rows are arranged
    private @Nullable JavaRDD<double[]> arranged;
    private @Nullable Broadcast<int[]> positions;

    HeldExamplesOfRun(
            Session session,
            Experiment experiment,
            AveragingRounds rounds,
            CachedRows training,
            Optional<CachedRows> validation,
            Optional<ColumnScaling> targetScaling) {
        this.session = session;
        this.experiment = experiment;
        this.training = training;
        this.validation = validation;
        this.targetScaling = targetScaling;
        int examples = training.count();
        this.layout = new EpochLayout(
                rounds,
                examples,
                experiment.spec().training().examplesOfStep(examples),
                session.rowsTogether(training.shape().width()));
        this.roundsPerEpoch = experiment.stepsPerEpoch();
        this.orders = experiment.orders().iterator();
    }

    @Override
    public JavaRDD<DataSet> of(Batch round, List<List<Batch>> parts) {
        arrange(round.epoch());
        int number = (int) (round.step() % roundsPerEpoch);
        int first = layout.firstPartition(number);
        JavaRDD<double[]> ofRound = partitions(first, first + parts.size());
        RoundPart part = new RoundPart(
                training.shape(),
                experiment.spec().precision(),
                experiment.spec().backend(),
                parts.stream()
                        .map(each -> each.stream().mapToInt(Batch::size).toArray())
                        .toList(),
                parts.stream()
                        .map(each -> new ArrayList<>(
                                each.stream().map(WorkerPart::masks).toList()))
                        .toList());
        EpochLayout places = layout;
        return ofRound.mapPartitionsWithIndex(
                (worker, rows) -> part.dataSets(worker, rows.next(), places.placeOf(number, worker)), true);
    }

    /** The batches of the workers in a round, but for their rows. */
    private static final class RoundPart implements Serializable {
        private static final long serialVersionUID = 1;
        private final RowShape shape;
        private final Precision precision;
        private final Backend backend;
        private final ArrayList<int[]> sizes; // of the batches of each worker
        private final ArrayList<ArrayList<ArrayList<PlainMatrix>>> masks; // of each batch of each worker, by layer

        RoundPart(
                RowShape shape,
                Precision precision,
                Backend backend,
                List<int[]> sizes,
                List<ArrayList<ArrayList<PlainMatrix>>> masks) {
            this.shape = shape;
            this.precision = precision;
            this.backend = backend;
            this.sizes = new ArrayList<>(sizes);
            this.masks = new ArrayList<>(masks);
        }

        Iterator<DataSet> dataSets(int worker, double[] rows, int place) {
            Dl4j.start(backend);
            List<DataSet> batches = new ArrayList<>();
            int from = place;
            for (int i = 0; i < sizes.get(worker).length; i++) {
                int to = from + sizes.get(worker)[i];
                Matrix labels = Dl4j.labels(shape.targets(rows, from, to), shape.weights(rows, from, to));
                batches.add(WorkerPart.dataSet(
                        shape.inputs(rows, from, to), labels, masks.get(worker).get(i), precision));
                from = to;
            }
            return batches.iterator();
        }
    }

    private JavaRDD<double[]> partitions(int from, int to) {
        JavaRDD<double[]> all = Objects.requireNonNull(arranged);
        return JavaRDD.fromRDD(PartitionPruningRDD.create(all.rdd(), new Between(from, to)), all.classTag());
    }

    /** Whether a partition is one of these. */
    private static final class Between extends AbstractFunction1<Object, Object> implements Serializable {
        private static final long serialVersionUID = 1;
        private final int from;
        private final int to;

        Between(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Object apply(Object partition) {
            return (Integer) partition >= from && (Integer) partition < to;
        }
    }

    /** Brings the rows into the order of an epoch. Without shuffling, all epochs have the same. */
    private void arrange(int wanted) {
        boolean isArranged = arranged != null
                && (epoch == wanted || !experiment.spec().training().shuffle());
        if (isArranged) {
            return;
        }
        int[] order = orders.next();
        for (nextOrder++; nextOrder <= wanted; nextOrder++) {
            order = orders.next();
        }
        int[] inverse = new int[order.length];
        for (int position = 0; position < order.length; position++) {
            inverse[order[position]] = position;
        }
        close();
        Broadcast<int[]> sent = session.context().broadcast(inverse);
        JavaRDD<double[]> rows = Arrangement.of(
                        training.numbered(), training.shape().width(), layout, sent)
                .persist(StorageLevel.MEMORY_AND_DISK());
        positions = sent;
        arranged = rows;
        epoch = wanted;
        CachedRows.materialize(session, rows);
    }

    @Override
    public Evaluation evaluate(Dl4jRun network, Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        boolean isValidation = inputs.get(0, 0) >= training.count();
        NetworkSpec spec = experiment.spec();
        return CachedEvaluation.of(
                session,
                spec,
                network.state().weights(),
                targetScaling,
                isValidation ? validation.orElseThrow() : training,
                isValidation ? Precision.F64 : spec.precision());
    }

    @Override
    public void close() {
        if (arranged != null) {
            arranged.unpersist(false);
            arranged = null;
        }
        if (positions != null) {
            positions.destroy();
            positions = null;
        }
    }
}
