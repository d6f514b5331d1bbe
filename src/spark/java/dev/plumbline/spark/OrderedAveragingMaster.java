package dev.plumbline.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementAddFunction;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementCombineFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's training master, one round at a time. The workers, what they do and how two results are added are DL4J's. This class
 * replaces what makes DL4J's result depend on chance or on the cluster:
 *
 * <ul>
 *   <li>It gets the parts of the workers as the partitions of the data and leaves them as they are. DL4J draws the examples
 *       of a split at random, and so the partition of those that do not fit.
 *   <li>It adds the results in the order of the workers. DL4J adds them in the order in which they arrive, and so the last
 *       bits of a sum of three or more change from run to run.
 *   <li>It sets the number of the step before each round. DL4J adds {@code averagingFrequency} after each, also where the
 *       workers took fewer steps, which Adam's correction of the bias and schedules of the learning rate depend on.
 *   <li>It releases the broadcast weights of a round after it.
 * </ul>
 */
final class OrderedAveragingMaster extends ParameterAveragingTrainingMaster {
    private final Session session;
    private @Nullable Broadcast<NetBroadcastTuple> broadcast;

    /**
     * A master.
     *
     * @param session where its jobs run
     * @param batchSize of a worker
     */
    OrderedAveragingMaster(Session session, int workers, int averagingFrequency, int batchSize, boolean saveUpdater) {
        super(new Builder(workers, batchSize)
                .averagingFrequency(averagingFrequency)
                .batchSizePerWorker(batchSize)
                .saveUpdater(saveUpdater)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .repartionData(Repartition.Never)
                .trainingHooks(new MaskHook()));
        this.session = session;
    }

    /**
     * Trains the network for one round.
     *
     * @param parts a partition for each worker, with its batches in their order
     * @param step the number of steps that each worker took before
     * @param epoch counted from 0
     */
    void round(SparkDl4jMultiLayer network, JavaRDD<DataSet> parts, int step, int epoch) {
        MultiLayerConfiguration configuration = network.getNetwork().getLayerWiseConfigurations();
        configuration.setIterationCount(step);
        configuration.setEpochCount(epoch);
        try {
            doIteration(network, parts, 1, 1);
        } finally {
            if (broadcast != null) {
                broadcast.destroy();
                broadcast = null;
            }
        }
    }

    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
        MultiLayerNetwork net = network.getNetwork();
        Broadcast<NetBroadcastTuple> sent = network.getSparkContext()
                .broadcast(new NetBroadcastTuple(
                        net.getLayerWiseConfigurations(),
                        net.params(),
                        net.getUpdater().getStateViewArray()));
        broadcast = sent;
        WorkerConfiguration configuration =
                new WorkerConfiguration(false, batchSizePerWorker, batchSizePerWorker, averagingFrequency, 0, false);
        return new ParameterAveragingTrainingWorker(sent, saveUpdater, configuration, trainingHookList, null, null);
    }

    @Override
    protected void processResults(
            @Nullable SparkDl4jMultiLayer network,
            @Nullable SparkComputationGraph graph,
            JavaRDD<ParameterAveragingTrainingResult> results,
            int split,
            int splits) {
        if (network == null) {
            throw new IllegalStateException("only networks of layers are trained here");
        }
        List<ParameterAveragingAggregationTuple> inOrder = session.await(
                results.map(OrderedAveragingMaster::alone).collectAsync()); // a result itself cannot be serialized
        ParameterAveragingAggregationTuple sum = sum(inOrder);
        MultiLayerNetwork net = network.getNetwork();
        net.setParameters(sum.getParametersSum().divi(inOrder.size()));
        INDArray state = sum.getUpdaterStateSum(); // null if no updater has one, or if it is not wanted
        if (state != null) {
            net.getUpdater().setStateViewArray(null, state.divi(inOrder.size()), false);
        }
        network.setScore(sum.getScoreSum() / inOrder.size());
    }

    /** The sum of one result. */
    private static ParameterAveragingAggregationTuple alone(ParameterAveragingTrainingResult result) throws Exception {
        return new ParameterAveragingElementAddFunction().call(null, result);
    }

    private static ParameterAveragingAggregationTuple sum(List<ParameterAveragingAggregationTuple> inOrder) {
        ParameterAveragingElementCombineFunction add = new ParameterAveragingElementCombineFunction();
        ParameterAveragingAggregationTuple sum = inOrder.get(0);
        try {
            for (ParameterAveragingAggregationTuple each : inOrder.subList(1, inOrder.size())) {
                sum = add.call(sum, each);
            }
        } catch (Exception e) { // which the method declares and does not throw
            throw new IllegalStateException(e);
        }
        return sum;
    }
}
