package dev.plumbline.compare;

import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;

/** How much a network shows of its training, and what that can prove. */
public enum Evidence {
    /** What the trained network makes of the examples. */
    OUTPUTS(
            "final outputs only",
            "that the whole training comes to the same outputs; not where it goes wrong, nor that each step is right"),
    /** The weights after every step. */
    WEIGHTS(
            "weights of every step",
            "that every update is right; not which of the tensors before it is wrong where one is not, nor that the"
                    + " loss is right"),
    /** Some tensors of every step. */
    PARTIAL("some tensors of every step", "that the tensors shown are right; nothing of those that are not"),
    /** Every tensor of every step. */
    FULL("every tensor of every step", "that the whole training is right, tensor by tensor");

    private final String description;
    private final String proves;

    Evidence(String description, String proves) {
        this.description = description;
        this.proves = proves;
    }

    /** Its name in a sentence. */
    public String description() {
        return description;
    }

    /** What agreement proves, and what it does not: the end of a sentence that begins with "proves". */
    public String proves() {
        return proves;
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
        boolean onlyWeights = shown.keys().stream()
                .allMatch(key -> key.quantity() == Quantity.WEIGHTS || key.quantity() == Quantity.BIAS);
        boolean allWeights = expected.keys().stream()
                .filter(key -> key.quantity() == Quantity.WEIGHTS || key.quantity() == Quantity.BIAS)
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
