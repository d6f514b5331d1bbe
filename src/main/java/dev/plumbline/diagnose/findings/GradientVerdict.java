package dev.plumbline.diagnose.findings;

import dev.plumbline.trace.Key;
import java.util.Optional;

/**
 * Which of two disagreeing engines has the correct gradient, by central differences of the loss, which need no backward
 * pass.
 *
 * @param where the first difference in a step from the same weights
 * @param verdict which one is right
 * @param element the element of the gradient that decided; empty if gradients do not decide
 */
public record GradientVerdict(Key where, Verdict verdict, Optional<Element> element) {

    public enum Verdict {
        /** The engine's gradient is correct, the reference's is not. */
        ENGINE,
        /** The reference's gradient is correct, the engine's is not. */
        REFERENCE,
        /** Both gradients are correct: the difference is elsewhere. */
        BOTH,
        /** Neither gradient is correct. */
        NEITHER,
        /** The loss is not differentiable there, or the two are too close for differences of the loss to decide. */
        UNDECIDED,
        /** The two differ already in the forward pass, which derivatives of the loss do not test. */
        FORWARD
    }

    /**
     * An element of a gradient.
     *
     * @param key the gradient
     * @param row counted from 0
     * @param column counted from 0
     * @param engine the engine's value
     * @param reference the reference's value
     * @param slope the derivative by central differences of the loss
     * @param uncertainty the uncertainty of the derivative
     */
    public record Element(
            Key key, int row, int column, double engine, double reference, double slope, double uncertainty) {}
}
