package dev.plumbline.metrics;

/**
 * How well the outputs separate one class from the others.
 *
 * @param precision of the examples that were predicted as this class, the share that belongs to it; 0 if there are none
 * @param recall of the examples that belong to this class, the share that was predicted as it; 0 if there are none
 * @param f1 2 · precision · recall / (precision + recall); 0 if both are 0
 * @param support the number of examples that belong to this class
 */
public record ClassScores(double precision, double recall, double f1, int support) {

    static ClassScores of(int correct, int predicted, int support) {
        // 2·P·R / (P + R) in whole numbers: nothing is rounded before the division.
        return new ClassScores(
                share(correct, predicted),
                share(correct, support),
                share(2L * correct, (long) predicted + support),
                support);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
