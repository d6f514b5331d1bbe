package dev.plumbline.spark;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.dataset.DataSet;

/** What a worker gets of a round: its batches, as plain arrays, since ND4J must not start before it is prepared. */
final class WorkerPart implements Serializable {
    private static final long serialVersionUID = 1;

    private final Precision precision;
    private final Backend backend;
    private final ArrayList<Rows> batches = new ArrayList<>();

    /**
     * The arrays of a batch.
     *
     * @param labels the targets, with the weights of the examples if they have some
     * @param masks for each layer its dropout mask, or none
     */
    private record Rows(PlainMatrix inputs, PlainMatrix labels, ArrayList<PlainMatrix> masks) implements Serializable {}

    WorkerPart(NetworkSpec spec, List<Batch> part) {
        precision = spec.precision();
        backend = spec.backend();
        for (Batch batch : part) {
            batches.add(new Rows(
                    PlainMatrix.of(batch.inputs()),
                    PlainMatrix.of(Dl4j.labels(batch.targets(), batch.weights())),
                    masks(batch)));
        }
    }

    /** The batches for DL4J, in their order. */
    Iterator<DataSet> dataSets() {
        Dl4j.start(backend);
        return batches.stream().map(this::dataSet).iterator();
    }

    private DataSet dataSet(Rows rows) {
        return dataSet(
                rows.inputs().matrix().orElseThrow(), rows.labels().matrix().orElseThrow(), rows.masks(), precision);
    }

    /** The masks of a batch, by layer. */
    static ArrayList<PlainMatrix> masks(Batch batch) {
        ArrayList<PlainMatrix> masks = new ArrayList<>();
        batch.masks().forEach(mask -> masks.add(mask.map(PlainMatrix::of).orElse(PlainMatrix.NONE)));
        return masks;
    }

    /** A batch for DL4J; ND4J must have been started. */
    static DataSet dataSet(Matrix inputs, Matrix labels, List<PlainMatrix> masks, Precision precision) {
        return new MaskedDataSet(
                Dl4j.array(inputs, precision),
                Dl4j.array(labels, precision),
                masks.stream()
                        .map(mask -> mask.matrix().map(each -> Dl4j.array(each, precision)))
                        .toList());
    }
}
