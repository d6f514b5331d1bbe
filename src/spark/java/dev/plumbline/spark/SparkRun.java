package dev.plumbline.spark;

import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Training;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** A training on a cluster. A step is a round: the workers train their parts there, and their averages come back. */
final class SparkRun implements ReplayableRun {
    private final AveragingRounds rounds;
    private final ExamplesOfRun examples;
    private final Runnable atEnd;
    private final Dl4jRun replica; // the averages, here
    private final OrderedAveragingMaster master;
    private final SparkDl4jMultiLayer network;

    /** A training whose rounds are sent from here. */
    SparkRun(Experiment experiment, AveragingRounds rounds, Session session, Runnable atEnd) {
        this(experiment, rounds, session, new SentExamples(session, experiment.spec()), atEnd);
    }

    SparkRun(Experiment experiment, AveragingRounds rounds, Session session, ExamplesOfRun examples, Runnable atEnd) {
        this.examples = examples;
        this.rounds = rounds;
        this.atEnd = atEnd;
        this.replica = new Dl4jRun(experiment, false);
        Training training = experiment.spec().training();
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
        JavaRDD<DataSet> parts = examples.of(round, rounds.partsOf(round));
        master.round(network, parts, Math.toIntExact(rounds.firstStepOf(round)), round.epoch());
        return state().record(round.step());
    }

    @Override
    public Optional<NotFinite> train(Batch round) {
        return step(round).firstNotFinite();
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return examples.evaluate(replica, inputs, targets, weights);
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
        examples.close();
        atEnd.run();
    }
}
