package dev.plumbline.reference;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * The differences of the optimizers from those of the papers and of other libraries. Each test measures a number that
 * the documentation of a word states: Plumbline's with the rule of the reference, the others' with a formula written
 * out.
 */
class TextbookTests {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    /** The update u of step t, at a learning rate of 1, if every gradient so far was g. */
    private static double ours(Optimizer optimizer, double g, int t) {
        Optimizers.Rule rule = Optimizers.of(optimizer);
        Matrix[] state = rule.initial(1, 1, Precision.F64);
        double update = 0;
        for (int step = 1; step <= t; step++) {
            update = rule.formula().update(Matrix.full(1, 1, g), state, 1, step).get(0, 0);
        }
        return update;
    }

    private static double ours(Optimizer optimizer, double g) {
        return ours(optimizer, g, 1);
    }

    /** Asserts that the documentation of the optimizer states this text, with the number in place of %. */
    private static void states(Optimizer optimizer, String from, String text, double number) {
        String name = Schema.wordOf(optimizer);
        List<String> all = List.of(
                Vocabulary.of(Optimizer.class).find(name).orElseThrow().word().differs());
        String stated = String.format(Locale.ROOT, text, number);
        assertTrue(
                all.stream().anyMatch(each -> each.startsWith(from) && each.contains(stated)),
                () -> name + ", " + from + ": not stated: " + stated);
    }

    /** The percentage by which the first is smaller than the second. */
    private static double smaller(double first, double second) {
        return 100 * (1 - first / second);
    }

    /** Kingma and Ba, algorithm 1, in the first step: m̂ = g and √v̂ = |g|. */
    private static double algorithmOne(double g) {
        double m = (1 - BETA1) * g / (1 - BETA1);
        double v = (1 - BETA2) * g * g / (1 - BETA2);
        return m / (sqrt(v) + 1e-8);
    }

    @Test
    void adamAddsEpsilonInAnotherPlace() {
        Optimizer adam = Optimizer.Adam.of(1);

        states(adam, "The paper", "epsilon has %.1f times the effect in the first step", 1 / sqrt(1 - BETA2));
        states(
                adam,
                "The paper",
                "for |g| far below epsilon the update is %.1f %% smaller",
                smaller(ours(adam, 1e-14), algorithmOne(1e-14)));
        states(adam, "The paper", "for |g| = 1e-6 %.1f %%", smaller(ours(adam, 1e-6), algorithmOne(1e-6)));
        states(adam, "The paper", "for |g| = 0.001 %.2f %%", smaller(ours(adam, 1e-3), algorithmOne(1e-3)));
    }

    /** With `epsilon_on: corrected` it equals the paper's to the last digits, also after many steps. */
    @Test
    void adamIsThePapersWithItsEpsilonOnTheCorrectedRoot() {
        Optimizer adam = Schema.with(Optimizer.Adam.of(1), "epsilon_on", Optimizer.EpsilonPosition.CORRECTED);
        Optimizer amsgrad = Schema.with(Optimizer.Amsgrad.of(1), "epsilon_on", Optimizer.EpsilonPosition.CORRECTED);

        for (double g : new double[] {1e-14, 1e-8, 1e-3, 1}) {
            for (int t : new int[] {1, 2, 100}) {
                assertEquals(g / (g + 1e-8), ours(adam, g, t), 1e-12 * g / (g + 1e-8), () -> "|g| = " + g);
                assertEquals(g / (g + 1e-8), ours(amsgrad, g, t), 1e-12 * g / (g + 1e-8), () -> "|g| = " + g);
            }
        }
    }

    @Test
    void amsgradHasABiasCorrectionThatThePaperHasNot() {
        Optimizer amsgrad = Optimizer.Amsgrad.of(1);
        double paper = (1 - BETA1) / (sqrt(1 - BETA2) + 1e-8); // for g = 1

        states(amsgrad, "The paper", "first step is %.2f times as long", paper / ours(amsgrad, 1));
        states(
                amsgrad,
                "PyTorch",
                "for |g| far below epsilon is %.1f %% smaller",
                smaller(ours(amsgrad, 1e-14), algorithmOne(1e-14)));
    }

    @Test
    void adamaxHasAnotherEpsilon() {
        Optimizer adamax = Optimizer.Adamax.of(1);
        double g = 1e-9;

        states(
                adamax,
                "Keras",
                "for |g| = 1e-9 its first step is %.2f %% of this one",
                100 * (g / (g + 1e-7)) / ours(adamax, g));
        states(
                adamax,
                "PyTorch",
                "for |g| = 1e-9 its first step is %.2f %% of this one",
                100 * (g / (g + 1e-8)) / ours(adamax, g));
        assertEquals(1e-15, max(0, abs(1e-15)) + 1e-32, 0, "from 1e-15 on, nothing is changed");
        assertNotEquals(1e-17, max(0, abs(1e-17)) + 1e-32, "below that, something is");
        assertEquals(0, ours(adamax, 0), 0, "a gradient of 0");
    }

