package dev.plumbline.spark;

import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.nd4j.linalg.dataset.DataSet;

/** Where the workers of a training get their examples. */
interface ExamplesOfRun {
    /**
     * The batches of a round, a partition for each worker.
     *
     * @param parts of the workers, from the experiment
     */
    JavaRDD<DataSet> of(Batch round, List<List<Batch>> parts);

    /** Evaluates the present network on examples, as the experiment has them. */
    Evaluation evaluate(Dl4jRun network, Matrix inputs, Matrix targets, Optional<Matrix> weights);

    /** Releases what the cluster holds for this training. */
    void close();
}
