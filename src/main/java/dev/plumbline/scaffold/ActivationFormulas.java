package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import java.util.Optional;

/**
 * The elementwise activations that are short enough for a scaffold, forward and backward together. Softmax, a function
 * of whole rows, and the other activations have no formula here.
 */
record ActivationFormulas(Language in) implements Activation.Cases<Optional<ActivationFormula>> {
    /** The words with formulas, and softmax. */
    static final String WORDS = "identity, sigmoid, tanh, relu, leaky_relu, relu6, elu, softplus, softsign, hard_tanh,"
            + " swish, cube, rectified_tanh, thresholded_relu, softmax";

    /** The formulas of a word, if it has any. */
    static Optional<ActivationFormula> of(Activation activation, Language language) {
        return activation.match(new ActivationFormulas(language));
    }

    private static Optional<ActivationFormula> some(String name, String forward, String slope) {
        return Optional.of(new ActivationFormula(name, forward, slope));
    }

    @Override
    public Optional<ActivationFormula> identity() {
        return some("identity", "z", "1");
    }

    @Override
    public Optional<ActivationFormula> sigmoid() {
        return some("sigmoid", logistic("-z"), "a * (1 - a)");
    }

    private String logistic(String minusZ) {
        return "1 / (1 + " + in.call("exp", minusZ) + ")";
    }

    @Override
    public Optional<ActivationFormula> tanh() {
        return some("tanh", in.call("tanh", "z"), "(1 - " + in.square("a") + ")");
    }

    @Override
    public Optional<ActivationFormula> relu() {
        return some("relu", in.call("max", "0.0", "z"), in.where("z > 0", "1.0", "0.0"));
    }

    @Override
    public Optional<ActivationFormula> leakyRelu(double alpha) {
        String below = String.valueOf((double) (float) alpha); // as in DL4J and the reference
        return some("leakyRelu", in.where("z >= 0", "z", below + " * z"), in.where("z >= 0", "1.0", below));
    }

    @Override
    public Optional<ActivationFormula> relu6() {
        String inside = in.both("z > 0", "z < 6");
        return some("relu6", in.call("min", in.call("max", "0.0", "z"), "6.0"), in.where(inside, "1.0", "0.0"));
    }

    @Override
    public Optional<ActivationFormula> elu() {
        return some(
                "elu", in.where("z >= 0", "z", in.call("expm1", "z")), in.where("z >= 0", "1.0", in.call("exp", "z")));
    }

    @Override
    public Optional<ActivationFormula> selu() {
        return Optional.empty();
    }

    @Override
    public Optional<ActivationFormula> softplus() {
        String minusAbs = "-" + in.call("abs", "z");
        return some(
                "softplus",
                in.call("max", "0.0", "z") + " + " + in.call("log1p", in.call("exp", minusAbs)),
                "(" + logistic("-z") + ")");
    }

    @Override
    public Optional<ActivationFormula> softsign() {
        String one = "(1 + " + in.call("abs", "z") + ")";
        return some("softsign", "z / " + one, "(1 / (" + in.square(one) + "))");
    }

    @Override
    public Optional<ActivationFormula> hardSigmoid() {
        return Optional.empty();
    }

    @Override
    public Optional<ActivationFormula> hardTanh() {
        String inside = in.both("z >= -1", "z <= 1");
        return some("hardTanh", in.call("min", in.call("max", "-1.0", "z"), "1.0"), in.where(inside, "1.0", "0.0"));
    }

    @Override
    public Optional<ActivationFormula> swish() {
        return some(
                "swish",
                "z / (1 + " + in.call("exp", "-z") + ")",
                "(" + logistic("-z") + ") * (1 + z * (" + logistic("z") + "))");
    }

    @Override
    public Optional<ActivationFormula> mish() {
        return Optional.empty();
    }

    @Override
    public Optional<ActivationFormula> gelu() {
        return Optional.empty();
    }

    @Override
    public Optional<ActivationFormula> cube() {
        return some("cube", "z * z * z", "3 * z * z");
    }

    @Override
    public Optional<ActivationFormula> rationalTanh() {
        return Optional.empty();
    }

    @Override
    public Optional<ActivationFormula> rectifiedTanh() {
        return some(
                "rectifiedTanh",
                in.call("max", "0.0", in.call("tanh", "z")),
                in.where("z > 0", "1 - " + in.square("a"), "0.0"));
    }

    @Override
    public Optional<ActivationFormula> thresholdedRelu(double theta) {
        String above = "z > " + theta;
        return some("thresholdedRelu", in.where(above, "z", "0.0"), in.where(above, "1.0", "0.0"));
    }

    @Override
    public Optional<ActivationFormula> softmax() {
        return Optional.empty();
    }
}
