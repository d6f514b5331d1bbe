package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.compare.AveragingNetworks;
import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.spec.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementCombineFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What DL4J's own training master does, which {@link OrderedAveragingMaster} replaces. The page of Spark states the numbers;
 * a test fails on the day that DL4J gives others.
 */
class StockMasterTests {
    private static final AtomicInteger EXAMPLES = new AtomicInteger(); // in local mode all workers are in this process

    private static Session session;

    @BeforeAll
    static void connect() {
        session = Session.connect(new SparkMaster("local[2]"), "stock", false);
    }

    @AfterAll
    static void disconnect() {
        session.close();
    }

    /** Counts the examples that workers train on. */
    private record Counter() implements TrainingHook {
        @Override
        public void preUpdate(org.nd4j.linalg.dataset.api.DataSet batch, Model model) {
            EXAMPLES.addAndGet(batch.numExamples());
        }

        @Override
        public void postUpdate(org.nd4j.linalg.dataset.api.DataSet batch, Model model) {}

        @Override
        public void preUpdate(org.nd4j.linalg.dataset.api.MultiDataSet batch, Model model) {}

        @Override
        public void postUpdate(org.nd4j.linalg.dataset.api.MultiDataSet batch, Model model) {}
    }

    private static ParameterAveragingTrainingMaster.Builder master(int frequency) {
        return new ParameterAveragingTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(4)
                .averagingFrequency(frequency)
                .rddTrainingApproach(RDDTrainingApproach.Direct);
    }

    private static SparkDl4jMultiLayer fitted(Dl4jRun replica, ParameterAveragingTrainingMaster master, int examples) {
        SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(session.context(), replica.network(), master);
        Nd4j.getRandom().setSeed(1);
        List<DataSet> rows = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            rows.add(new DataSet(Nd4j.rand(DataType.DOUBLE, 1, 5), Nd4j.rand(DataType.DOUBLE, 1, 2)));
        }
        network.fit(session.context().parallelize(rows, 2));
        return network;
    }

    /** A network with plain gradient descent. */
    private static Dl4jRun replica() {
        return new Dl4jRun(AveragingNetworks.plain(AveragingNetworks.OPTIMIZERS.get(0), Precision.F64), false);
    }

    @Test
    void losesTheOptimizerStateUnlessAsked() {
        assertFalse(master(1).build().isSaveUpdater());
        states("`saveUpdater` is false by default");
    }

    @Test
    void dropsExamplesBeyondAFullRound() {
        EXAMPLES.set(0);
        fitted(replica(), master(2).trainingHooks(new Counter()).build(), 30);
        assertEquals(16, EXAMPLES.get());
        states("of 30 examples, 16 are trained on");
    }

    @Test
    void countsStepsThatNobodyTook() {
        SparkDl4jMultiLayer network = fitted(replica(), master(5).build(), 8);
        assertEquals(5, network.getNetwork().getLayerWiseConfigurations().getIterationCount());
        states("after one step of each worker, 5 steps are counted");
    }

    @Test
    void drawsThePartsOfTheWorkersAtRandom() {
        double[] first =
                fitted(replica(), master(1).build(), 29).getNetwork().params().toDoubleVector();
        for (int i = 0; i < 5; i++) {
            double[] again = fitted(replica(), master(1).build(), 29)
                    .getNetwork()
                    .params()
                    .toDoubleVector();
            if (!Arrays.equals(first, again)) {
                states("two runs of the same program give different weights");
                return;
            }
        }
        throw new AssertionError("six runs gave the same weights");
    }

    @Test
    void addsTheResultsInTheOrderInWhichTheyArrive() {
        double ofLast = sum(List.of(600, 300, 0)); // (tiny + tiny) + 1
        double ofFirst = sum(List.of(0, 300, 600)); // (1 + tiny) + tiny
        assertNotEquals(ofFirst, ofLast);
        assertEquals(1, ofFirst);
        assertEquals(1 + Math.ulp(1.0), ofLast);
        states("1 or 1.0000000000000002");
    }

    /** The sum of 1, tiny and tiny, of which each arrives after so many milliseconds. */
    private static double sum(List<Integer> delays) {
        JavaRDD<Integer> places = session.context().parallelize(List.of(0, 1, 2), 3);
        List<Integer> sleeps = new ArrayList<>(delays);
        ParameterAveragingAggregationTuple sum = places.map(place -> {
                    Thread.sleep(sleeps.get(place));
                    INDArray value = Nd4j.scalar(DataType.DOUBLE, place == 0 ? 1 : Math.ulp(1.0) / 2)
                            .reshape(1, 1);
                    return new ParameterAveragingAggregationTuple(value, null, 0, 1, null, null, null, null);
                })
                .treeAggregate(
                        null,
                        (sumSoFar, next) -> sumSoFar == null
                                ? next
                                : new ParameterAveragingElementCombineFunction().call(sumSoFar, next),
                        new ParameterAveragingElementCombineFunction(),
                        2);
        return sum.getParametersSum().getDouble(0);
    }

    private static void states(String words) {
        try {
            String page = Files.readString(Path.of("src/docs/spark.md")).replaceAll("\\s+", " ");
            assertTrue(page.contains(words), () -> "the page does not say: " + words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
