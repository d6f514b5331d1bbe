package dev.plumbline.spec;

/**
 * How wrong one example's outputs ŷ are, given its targets y. {@link Reduction} says how a batch's examples are then put
 * together.
 */
public sealed interface Loss {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R halfSquaredError();

        R squaredError();

        R meanSquaredError();
    }

    /** Half of the squared error, the tutorial's: its gradient with respect to ŷ is just ŷ − y. */
    @Word(formula = "l = 1/2 sum_j (ŷ_j - y_j)^2")
    record HalfSquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.halfSquaredError();
        }
    }

    /** The squared error, summed over the outputs; its gradient has a factor of 2. */
    @Word(
            formula = "l = sum_j (ŷ_j - y_j)^2",
            dl4j = {"L2", "LossL2"})
    record SquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.squaredError();
        }
    }

    /** The squared error's mean over the outputs; its gradient has a factor of 2 / outputs. */
    @Word(
            formula = "l = 1/outputs sum_j (ŷ_j - y_j)^2",
            dl4j = {"MSE", "LossMSE", "SQUARED_LOSS"},
            keras = {"mean_squared_error", "mse"},
            pytorch = "MSELoss")
    record MeanSquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanSquaredError();
        }
    }
}
