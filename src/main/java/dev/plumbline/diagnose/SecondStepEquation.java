package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The weights before the first step, as the second one tells them, where only the weights after each are shown. Its gradient is
 * known, of the weights before it; and so is its update. What the optimizer has remembered is what is missing between the two, and
 * that is the first gradient.
 *
 * @param first the batch of the first step
 * @param second the batch of the second
 * @param before the weights before the second step
 * @param after the weights after it
 * @param tensors of a step on a batch from some weights
 */
record SecondStepEquation(
        NetworkSpec spec,
        Batch first,
        Batch second,
        List<LayerWeights> before,
        List<LayerWeights> after,
        BiFunction<Batch, List<LayerWeights>, StepTrace> tensors) {
    /** So often the nearer of two gradients is taken anew, from the weights that the last choice came to. */
    private static final int ROUNDS = 20;

    /** The weights before the first step; empty where the optimizer remembers nothing that tells. */
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

    /** The weights before the first step, if its gradient is near the one that these weights have. */
    private List<LayerWeights> from(List<LayerWeights> guess) {
        StepTrace ofFirst = tensors.apply(first, guess);
        StepTrace ofSecond = tensors.apply(second, before);
        return IntStream.rangeClosed(1, spec.layers().size())
                .mapToObj(l -> rewound(l, gradient(ofFirst, guess, l), gradient(ofSecond, before, l)))
                .toList();
    }

    private LayerWeights rewound(int l, Formulas.Gradient near, Formulas.Gradient known) {
        LayerWeights middle = before.get(l - 1);
        LayerWeights end = after.get(l - 1);
        Matrix W = rewound(l, near.weights(), known.weights(), middle.weights(), end.weights());
        Optional<Matrix> b = middle.bias()
                .map(bias -> rewound(
                        l,
                        near.bias().orElseThrow(),
                        known.bias().orElseThrow(),
                        bias,
                        end.bias().orElseThrow()));
        return new LayerWeights(W, b);
    }

    private Formulas.Gradient gradient(StepTrace step, List<LayerWeights> at, int l) {
        LayerWeights weights = at.get(l - 1);
        return new Formulas.Gradient(
                        step.get(Quantity.WEIGHT_GRADIENT, l).orElseThrow(), step.get(Quantity.BIAS_GRADIENT, l))
                .normalized(spec.layers().get(l - 1))
                .penalized(spec.layers().get(l - 1), weights.weights(), weights.bias());
    }

    /** W before the first step, of W before and after the second. */
    private Matrix rewound(int l, Matrix near, Matrix known, Matrix middle, Matrix end) {
        Matrix update = middle.minus(end);
        Matrix gradient = optimizer(l) instanceof Optimizer.Adam adam
                ? ofAdam(adam, near, known, update)
                : ofVelocity(l, known, update);
        return middle.plus(
                Formulas.update(optimizer(l), gradient, List.of(), first).value());
    }

    /** The second update is so much of the first gradient, and a rest. */
    private Matrix ofVelocity(int l, Matrix known, Matrix update) {
        Matrix rest = secondUpdate(l, known.times(0), known);
        Matrix slope = secondUpdate(l, Matrix.ones(known.rows(), known.columns()), known.times(0));
        return update.minus(rest).div(slope);
    }

    private Matrix secondUpdate(int l, Matrix firstGradient, Matrix secondGradient) {
        List<Matrix> memory =
                Formulas.update(optimizer(l), firstGradient, List.of(), first).state();
        return Formulas.update(optimizer(l), secondGradient, memory, second).value();
    }

    /** The nearer one of both gradients x with m / √v = k, where m = β₁ (1 − β₁) x + (1 − β₁) g and v is the same of squares. */
    private Matrix ofAdam(Optimizer.Adam adam, Matrix near, Matrix known, Matrix update) {
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
            double g = known.get(row, column);
            double k = factor * update.get(row, column);
            double b = (1 - beta1) * g;
            double d = (1 - beta2) * g * g;
            gradients[i] = g == 0
                    ? ofSign(k, near.get(row, column))
                    : nearest(a * a - k * k * c, a * b, b * b - k * k * d, near.get(row, column));
        }
        return Matrix.wrap(near.rows(), near.columns(), gradients);
    }

    /** Where the second gradient is nothing, the update tells the sign of the first, and hardly more. */
    private static double ofSign(double k, double near) {
        return k == 0 ? 0 : Math.copySign(near == 0 ? 1 : near, k);
    }

    /** The root of p x² + 2 q x + r that is the nearer one; where rounding leaves none, the place where it is least. */
    private static double nearest(double p, double q, double r, double near) {
        double root = Math.sqrt(Math.max(0, q * q - p * r));
        double large = -(q + Math.copySign(root, q));
        double one = large / p;
        double other = large == 0 ? 0 : r / large;
        return Math.abs(one - near) < Math.abs(other - near) ? one : other;
    }
}
