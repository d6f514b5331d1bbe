package dev.plumbline.math;

/**
 * The difference of two matrices of the same shape, element by element. Each element has its own bound: |a − b| ≤
 * factor · scale. An element whose scale is not finite is within its bound only if a = b.
 *
 * @param beyond the number of elements beyond their bounds, NaN included
 * @param row the row of the element with the largest |a − b| relative to its scale
 * @param column the column of that element
 */
public record ElementDifference(long beyond, int row, int column) {

    /** Compares two matrices with this number of columns, in row-major order. */
    static ElementDifference of(double[] actual, double[] expected, double[] scales, double factor, int columns) {
        long beyond = 0;
        double worst = 0; // |a − b| relative to the scale
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            double scale = Math.abs(scales[i]);
            if (difference <= Math.min(worst, factor) * scale && scale <= Double.MAX_VALUE) {
                continue; // the usual case: within the bound, and not the largest so far
            }
            if (difference != 0 && !(difference <= factor * scale && scale <= Double.MAX_VALUE)) {
                beyond++;
                if (!(scale <= Double.MAX_VALUE) || Double.isNaN(difference)) {
                    at = worst < Double.POSITIVE_INFINITY ? i : at;
                    worst = Double.POSITIVE_INFINITY;
                }
            }
            if (difference > worst * scale) { // multiplies, because a division takes several times as long
                worst = difference / scale;
                at = i;
            }
        }
        return new ElementDifference(beyond, at / columns, at % columns);
    }
}
