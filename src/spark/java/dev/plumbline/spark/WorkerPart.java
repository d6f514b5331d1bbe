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
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
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
    private record Rows(Array inputs, Array labels, ArrayList<Array> masks) implements Serializable {}

    /** A matrix, row by row; without rows it stands for none. */
    private record Array(int rows, int columns, double[] values) implements Serializable {
        static Array of(Matrix matrix) {
            return new Array(matrix.rows(), matrix.columns(), matrix.toRowMajor());
        }

        Matrix matrix() {
            return Matrix.wrap(rows, columns, values);
        }
    }

    WorkerPart(NetworkSpec spec, List<Batch> part) {
        precision = spec.precision();
        backend = spec.backend();
        for (Batch batch : part) {
            ArrayList<Array> masks = new ArrayList<>();
            batch.masks().forEach(mask -> masks.add(mask.map(Array::of).orElse(new Array(0, 0, new double[0]))));
            batches.add(
                    new Rows(Array.of(batch.inputs()), Array.of(Dl4j.labels(batch.targets(), batch.weights())), masks));
        }
    }

    /** The batches for DL4J, in their order. */
    Iterator<DataSet> dataSets() {
        Dl4j.start(backend);
        return batches.stream().map(this::dataSet).iterator();
    }

    private DataSet dataSet(Rows rows) {
        return new MaskedDataSet(
                Dl4j.array(rows.inputs().matrix(), precision),
                Dl4j.array(rows.labels().matrix(), precision),
                rows.masks().stream()
                        .map(mask -> mask.rows() == 0
                                ? Optional.<INDArray>empty()
                                : Optional.of(Dl4j.array(mask.matrix(), precision)))
                        .toList());
    }
}
