package dev.plumbline.diagnose.findings;

import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/** The part of its training that a network records, and what a comparison of that part can prove. */
public enum Evidence {
    /** The outputs of the trained network for the examples. */
    OUTPUTS(
            "final outputs only",
            "that the whole training leads to the same outputs; not that each step is right, nor where it goes wrong",
            "that something in the whole training is wrong; not in which step, and of the known mistakes only which of"
                    + " them leads to these outputs"),
    /** The weights after every step. */
    WEIGHTS(
            "weights of every step",
            "that every update is right; not that the loss is right, nor, if an update is wrong, which tensor"
                    + " before it is"
                    + " wrong",
            "in which step it first goes wrong; for the tensors between two updates, which are not recorded, only"
                    + " which mistake leads to these weights"),
    /** Some tensors of every step. */
    PARTIAL("some tensors of every step", "that the recorded tensors are right; nothing about the others", ""),
    /** Every tensor of every step. */
    FULL("every tensor of every step", "that the whole training is right, tensor by tensor", "");

    private final String description;
    private final String agreementProves;
    private final String differenceProves;

    Evidence(String description, String agreementProves, String differenceProves) {
        this.description = description;
        this.agreementProves = agreementProves;
        this.differenceProves = differenceProves;
    }

    /** Its name in a sentence. */
    public String description() {
        return description;
    }

    /** What agreement proves and does not prove: the end of a sentence that begins with "proves". */
    public String agreementProves() {
        return agreementProves;
    }

    /** What a difference proves: the end of a sentence that begins with "proves"; empty if there is nothing to add. */
    public String differenceProves() {
        return differenceProves;
    }

    /**
     * The evidence of a step.
     *
     * @param recorded the recorded tensors of the step
     * @param expected all tensors of the step
     */
    public static Evidence of(StepTrace recorded, StepTrace expected) {
        if (recorded.size() == 0) {
            return OUTPUTS;
        }
        boolean onlyWeights =
                recorded.keys().stream().allMatch(key -> key.quantity().isLearned());
        boolean allWeights = expected.keys().stream()
                .filter(key -> key.quantity().isLearned())
                .allMatch(recorded.keys()::contains);
        if (onlyWeights && allWeights) {
            return WEIGHTS;
        }
        boolean everything = expected.keys().stream()
                .filter(key -> countsAsEvidence(key.quantity()))
                .allMatch(recorded.keys()::contains);
        return everything ? FULL : PARTIAL;
    }

    /**
     * Whether full evidence needs it. The optimizer state and the updates do not count, because the weights contain
     * their effect.
     */
    public static boolean countsAsEvidence(Quantity quantity) {
        return switch (quantity) {
            case PRE_ACTIVATION, ACTIVATION, LOSS, DELTA, WEIGHT_GRADIENT, BIAS_GRADIENT, WEIGHTS, BIAS -> true;
            default -> false;
        };
    }
}
