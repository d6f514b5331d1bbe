package dev.plumbline.spark;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.LayerWeights;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A matrix for Java serialization, row by row; without rows it stands for none. */
record PlainMatrix(int rows, int columns, double[] values) implements Serializable {
    /** No matrix. */
    static final PlainMatrix NONE = new PlainMatrix(0, 0, new double[0]);

    static PlainMatrix of(Matrix matrix) {
        return new PlainMatrix(matrix.rows(), matrix.columns(), matrix.toRowMajor());
    }

    static ArrayList<PlainMatrix> of(List<LayerWeights> layers) {
        ArrayList<PlainMatrix> all = new ArrayList<>();
        for (LayerWeights layer : layers) {
            all.add(of(layer.weights()));
            all.add(layer.bias().map(PlainMatrix::of).orElse(NONE));
        }
        return all;
    }

    static List<LayerWeights> layers(List<PlainMatrix> all) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 2) {
            layers.add(new LayerWeights(
                    all.get(i).matrix().orElseThrow(), all.get(i + 1).matrix()));
        }
        return layers;
    }

    Optional<Matrix> matrix() {
        return rows == 0 ? Optional.empty() : Optional.of(Matrix.wrap(rows, columns, values));
    }
}
