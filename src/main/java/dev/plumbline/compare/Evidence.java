package dev.plumbline.compare;

import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/** How much of its training a network shows, and what that can prove. */
public enum Evidence {
    /** The outputs of the trained network for the examples. */
    OUTPUTS(
            "final outputs only",
            "that the whole training comes to the same outputs; not where it goes wrong, nor that each step is right",
            "that something in the whole training is wrong; not in which step, and of the mistakes only which of them"
                    + " comes to these outputs"),
    /** The weights after every step. */
    WEIGHTS(
            "weights of every step",
            "that every update is right; not which of the tensors before it is wrong where one is not, nor that the"
                    + " loss is right",
            "in which step it first goes wrong; of the tensors between two updates, which show nothing of their own,"
                    + " only which mistake comes to these weights"),
    /** Some tensors of every step. */
    PARTIAL("some tensors of every step", "that the tensors shown are right; nothing of those that are not", ""),
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

    /** What agreement agreementProves, and what it does not: the end of a sentence that begins with "agreementProves". */
    public String agreementProves() {
        return agreementProves;
    }

    /** The same of what is found to be wrong; empty where nothing needs to be said. */
    public String differenceProves() {
        return differenceProves;
    }

    /**
     * The evidence that a step gives.
     *
     * @param shown what a network shows of it
     * @param expected every tensor that there is of it
     */
    public static Evidence of(StepTrace shown, StepTrace expected) {
        if (shown.size() == 0) {
            return OUTPUTS;
        }
        boolean onlyWeights =
                shown.keys().stream().allMatch(key -> key.quantity().isLearned());
        boolean allWeights = expected.keys().stream()
                .filter(key -> key.quantity().isLearned())
                .allMatch(shown.keys()::contains);
        if (onlyWeights && allWeights) {
            return WEIGHTS;
        }
        boolean everything = expected.keys().stream()
                .filter(key -> isOfTheNetwork(key.quantity()))
                .allMatch(shown.keys()::contains);
        return everything ? FULL : PARTIAL;
    }

    /** What the optimizer remembers, and what it makes of it before it is subtracted, shows in the weights. */
    private static boolean isOfTheNetwork(Quantity quantity) {
        return switch (quantity) {
            case PRE_ACTIVATION, ACTIVATION, LOSS, DELTA, WEIGHT_GRADIENT, BIAS_GRADIENT, WEIGHTS, BIAS -> true;
            default -> false;
        };
    }
}
