package dev.plumbline.math;

/**
 * How one matrix differs from another of the same shape, element by element, each held against a bound of its own:
 * |a − b| ≤ factor · scale, with a scale for each element. A scale that is not finite allows nothing.
 *
 * @param beyond how many elements are beyond their bounds; a NaN is
 * @param row the row of the element whose |a − b| is largest relative to its scale
 * @param column the column of it
 */
public record ElementDifference(long beyond, int row, int column) {

    /** Compares two matrices of so many columns, row after row. */
    static ElementDifference of(double[] actual, double[] expected, double[] scales, double factor, int columns) {
        long beyond = 0;
        double worst = 0; // |a − b| relative to the scale
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            double scale = Math.abs(scales[i]);
            if (difference <= Math.min(worst, factor) * scale && scale <= Double.MAX_VALUE) {
                continue; // as most are: no further off than another one, and within the bound
            }
            if (difference != 0 && !(difference <= factor * scale && scale <= Double.MAX_VALUE)) {
                beyond++;
                if (!(scale <= Double.MAX_VALUE) || Double.isNaN(difference)) {
                    at = worst < Double.POSITIVE_INFINITY ? i : at;
                    worst = Double.POSITIVE_INFINITY;
                }
            }
            if (difference > worst * scale) { // a multiplication, as a division takes several times as long
                worst = difference / scale;
                at = i;
            }
        }
        return new ElementDifference(beyond, at / columns, at % columns);
    }
}
