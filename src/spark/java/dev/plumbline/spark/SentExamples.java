package dev.plumbline.spark;

import dev.plumbline.dl4j.run.Dl4jRun;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.nd4j.linalg.dataset.DataSet;

/** Examples that are here: those of a round are sent with it. */
record SentExamples(Session session, NetworkSpec spec) implements ExamplesOfRun {
    @Override
    public JavaRDD<DataSet> of(Batch round, List<List<Batch>> parts) {
        List<WorkerPart> sent =
                parts.stream().map(part -> new WorkerPart(spec, part)).toList();
        return session.context().parallelize(sent, sent.size()).flatMap(WorkerPart::dataSets);
    }

    @Override
    public Evaluation evaluate(Dl4jRun network, Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        return network.evaluate(inputs, targets, weights);
    }

    @Override
    public void close() {}
}
