package dev.plumbline.math;

/**
 * The regression of the elements of one matrix on those of another through the origin, a ≈ (1 + r)·b.
 *
 * @param excess r = Σ (a − b)·b / Σ b²; NaN where b is 0
 * @param standardError of r, from what is left: √(Σ (a − b − r·b)² / ((n − 1)·Σ b²)); 0 for a single element
 */
public record RegressionThroughOrigin(double excess, double standardError) {

    static RegressionThroughOrigin of(double[] actual, double[] expected) {
        double squares = 0;
        double along = 0;
        double differences = 0;
        for (int i = 0; i < expected.length; i++) {
            double b = expected[i];
            double difference = actual[i] - b;
            squares += b * b;
            along += difference * b;
            differences += difference * difference;
        }
        double r = along / squares;
        double rest = Math.max(0, differences / squares - r * r);
        return new RegressionThroughOrigin(r, expected.length < 2 ? 0 : Math.sqrt(rest / (expected.length - 1)));
    }
}
