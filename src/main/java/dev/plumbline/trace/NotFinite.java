package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * The place of the first NaN or infinity of a training, in causal order. Later ones follow from it.
 *
 * @param key which tensor
 * @param row the row of the first such number
 * @param column its column
 * @param value NaN or an infinity
 */
public record NotFinite(Key key, int row, int column, double value) {

    /** The first NaN or infinity of a tensor, if there is one. */
    static Optional<NotFinite> in(Matrix tensor, Key key) {
        if (tensor.isFinite()) {
            return Optional.empty();
        }
        double[] values = tensor.toRowMajor();
        int at = 0;
        while (Double.isFinite(values[at])) {
            at++;
        }
        return Optional.of(new NotFinite(key, at / tensor.columns(), at % tensor.columns(), values[at]));
    }

    /** "step 3, layer 1, activation [0,2] is NaN". */
    @Override
    public String toString() {
        return key + " [" + row + "," + column + "] is " + value;
    }
}
