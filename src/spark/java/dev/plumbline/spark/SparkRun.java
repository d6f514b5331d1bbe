package dev.plumbline.spark;

import dev.plumbline.dl4j.Dl4jReplica;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Training;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** A training on a cluster. A step is a round: the workers train their parts there, and their averages come back. */
final class SparkRun implements ReplayableRun {
    private final NetworkSpec spec;
    private final AveragingRounds rounds;
    private final Session session;
    private final Runnable atEnd;
    private final Dl4jReplica replica; // the averages, here
    private final OrderedAveragingMaster master;
    private final SparkDl4jMultiLayer network;

    SparkRun(Experiment experiment, AveragingRounds rounds, Session session, Runnable atEnd) {
        this.spec = experiment.spec();
        this.rounds = rounds;
        this.session = session;
        this.atEnd = atEnd;
        this.replica = new Dl4jReplica(experiment);
        Training training = spec.training();
        Distributed distributed = training.distributed().orElseThrow();
        this.master = new OrderedAveragingMaster(
                session,
                distributed.workers(),
                distributed.averagingFrequency(),
                training.batchOfWorker(),
                distributed.saveUpdater());
        this.network = new SparkDl4jMultiLayer(session.context(), replica.network(), master);
    }

    @Override
    public StepTrace step(Batch round) {
        List<WorkerPart> parts = rounds.partsOf(round).stream()
                .map(part -> new WorkerPart(spec, part))
                .toList();
        JavaRDD<DataSet> examples =
                session.context().parallelize(parts, parts.size()).flatMap(WorkerPart::dataSets);
        master.round(network, examples, Math.toIntExact(rounds.firstStepOf(round)), round.epoch());
        return state().record(round.step());
    }

    @Override
    public Optional<NotFinite> train(Batch round) {
        return step(round).firstNotFinite();
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return replica.evaluate(inputs, targets, weights);
    }

    @Override
    public TrainingState state() {
        return replica.state();
    }

    @Override
    public void restore(TrainingState state) {
        replica.restore(state);
    }

    @Override
    public void close() {
        replica.close();
        atEnd.run();
    }
}
