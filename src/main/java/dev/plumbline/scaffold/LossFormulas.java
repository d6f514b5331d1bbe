package dev.plumbline.scaffold;

import dev.plumbline.spec.Loss;
import java.util.Optional;

/** The losses that are short enough for a scaffold, with their gradients. */
record LossFormulas(Language in) implements Loss.Cases<Optional<LossFormulas.Formula>> {
    /** The words with formulas. */
    static final String WORDS = "half_squared_error, squared_error, mean_squared_error, absolute_error,"
            + " mean_absolute_error, mean_squared_logarithmic_error, mean_absolute_percentage_error,"
            + " binary_cross_entropy, categorical_cross_entropy, kl_divergence, poisson, hinge, squared_hinge";

    /**
     * The formulas of a loss.
     *
     * @param clipped the formula of p, with a, if the other formulas use p
     * @param forward the term of each output, with a (or p) and y
     * @param gradient ∂l/∂a, with a (or p) and y; or ∂l/∂z
     * @param ofZ whether the gradient is ∂l/∂z
     * @param overOutputs whether both are divided by the number of outputs
     */
    record Formula(Optional<String> clipped, String forward, String gradient, boolean ofZ, boolean overOutputs) {}

    /** The formulas of a word, if it has any. */
    static Optional<Formula> of(Loss loss, Language language) {
        return loss.match(new LossFormulas(language));
    }

    private static Optional<Formula> some(String forward, String gradient, boolean overOutputs) {
        return Optional.of(new Formula(Optional.empty(), forward, gradient, false, overOutputs));
    }

    private String clipped(double clip) {
        return in.call("min", in.call("max", "a", String.valueOf(clip)), "1 - " + clip);
    }

    @Override
    public Optional<Formula> halfSquaredError() {
        return some("0.5 * " + in.square("(a - y)"), "(a - y)", false);
    }

    @Override
    public Optional<Formula> squaredError() {
        return some(in.square("(a - y)"), "2 * (a - y)", false);
    }

    @Override
    public Optional<Formula> meanSquaredError() {
        return some(in.square("(a - y)"), "2 * (a - y)", true);
    }

    @Override
    public Optional<Formula> absoluteError() {
        return some(in.call("abs", "a - y"), in.call("sign", "a - y"), false);
    }

    @Override
    public Optional<Formula> meanAbsoluteError() {
        return some(in.call("abs", "a - y"), in.call("sign", "a - y"), true);
    }

    @Override
    public Optional<Formula> meanSquaredLogarithmicError() {
        String log = in.call("log", "(1 + a) / (1 + y)");
        return some(in.square(log), "2 * " + log + " / (1 + a)", true);
    }

    @Override
    public Optional<Formula> meanAbsolutePercentageError() {
        return some(
                "100 * " + in.call("abs", "(a - y) / y"),
                "100 * " + in.call("sign", "a - y") + " / " + in.call("abs", "y"),
                true);
    }

    @Override
    public Optional<Formula> binaryCrossEntropy(double clip) {
        String forward = "-(y * " + in.call("log", "p") + " + (1 - y) * " + in.call("log", "1 - p") + ")";
        return Optional.of(new Formula(Optional.of(clipped(clip)), forward, "(p - y) / (p * (1 - p))", false, false));
    }

    @Override
    public Optional<Formula> categoricalCrossEntropy() {
        // Through softmax, with targets that sum to 1, the gradient is a - y.
        return Optional.of(
                new Formula(Optional.of(clipped(1e-10)), "-y * " + in.call("log", "p"), "a - y", true, false));
    }

    @Override
    public Optional<Formula> klDivergence() {
        String clip = "1.0E-5";
        String p = in.call("min", in.call("max", "a", clip), "1.0");
        String q = in.call("min", in.call("max", "y", clip), "1.0");
        return some(q + " * " + in.call("log", q + " / " + p), "-y / a", false);
    }

    @Override
    public Optional<Formula> poisson() {
        return some("(a - y * " + in.call("log", "a") + ")", "(1 - y / a)", false);
    }

    @Override
    public Optional<Formula> hinge() {
        return some(in.call("max", "0.0", "1 - y * a"), in.where("1 - y * a > 0", "-y", "0.0"), false);
    }

    @Override
    public Optional<Formula> squaredHinge() {
        String margin = in.call("max", "0.0", "1 - y * a");
        return some(in.square(margin), "-2 * y * " + margin, false);
    }

    @Override
    public Optional<Formula> cosine() {
        return Optional.empty();
    }
}
