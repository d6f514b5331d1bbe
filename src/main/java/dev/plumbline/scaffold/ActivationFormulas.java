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
            + " swish, cube, rectified_tanh, thresholded_relu, selu, hard_sigmoid, mish, gelu, rational_tanh, softmax";

    /** The formulas of a word, if it has any. */
    static Optional<ActivationFormula> of(Activation activation, Language language) {
        return activation.match(new ActivationFormulas(language));
    }

    /** Formulas whose slope needs no z. */
    private static Optional<ActivationFormula> some(String name, String forward, String slope) {
        return some(name, forward, slope, slope);
    }

    private static Optional<ActivationFormula> some(String name, String forward, String slope, String slopeOfA) {
        return Optional.of(new ActivationFormula(name, forward, slope, slopeOfA));
    }

    /** A slope with a in place of z, where both have the same sign. */
    private static String ofA(String slope) {
        return slope.replace("z ", "a ");
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
        String slope = in.where("z > 0", "1.0", "0.0");
        return some("relu", in.call("max", "0.0", "z"), slope, ofA(slope));
    }

    @Override
    public Optional<ActivationFormula> leakyRelu(double alpha) {
        String below = String.valueOf((double) (float) alpha); // as in DL4J and the reference
        String slope = in.where("z >= 0", "1.0", below);
        return some("leakyRelu", in.where("z >= 0", "z", below + " * z"), slope, ofA(slope));
    }

    @Override
    public Optional<ActivationFormula> relu6() {
        String slope = in.where(in.both("z > 0", "z < 6"), "1.0", "0.0");
        return some("relu6", in.call("min", in.call("max", "0.0", "z"), "6.0"), slope, ofA(slope));
    }

    @Override
    public Optional<ActivationFormula> elu() {
        return some(
                "elu",
                in.where("z >= 0", "z", in.call("expm1", "z")),
                in.where("z >= 0", "1.0", in.call("exp", "z")),
                in.where("a >= 0", "1.0", "a + 1"));
    }

    @Override
    public Optional<ActivationFormula> selu() {
        double lambda = 1.0507009873554805;
        String product = lambda + " * 1.6732632423543772";
        return some(
                "selu",
                in.where("z > 0", lambda + " * z", product + " * " + in.call("expm1", "z")),
                in.where("z > 0", String.valueOf(lambda), product + " * " + in.call("exp", "z")),
                in.where("a > 0", String.valueOf(lambda), "a + " + product));
    }

    @Override
    public Optional<ActivationFormula> softplus() {
        String minusAbs = "-" + in.call("abs", "z");
        return some(
                "softplus",
                in.call("max", "0.0", "z") + " + " + in.call("log1p", in.call("exp", minusAbs)),
                "(" + logistic("-z") + ")",
                "(1 - " + in.call("exp", "-a") + ")");
    }

    @Override
    public Optional<ActivationFormula> softsign() {
        String one = "(1 + " + in.call("abs", "z") + ")";
        String ofA = "(1 - " + in.call("abs", "a") + ")";
        return some("softsign", "z / " + one, "(1 / (" + in.square(one) + "))", "(" + in.square(ofA) + ")");
    }

    @Override
    public Optional<ActivationFormula> hardSigmoid() {
        String slope = String.valueOf((double) 0.2f); // as in DL4J and the reference
        return some(
                "hardSigmoid",
                in.call("min", in.call("max", "0.0", slope + " * z + 0.5"), "1.0"),
                in.where(in.both("z >= -2.5", "z <= 2.5"), slope, "0.0"),
                "");
    }

    @Override
    public Optional<ActivationFormula> hardTanh() {
        String inside = in.both("z >= -1", "z <= 1");
        return some("hardTanh", in.call("min", in.call("max", "-1.0", "z"), "1.0"), in.where(inside, "1.0", "0.0"), "");
    }

    @Override
    public Optional<ActivationFormula> swish() {
        return some(
                "swish",
                "z / (1 + " + in.call("exp", "-z") + ")",
                "(" + logistic("-z") + ") * (1 + z * (" + logistic("z") + "))",
                "");
    }

    @Override
    public Optional<ActivationFormula> mish() {
        String softplus =
                in.call("max", "0.0", "z") + " + " + in.call("log1p", in.call("exp", "-" + in.call("abs", "z")));
        String tanh = in.call("tanh", softplus);
        return some(
                "mish",
                "z * " + tanh,
                "(" + tanh + " + z * (1 - " + in.square(tanh) + ") / (1 + " + in.call("exp", "-z") + "))",
                "");
    }

    @Override
    public Optional<ActivationFormula> gelu() {
        String c = String.valueOf((double) 1.702f); // as in DL4J and the reference
        String down = "(" + logistic("-" + c + " * z") + ")";
        return some(
                "gelu",
                "z / (1 + " + in.call("exp", "-" + c + " * z") + ")",
                down + " * (1 + " + c + " * z * (" + logistic(c + " * z") + "))",
                "");
    }

    @Override
    public Optional<ActivationFormula> cube() {
        return some("cube", "z * z * z", "3 * z * z", "");
    }

    @Override
    public Optional<ActivationFormula> rationalTanh() {
        String scale = String.valueOf((double) 1.7159f); // as in DL4J and the reference
        String c = String.valueOf((double) 1.41645f);
        String x = in.call("abs", "2 * z / 3");
        String divisor =
                "(1 + " + x + " + " + in.square(x) + " + " + c + " * " + in.square(x) + " * " + in.square(x) + ")";
        return some(
                "rationalTanh",
                scale + " * " + in.call("sign", "z") + " * (1 - 1 / " + divisor + ")",
                scale + " * 2 / 3 * (1 + 2 * " + x + " + 4 * " + c + " * " + x + " * " + in.square(x) + ") / ("
                        + in.square(divisor) + ")",
                "");
    }

    @Override
    public Optional<ActivationFormula> rectifiedTanh() {
        String slope = in.where("z > 0", "1 - " + in.square("a"), "0.0");
        return some("rectifiedTanh", in.call("max", "0.0", in.call("tanh", "z")), slope, ofA(slope));
    }

    @Override
    public Optional<ActivationFormula> thresholdedRelu(double theta) {
        String above = "z > " + theta;
        return some(
                "thresholdedRelu",
                in.where(above, "z", "0.0"),
                in.where(above, "1.0", "0.0"),
                theta < 0 ? "" : in.where("a > 0", "1.0", "0.0"));
    }

    @Override
    public Optional<ActivationFormula> softmax() {
        return Optional.empty();
    }
}
