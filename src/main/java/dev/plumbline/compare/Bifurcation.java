package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/**
 * A place where rounding decides the course of a training. A number is so close to a kink of a formula, such as the 0 of
 * relu, that the engine and the reference have it on different sides of the kink, although both are correct to rounding.
 * Later numbers then differ by a jump, and both sides are correct.
 *
 * <p>It is not taken on trust. The number's tensor agrees; the reference, given the engine's in the place of its own, makes
 * of it what the engine does; and given one a third of the way, it does not go a third of the way, as on a slope.
 *
 * @param lane the lane it was found in
 * @param key which tensor has the number; updated weights are those of the step before
 * @param row of the number
 * @param column of the number
 * @param actual the number, as the engine has it
 * @param expected the number, as the reference has it
 * @param decided which tensor jumps first
 * @param actualDecided what jumps, as the engine has it
 * @param expectedDecided what jumps, as the reference has it
 * @param kinkOf the word of what has the kink, such as {@code relu}
 */
public record Bifurcation(
        Lane lane,
        Key key,
        int row,
        int column,
        double actual,
        double expected,
        Key decided,
        double actualDecided,
        double expectedDecided,
        String kinkOf) {}
