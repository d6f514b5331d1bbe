package dev.plumbline.diagnose.findings;

import java.util.List;

/**
 * The known mistakes that a check of a training would have found, and those that it would not: each is made in the same
 * training, and compared in the same way.
 *
 * @param detected the mistakes that are found wherever the network can have them
 * @param unseen the others
 * @param steps the number of steps that were examined for a mistake that is not found
 * @param plannedSteps the number of steps of the training
 */
public record Power(List<Mistake> detected, List<Unseen> unseen, long steps, long plannedSteps) {
    public Power {
        detected = List.copyOf(detected);
        unseen = List.copyOf(unseen);
    }

    /** The number of known mistakes that the network can have. */
    public int possible() {
        return detected.size() + unseen.size();
    }

    /** The reason why a mistake is not found. */
    public enum Reason {
        /** It changes nothing in this training, such as a forgotten learning rate of 1, or the slope at 0 if no z is 0. */
        NO_EFFECT("it changes no number of this training"),
        /** It only changes tensors that are not recorded, and none that is computed from them. */
        NOT_RECORDED("it changes no recorded tensor"),
        /** The recorded tensors change by less than their bounds, or look like an equivalent convention. */
        TOO_SMALL("the recorded tensors change by less than rounding, or as an equivalent convention changes them");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The reason in a sentence, without its capital letter and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    /**
     * A mistake that is not found.
     *
     * @param layers the layers in which it is not found, counted from 1; empty if it concerns the whole network
     * @param isOfLoss whether it is only missed in the value of the loss
     * @param reason why it is not found in the first of these layers
     */
    public record Unseen(Mistake mistake, List<Integer> layers, boolean isOfLoss, Reason reason) {
        public Unseen {
            layers = List.copyOf(layers);
        }
    }
}
