package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/**
 * A number so close to a kink of a formula, such as the 0 of relu, that rounding decides on which side it lies. The
 * engine and the reference have it on different sides, and both are correct to rounding. Later numbers then differ by a
 * jump.
 *
 * <p>Three conditions are verified. The number's tensor agrees. If the reference takes a step with the engine's tensor
 * in place of its own, it gives the engine's result. And if the number moves only a third of the way, the result does
 * not move a third of the way, as it does on a slope.
 *
 * <p>Or both numbers are exactly 0, on the kink itself, and the two take different slopes, which are both right.
 *
 * @param lane the lane in which it was found
 * @param key the tensor with the number; updated weights are those of the step before
 * @param row the row of the number
 * @param column the column of the number
 * @param actual the engine's number
 * @param expected the reference's number
 * @param decided the first tensor that jumps
 * @param actualDecided the jumping number in the engine
 * @param expectedDecided the jumping number in the reference
 * @param kinkOf the word whose formula has the kink, such as {@code relu}
 */
public record Bifurcation(
        ComparisonMode lane,
        Key key,
        int row,
        int column,
        double actual,
        double expected,
        Key decided,
        double actualDecided,
        double expectedDecided,
        String kinkOf) {

    /** Whether the kink lies between the two numbers; if not, both lie on it. */
    public boolean isBetween() {
        return actual != expected;
    }
}