    /** Step t of Dozat's Nadam at g = 1; momentum is a function of the step, counted from 1. */
    private static double dozat(int t, IntToDoubleFunction momentum) {
        double m = 0;
        double v = 0;
        double product = 1;
        for (int step = 1; step <= t; step++) {
            m = BETA1 * m + (1 - BETA1);
            v = BETA2 * v + (1 - BETA2);
            product *= momentum.applyAsDouble(step);
        }
        double mu = momentum.applyAsDouble(t);
        double next = momentum.applyAsDouble(t + 1);
        double ahead = next * m / (1 - product * next) + (1 - mu) / (1 - product);
        return ahead / (sqrt(v / (1 - pow(BETA2, t))) + 1e-8);
    }

    @Test
    void nadamsFirstStepsAreFarLonger() {
        Optimizer nadam = Optimizer.Nadam.of(1);

        states(nadam, "The paper", "the first step is %.1f times as long here", ours(nadam, 1) / dozat(1, t -> BETA1));
        states(nadam, "The paper", "the hundredth %.2f times", ours(nadam, 1, 100) / dozat(100, t -> BETA1));
        states(nadam, "The paper", "the thousandth %.2f times", ours(nadam, 1, 1000) / dozat(1000, t -> BETA1));
        double keras = dozat(1, t -> BETA1 * (1 - 0.5 * pow(0.96, t)));
        double pytorch = dozat(1, t -> BETA1 * (1 - 0.5 * pow(0.96, 0.004 * t)));
        states(nadam, "Keras", "the first step is %.1f times as long here", ours(nadam, 1) / keras);
        states(nadam, "PyTorch", "the first step is %.1f times as long here", ours(nadam, 1) / pytorch);
    }

    @Test
    void rmspropsFirstStateIsItsEpsilon() {
        Optimizer rmsprop = Optimizer.Rmsprop.of(1);
        double ofSmall = 1e-4 / (sqrt(0.1) * 1e-4 + 1e-8);
        double ofLarge = 0.01 / (sqrt(0.1) * 0.01 + 1e-8);

        states(
                rmsprop,
                "The lecture",
                "the first update is %.1f %% smaller for |g| = 1e-4",
                smaller(ours(rmsprop, 1e-4), ofSmall));
        states(rmsprop, "The lecture", "%.2f %% for |g| = 0.01", smaller(ours(rmsprop, 0.01), ofLarge));
    }

    @Test
    void rmspropAndAdagradCanStartFromZero() {
        Optimizer rmsprop = Schema.with(Optimizer.Rmsprop.of(1), "initial_mean", Optimizer.InitialMean.ZERO);
        Optimizer adagrad = Schema.with(Optimizer.Adagrad.of(1), "initial_sum", 0.0);

        assertEquals(1e-4 / (sqrt(0.1) * 1e-4 + 1e-8), ours(rmsprop, 1e-4), 1e-12);
        assertEquals(0.001 / (0.001 + 1e-6), ours(adagrad, 0.001), 1e-12);
    }

    @Test
    void adagradsFirstStateIsAMillionth() {
        Optimizer adagrad = Optimizer.Adagrad.of(1);
        double ofSmall = 0.001 / (0.001 + 1e-6);
        double ofLarge = 0.1 / (0.1 + 1e-6);

        states(
                adagrad,
                "The paper",
                "the first update is %.1f %% smaller for |g| = 0.001",
                smaller(ours(adagrad, 0.001), ofSmall));
        states(adagrad, "The paper", "%.3f %% for |g| = 0.1", smaller(ours(adagrad, 0.1), ofLarge));
    }

    /** The same steps while the rate is constant, and others afterwards. */
    @Test
    void pytorchsMomentumAppliesTheRateElsewhere() {
        Optimizers.Rule rule = Optimizers.of(Optimizer.Momentum.of(1));
        Matrix[] state = rule.initial(1, 1, Precision.F64);
        double v = 0;
        for (int step = 1; step <= 3; step++) {
            double rate = step < 3 ? 0.5 : 0.05;
            double ours = rule.formula()
                    .update(Matrix.full(1, 1, 1), state, rate, step)
                    .get(0, 0);
            v = 0.9 * v + 1;
            assertEquals(step < 3, abs(ours - rate * v) < 1e-15, "step " + step);
        }
    }
}
