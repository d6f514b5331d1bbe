package dev.plumbline.reference;

import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;

/**
 * Every optimizer: from a gradient to the update, which is subtracted. {@code M[0]}, {@code M[1]} and so on are the
 * optimizer state; the formula replaces them by the state after the step. t counts steps from 1.
 */
final class Optimizers implements Optimizer.Cases<Optimizers.Rule> {

    /** The rule of an optimizer. */
    static Rule of(Optimizer optimizer) {
        return optimizer.match(new Optimizers());
    }

    /** The update u from g and the rate; all arrays have the shape of g. */
    @FunctionalInterface
    interface Formula {
        Matrix update(Matrix g, Matrix[] M, double rate, double t);
    }

    /**
     * The update rule of an optimizer.
     *
     * @param arrays the number of arrays of its state
     * @param start the value of all their elements before the first step
     * @param formula from a gradient to the update
     */
    record Rule(int arrays, double start, Formula formula) {

        /** The state before the first step for a parameter of this shape, rounded to this precision. */
        Matrix[] initial(int rows, int columns, Precision precision) {
            Matrix[] M = new Matrix[arrays];
            java.util.Arrays.fill(M, Matrix.full(rows, columns, precision.round(start)));
            return M;
        }
    }

    @Override
    public Rule sgd(Optimizer.Sgd sgd) {
        return new Rule(0, 0, (g, M, rate, t) -> g.times(rate));
    }

    @Override
    public Rule momentum(Optimizer.Momentum momentum) {
        double mu = momentum.momentum();
        return switch (momentum.learningRateOn()) {
            case GRADIENT ->
                new Rule(1, 0, (g, M, rate, t) -> {
                    M[0] = M[0].times(mu).minus(g.times(rate));
                    return M[0].unaryMinus();
                });
            case VELOCITY ->
                new Rule(1, 0, (g, M, rate, t) -> {
                    M[0] = M[0].times(mu).plus(g);
                    return M[0].times(rate);
                });
        };
    }

    @Override
    public Rule nesterov(Optimizer.Nesterov nesterov) {
        double mu = nesterov.momentum();
        return switch (nesterov.learningRateOn()) {
            case GRADIENT ->
                new Rule(1, 0, (g, M, rate, t) -> {
                    Matrix before = M[0].times(mu);
                    M[0] = before.minus(g.times(rate));
                    return before.minus(M[0].times(1 + mu));
                });
            case VELOCITY ->
                new Rule(1, 0, (g, M, rate, t) -> {
                    M[0] = M[0].times(mu).plus(g);
                    return g.plus(M[0].times(mu)).times(rate);
                });
        };
    }

    @Override
    public Rule adam(Optimizer.Adam adam) {
        double beta1 = adam.beta1();
        double beta2 = adam.beta2();
        BiasCorrected corrected = new BiasCorrected(beta1, beta2, adam.epsilon(), adam.epsilonOn());
        return new Rule(2, 0, (g, M, rate, t) -> {
            M[0] = mean(M[0], beta1, g);
            M[1] = mean(M[1], beta2, g.square());
            return corrected.update(M[0], M[1], rate, t);
        });
    }

    @Override
    public Rule amsgrad(Optimizer.Amsgrad amsgrad) {
        double beta1 = amsgrad.beta1();
        double beta2 = amsgrad.beta2();
        BiasCorrected corrected = new BiasCorrected(beta1, beta2, amsgrad.epsilon(), amsgrad.epsilonOn());
        return new Rule(3, 0, (g, M, rate, t) -> {
            M[0] = mean(M[0], beta1, g);
            M[1] = mean(M[1], beta2, g.square());
            M[2] = M[2].zip(M[1], Math::max);
            return corrected.update(M[0], M[2], rate, t);
        });
    }

    /** The bias-corrected update of the Adam family, with ε in one of two places. */
    private record BiasCorrected(double beta1, double beta2, double epsilon, Optimizer.EpsilonPosition epsilonOn) {
        Matrix update(Matrix m, Matrix v, double rate, double t) {
            double ofM = 1 - pow(beta1, t);
            double ofV = 1 - pow(beta2, t);
            return switch (epsilonOn) {
                case UNCORRECTED -> m.times(rate * sqrt(ofV) / ofM).div(v.sqrt().plus(epsilon));
                case CORRECTED -> m.times(rate / ofM).div(v.div(ofV).sqrt().plus(epsilon));
            };
        }
    }

    @Override
    public Rule adamax(Optimizer.Adamax adamax) {
        double beta1 = adamax.beta1();
        return new Rule(2, 0, (g, M, rate, t) -> {
            M[0] = mean(M[0], beta1, g);
            M[1] = M[1].times(adamax.beta2()).zip(g.abs(), Math::max).plus(1e-32);
            return M[0].times(rate / (1 - pow(beta1, t))).div(M[1]);
        });
    }

    @Override
    public Rule nadam(Optimizer.Nadam nadam) {
        double beta1 = nadam.beta1();
        return new Rule(2, 0, (g, M, rate, t) -> {
            M[0] = mean(M[0], beta1, g);
            M[1] = mean(M[1], nadam.beta2(), g.square());
            Matrix ahead = mean(M[0], beta1, g).div(1 - pow(beta1, t));
            return ahead.times(rate).div(M[1].sqrt().plus(nadam.epsilon()));
        });
    }

    @Override
    public Rule rmsprop(Optimizer.Rmsprop rmsprop) {
        double start = switch (rmsprop.initialMean()) {
            case EPSILON -> rmsprop.epsilon();
            case ZERO -> 0;
        };
        return new Rule(1, start, (g, M, rate, t) -> {
            M[0] = mean(M[0], rmsprop.decay(), g.square());
            return g.times(rate).div(M[0].sqrt().plus(rmsprop.epsilon()));
        });
    }

    @Override
    public Rule adagrad(Optimizer.Adagrad adagrad) {
        return new Rule(1, adagrad.initialSum(), (g, M, rate, t) -> {
            M[0] = M[0].plus(g.square());
            return g.times(rate).div(M[0].sqrt().plus(adagrad.epsilon()));
        });
    }

    @Override
    public Rule adadelta(Optimizer.Adadelta adadelta) {
        double epsilon = adadelta.epsilon();
        return new Rule(2, 0, (g, M, rate, t) -> {
            M[0] = mean(M[0], adadelta.decay(), g.square());
            Matrix u = g.times(M[1].plus(epsilon).sqrt()).div(M[0].plus(epsilon).sqrt());
            M[1] = mean(M[1], adadelta.decay(), u.square());
            return u;
        });
    }

    /** An exponential moving mean: kept · mean + (1 − kept) · x. */
    private static Matrix mean(Matrix mean, double kept, Matrix x) {
        return mean.times(kept).plus(x.times(1 - kept));
    }
}
