package dev.plumbline.diagnose.start;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Infers the weights before the first step from the second step, when only the weights after each step are recorded.
 * The weights before the second step give its gradient, and its update is known. The optimizer state between the two
 * steps is the unknown, and it is a function of the first gradient.
 *
 * @param first the batch of the first step
 * @param second the batch of the second step
 * @param before the weights before the second step
 * @param after the weights after it
 * @param tensors computes the tensors of a step on a batch from some weights
 */
record SecondStepEquation(
        NetworkSpec spec,
        Batch first,
        Batch second,
        List<LayerWeights> before,
        List<LayerWeights> after,
        BiFunction<Batch, List<LayerWeights>, StepTrace> tensors) {
    /** The number of iterations in which the nearer of two possible gradients is chosen again. */
    private static final int ROUNDS = 20;

    /** The weights before the first step; empty if the optimizer has no suitable state. */
    Optional<List<LayerWeights>> start() {
        for (int l = 1; l <= spec.layers().size(); l++) {
            if (!hasState(optimizer(l))) {
                return Optional.empty();
            }
        }
        List<LayerWeights> guess = before;
        for (int i = 0; i < ROUNDS; i++) {
            List<LayerWeights> next = from(guess);
            if (next.equals(guess)) {
                break;
            }
            guess = next;
        }
        return Optional.of(guess);
    }

    private static boolean hasState(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Momentum
                || optimizer instanceof Optimizer.Nesterov
                || optimizer instanceof Optimizer.Adam;
    }

    private Optimizer optimizer(int l) {
        return spec.optimizerOf(l - 1).in(spec.precision());
    }

    /** The weights before the first step, if its gradient is near the one at these weights. */
    private List<LayerWeights> from(List<LayerWeights> guess) {
        StepTrace ofFirst = tensors.apply(first, guess);
        StepTrace ofSecond = tensors.apply(second, before);
        return IntStream.rangeClosed(1, spec.layers().size())
                .mapToObj(l -> inverted(l, gradient(first, ofFirst, guess, l), gradient(second, ofSecond, before, l)))
                .toList();
    }

    private LayerWeights inverted(int l, Formulas.Gradient near, Formulas.Gradient ofSecond) {
        LayerWeights middle = before.get(l - 1);
        LayerWeights end = after.get(l - 1);
        Matrix W = inverted(l, near.weights(), ofSecond.weights(), middle.weights(), end.weights());
        Optional<Matrix> b = middle.bias()
                .map(bias -> inverted(
                        l,
                        near.bias().orElseThrow(),
                        ofSecond.bias().orElseThrow(),
                        bias,
                        end.bias().orElseThrow()));
        return new LayerWeights(W, b);
    }

    private Formulas.Gradient gradient(Batch batch, StepTrace step, List<LayerWeights> at, int l) {
        LayerWeights weights = at.get(l - 1);
        Layer layer = spec.layers().get(l - 1);
        return Formulas.gradient(step, l)
                .normalized(layer, () -> Formulas.norm(spec.layers(), l, m -> Formulas.gradient(step, m)))
                .penalized(layer, batch.size(), weights.weights(), weights.bias());
    }

    /** W before the first step, from W before and after the second. */
    private Matrix inverted(int l, Matrix near, Matrix ofSecond, Matrix middle, Matrix end) {
        Matrix update = middle.minus(end);
        Matrix gradient = optimizer(l) instanceof Optimizer.Adam adam
                ? ofAdam(adam, near, ofSecond, update)
                : ofVelocity(l, ofSecond, update);
        return middle.plus(
                Formulas.update(optimizer(l), gradient, List.of(), first).value());
    }

    /** The second update is linear in the first gradient. */
    private Matrix ofVelocity(int l, Matrix ofSecond, Matrix update) {
        Matrix rest = secondUpdate(l, ofSecond.times(0), ofSecond);
        Matrix slope = secondUpdate(l, Matrix.ones(ofSecond.rows(), ofSecond.columns()), ofSecond.times(0));
        return update.minus(rest).div(slope);
    }

    private Matrix secondUpdate(int l, Matrix firstGradient, Matrix secondGradient) {
        List<Matrix> state =
                Formulas.update(optimizer(l), firstGradient, List.of(), first).state();
        return Formulas.update(optimizer(l), secondGradient, state, second).value();
    }

    /**
     * The nearer of the two gradients x with m / √v = k, where m = β₁ (1 − β₁) x + (1 − β₁) g; v is the same with
     * squares.
     */
    private Matrix ofAdam(Optimizer.Adam adam, Matrix near, Matrix ofSecond, Matrix update) {
        double beta1 = adam.beta1();
        double beta2 = adam.beta2();
        double t = second.step() + 1.0;
        double factor = (1 - Math.pow(beta1, t)) / (Formulas.rate(adam, second) * Math.sqrt(1 - Math.pow(beta2, t)));
        double a = beta1 * (1 - beta1);
        double c = beta2 * (1 - beta2);
        double[] gradients = new double[near.size()];
        for (int i = 0; i < gradients.length; i++) {
            int row = i / near.columns();
            int column = i % near.columns();
            double g = ofSecond.get(row, column);
            double k = factor * update.get(row, column);
            double b = (1 - beta1) * g;
            double d = (1 - beta2) * g * g;
            gradients[i] = g == 0
                    ? ofSign(k, near.get(row, column))
                    : nearest(a * a - k * k * c, a * b, b * b - k * k * d, near.get(row, column));
        }
        return Matrix.wrap(near.rows(), near.columns(), gradients);
    }

    /** If the second gradient is 0, the update only gives the sign of the first. */
    private static double ofSign(double k, double near) {
        return k == 0 ? 0 : Math.copySign(near == 0 ? 1 : near, k);
    }

    /** The nearer root of p x² + 2 q x + r; if rounding leaves no real root, the minimum. */
    private static double nearest(double p, double q, double r, double near) {
        double root = Math.sqrt(Math.max(0, q * q - p * r));
        double large = -(q + Math.copySign(root, q));
        double firstRoot = large / p;
        double secondRoot = large == 0 ? 0 : r / large;
        return Math.abs(firstRoot - near) < Math.abs(secondRoot - near) ? firstRoot : secondRoot;
    }
}
