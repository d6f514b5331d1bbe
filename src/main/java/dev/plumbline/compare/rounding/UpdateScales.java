package dev.plumbline.compare.rounding;

import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import java.util.List;

/**
 * The error scales of the optimizer state and of the update, in units of τ, element by element; the same analysis as in
 * {@link ErrorScales}. The state before the step is exact, because both sides share it. A factor 1 − β counts as 1 + β,
 * because it is a difference of rounded numbers; in f32 it causes most of the error.
 *
 * @param g the gradient of the weights or of a bias
 * @param eg its scale
 * @param before the optimizer state before the step
 * @param after the optimizer state after the step
 * @param rate the learning rate
 * @param t the number of the step, counted from 1
 * @param tau τ
 * @param underflow the scale of a number below the smallest normal one
 */
record UpdateScales(
        Matrix g,
        Matrix eg,
        List<Matrix> before,
        List<Matrix> after,
        double rate,
        double t,
        double tau,
        double underflow)
        implements Optimizer.Cases<List<Matrix>> {

    /** The constant that AdaMax adds to its norm. */
    private static final double LEAST_NORM = 1e-32;

    /** The scale of each array of the state after the step and, last, of the update. */
    List<Matrix> of(Optimizer optimizer) {
        return optimizer.match(this);
    }

    @Override
    public List<Matrix> sgd(Optimizer.Sgd sgd) {
        return List.of(eg.plus(g.abs()).times(rate));
    }

    @Override
    public List<Matrix> momentum(Optimizer.Momentum momentum) {
        Matrix ev = velocity(momentum);
        Matrix eu = ev.plus(after.get(0).abs()); // u is −v, or v times the rate
        return List.of(ev, momentum.scalesVelocity() ? eu.times(rate) : eu);
    }

    @Override
    public List<Matrix> nesterov(Optimizer.Nesterov nesterov) {
        double mu = nesterov.momentum();
        Matrix ev = velocity(nesterov);
        if (nesterov.scalesVelocity()) {
            Matrix ofSum = g.abs().plus(after.get(0).abs().times(mu)).times(2);
            return List.of(ev, eg.plus(ev.times(mu)).plus(ofSum).times(rate));
        }
        Matrix terms = before.get(0).abs().times(mu).plus(after.get(0).abs().times(1 + mu));
        return List.of(ev, ev.times(1 + mu).plus(terms.times(2)));
    }

    /** The scale of v' = μv − rate·g, or of μv + g. */
    private Matrix velocity(Optimizer.MomentumMethod method) {
        Matrix kept = before.get(0).times(method.momentum());
        return (method.scalesVelocity() ? eg : eg.plus(g.abs()).times(rate))
                .plus(kept.abs().times(2))
                .plus(after.get(0).abs());
    }

    @Override
    public List<Matrix> adam(Optimizer.Adam adam) {
        Matrix em = mean(0, adam.beta1(), g, eg);
        Matrix ev = mean(1, adam.beta2(), g.square(), squared(g, eg));
        Factor factor = corrected(adam.beta1(), adam.beta2());
        Epsilon epsilon = epsilon(adam.epsilonOn(), adam.epsilon(), adam.beta2());
        Matrix limit = limit(adam.beta1(), adam.beta2(), epsilon.value());
        return List.of(em, ev, quotient(after.get(0), em, divisor(1, ev, epsilon), factor, limit));
    }

    @Override
    public List<Matrix> amsgrad(Optimizer.Amsgrad amsgrad) {
        Matrix em = mean(0, amsgrad.beta1(), g, eg);
        Matrix ev = mean(1, amsgrad.beta2(), g.square(), squared(g, eg));
        Factor factor = corrected(amsgrad.beta1(), amsgrad.beta2());
        Epsilon epsilon = epsilon(amsgrad.epsilonOn(), amsgrad.epsilon(), amsgrad.beta2());
        Matrix limit = limit(amsgrad.beta1(), amsgrad.beta2(), epsilon.value());
        Matrix eu = quotient(after.get(0), em, divisor(2, ev, epsilon), factor, limit);
        return List.of(em, ev, ev.plus(after.get(2)), eu);
    }

    @Override
    public List<Matrix> adamax(Optimizer.Adamax adamax) {
        Matrix em = mean(0, adamax.beta1(), g, eg);
        Matrix en = eg.plus(after.get(1));
        Matrix kept = before.get(1).times(adamax.beta2()).plus(LEAST_NORM);
        Matrix limit = before.get(0).abs().times(adamax.beta1()).div(kept).plus(1 - adamax.beta1());
        Divisor norm = new Divisor(after.get(1), en);
        return List.of(em, en, quotient(after.get(0), em, norm, corrected(adamax.beta1()), limit));
    }

    @Override
    public List<Matrix> nadam(Optimizer.Nadam nadam) {
        double beta1 = nadam.beta1();
        Matrix em = mean(0, beta1, g, eg);
        Matrix ev = mean(1, nadam.beta2(), g.square(), squared(g, eg));
        Matrix ahead = after.get(0).times(beta1).plus(g.times(1 - beta1));
        Matrix eahead = em.times(beta1).plus(eg.times(1 - beta1)).plus(g.abs().times(1 + beta1));
        // The mean of m and g is one of the m before and g, with β1².
        Matrix limit = limit(beta1 * beta1, nadam.beta2(), nadam.epsilon());
        return List.of(
                em,
                ev,
                quotient(ahead, eahead, divisor(1, ev, new Epsilon(nadam.epsilon(), 0)), corrected(beta1), limit));
    }

    @Override
    public List<Matrix> rmsprop(Optimizer.Rmsprop rmsprop) {
        Matrix ec = mean(0, rmsprop.decay(), g.square(), squared(g, eg));
        Matrix limit = Matrix.full(g.rows(), g.columns(), 1 / sqrt(1 - rmsprop.decay()));
        return List.of(
                ec, quotient(g, eg, divisor(0, ec, new Epsilon(rmsprop.epsilon(), 0)), new Factor(rate, 1), limit));
    }

    @Override
    public List<Matrix> adagrad(Optimizer.Adagrad adagrad) {
        Matrix eh = squared(g, eg).plus(after.get(0).times(2));
        Matrix limit = Matrix.full(g.rows(), g.columns(), 1);
        return List.of(
                eh, quotient(g, eg, divisor(0, eh, new Epsilon(adagrad.epsilon(), 0)), new Factor(rate, 1), limit));
    }

    @Override
    public List<Matrix> adadelta(Optimizer.Adadelta adadelta) {
        double decay = adadelta.decay();
        Matrix ec = mean(0, decay, g.square(), squared(g, eg));
        Matrix c = after.get(0).plus(adadelta.epsilon());
        Matrix d = before.get(1).plus(adadelta.epsilon());
        Matrix u = g.times(d.sqrt()).div(c.sqrt());
        // u = g √(d/c), so its relative error is that of g and half of that of c.
        Matrix eu = eg.times(d.sqrt())
                .div(c.sqrt())
                .plus(u.abs().times(ec.div(c).times(0.5).plus(3)));
        eu = within(d.sqrt().div(sqrt(1 - decay)), eu);
        return List.of(ec, mean(1, decay, u.square(), squared(u, eu)), eu);
    }

    /**
     * The limit of |m|/(√v + ε) for any g, with m = β1·m + (1 − β1)·g and v = β2·v + (1 − β2)·g²: neither term of the
     * root exceeds it.
     */
    private Matrix limit(double beta1, double beta2, double epsilon) {
        Matrix kept = before.get(1).times(beta2).sqrt().plus(epsilon);
        return before.get(0).abs().times(beta1).div(kept).plus((1 - beta1) / sqrt(1 - beta2));
    }

    /**
     * A value whose magnitude never exceeds a limit is never off by more than twice the limit, however little is known
     * of g.
     */
    private Matrix within(Matrix limit, Matrix scale) {
        return scale.zip(limit, (e, most) -> most <= Double.MAX_VALUE ? min(e, 2 * most / tau + most) : e);
    }

    /** The scale of a moving mean of x. */
    private Matrix mean(int array, double kept, Matrix x, Matrix ex) {
        return ex.times(1 - kept)
                .plus(x.abs().times(1 + kept))
                .plus(before.get(array).abs().times(2 * kept))
                .plus(after.get(array).abs());
    }

    /** The scale of x²: 2·|x|·ex, and τ·ex², the only term if x = 0. */
    private Matrix squared(Matrix x, Matrix ex) {
        return x.abs().times(2).times(ex).plus(ex.square().times(tau)).plus(x.square());
    }

    /**
     * A factor of all elements.
     *
     * @param value at least 0
     * @param error its relative error
     */
    private record Factor(double value, double error) {}

    /** rate/(1 − β1ᵗ). */
    private Factor corrected(double beta1) {
        return new Factor(rate / (1 - pow(beta1, t)), correction(beta1));
    }

    /** rate·√(1 − β2ᵗ)/(1 − β1ᵗ). */
    private Factor corrected(double beta1, double beta2) {
        Factor first = corrected(beta1);
        return new Factor(first.value() * sqrt(1 - pow(beta2, t)), first.error() + correction(beta2));
    }

    /** The relative error of 1 − βᵗ, a difference of rounded numbers. */
    private double correction(double beta) {
        double power = pow(beta, t);
        return (1 + power * (1 + t)) / (1 - power);
    }

    /**
     * The divisor of a formula.
     *
     * @param value all elements above 0
     * @param scale its error scale
     */
    private record Divisor(Matrix value, Matrix scale) {}

    /**
     * The constant added to a root.
     *
     * @param value above 0
     * @param error its relative error
     */
    private record Epsilon(double value, double error) {}

    /** ε as it is added to the uncorrected root. If the formula adds it to the corrected root, that is ε·√(1 − β2ᵗ). */
    private Epsilon epsilon(Optimizer.EpsilonPosition place, double epsilon, double beta2) {
        return switch (place) {
            case UNCORRECTED -> new Epsilon(epsilon, 0);
            case CORRECTED -> new Epsilon(epsilon * sqrt(1 - pow(beta2, t)), correction(beta2));
        };
    }

    /** √v + ε. If v is almost 0, its root may be off by the root of the error of v. */
    private Divisor divisor(int array, Matrix ev, Epsilon epsilon) {
        Matrix v = after.get(array);
        Matrix eroot =
                v.zip(ev, (moment, e) -> min(moment == 0 ? Double.MAX_VALUE : e / (2 * sqrt(moment)), sqrt(e / tau)));
        Matrix value = v.sqrt().plus(epsilon.value());
        return new Divisor(value, eroot.plus(value).plus(epsilon.value() * epsilon.error()));
    }

    /**
     * The scale of u = factor·x/divisor, with the same factor for all elements, if |x/divisor| never exceeds the limit.
     */
    private Matrix quotient(Matrix x, Matrix ex, Divisor divisor, Factor factor, Matrix limit) {
        Matrix ratio = x.div(divisor.value()).abs();
        Matrix error = divisor.scale().div(divisor.value()).plus(factor.error() + 2);
        Matrix ofRatio = within(limit, ex.div(divisor.value()).plus(ratio.times(error)));
        Matrix largest = ratio.plus(ofRatio.times(tau));
        return ofRatio.times(factor.value())
                .plus(largest.times(Tolerances.NEGLIGIBLE_RATE * underflow * factor.error()));
    }
}
