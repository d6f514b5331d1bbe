package dev.plumbline.diagnose;

import dev.plumbline.trace.Key;
import java.util.Optional;

/**
 * Which of two engines that disagree has the gradient right, as central differences of the loss tell, which need no backward
 * pass.
 *
 * @param where the two first disagree in a step from the same weights
 * @param verdict who is right
 * @param element the element of the gradient that decided it; empty where gradients do not decide
 */
public record GradientVerdict(Key where, Verdict verdict, Optional<Element> element) {

    /** Who is right. */
    public enum Verdict {
        /** The engine has the gradient right, and the reference has not. */
        ENGINE,
        /** The reference has the gradient right, and the engine has not. */
        REFERENCE,
        /** Both have: what they disagree on is not the gradient. */
        BOTH,
        /** Neither has. */
        NEITHER,
        /** The loss has no slope there, or the two are closer together than differences of the loss can tell. */
        UNDECIDED,
        /** The two disagree already in the forward pass, of which slopes of the loss say nothing. */
        FORWARD
    }

    /**
     * An element of a gradient.
     *
     * @param key which gradient
     * @param row counted from 0
     * @param column counted from 0
     * @param engine as the engine has it
     * @param reference as the reference has it
     * @param slope by central differences of the loss
     * @param uncertainty how far the slope may be off
     */
    public record Element(
            Key key, int row, int column, double engine, double reference, double slope, double uncertainty) {}
}
