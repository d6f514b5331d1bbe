package dev.plumbline.compare;

import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import java.util.List;

/**
 * How far rounding may carry what an optimizer remembers, and its update, in units of τ; the same analysis as in
 * {@link ErrorScales}, element by element. What was remembered before the step is exact: it was handed over. A factor 1 − β
 * counts as 1 + β, because it is a difference of rounded numbers; in f32 that is where most of the error comes from.
 *
 * @param g the gradient, of an array of weights or of a bias
 * @param eg its scale
 * @param before what was remembered before the step
 * @param after what is remembered after it
 * @param rate what it multiplies by
 * @param t the step's number, counted from 1
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

    /** What AdaMax adds to its norm. */
    private static final double LEAST_NORM = 1e-32;

    /** The scale of each memory after the step, and last that of the update. */
    List<Matrix> of(Optimizer optimizer) {
        return optimizer.match(this);
    }

    @Override
    public List<Matrix> sgd(Optimizer.Sgd sgd) {
        return List.of(eg.plus(g.abs()).times(rate));
    }

    @Override
    public List<Matrix> momentum(Optimizer.Momentum momentum) {
        Matrix ev = velocity(momentum.momentum());
        return List.of(ev, ev.plus(after.get(0).abs())); // u is −v
    }

    @Override
    public List<Matrix> nesterov(Optimizer.Nesterov nesterov) {
        double mu = nesterov.momentum();
        Matrix ev = velocity(mu);
        Matrix terms = before.get(0).abs().times(mu).plus(after.get(0).abs().times(1 + mu));
        return List.of(ev, ev.times(1 + mu).plus(terms.times(2)));
    }

    /** Of v' = μv − rate·g. */
    private Matrix velocity(double mu) {
        Matrix kept = before.get(0).times(mu);
        return eg.plus(g.abs())
                .times(rate)
                .plus(kept.abs().times(2))
                .plus(after.get(0).abs());
    }

    @Override
    public List<Matrix> adam(Optimizer.Adam adam) {
        Matrix em = mean(0, adam.beta1(), g, eg);
        Matrix ev = mean(1, adam.beta2(), g.square(), squared(g, eg));
        Factor factor = corrected(adam.beta1(), adam.beta2());
        Epsilon epsilon = epsilon(adam.epsilonOn(), adam.epsilon(), adam.beta2());
        Matrix longest = longest(adam.beta1(), adam.beta2(), epsilon.value());
        return List.of(em, ev, quotient(after.get(0), em, divisor(1, ev, epsilon), factor, longest));
    }

    @Override
    public List<Matrix> amsgrad(Optimizer.Amsgrad amsgrad) {
        Matrix em = mean(0, amsgrad.beta1(), g, eg);
        Matrix ev = mean(1, amsgrad.beta2(), g.square(), squared(g, eg));
        Factor factor = corrected(amsgrad.beta1(), amsgrad.beta2());
        Epsilon epsilon = epsilon(amsgrad.epsilonOn(), amsgrad.epsilon(), amsgrad.beta2());
        Matrix longest = longest(amsgrad.beta1(), amsgrad.beta2(), epsilon.value());
        Matrix eu = quotient(after.get(0), em, divisor(2, ev, epsilon), factor, longest);
        return List.of(em, ev, ev.plus(after.get(2)), eu);
    }

    @Override
    public List<Matrix> adamax(Optimizer.Adamax adamax) {
        Matrix em = mean(0, adamax.beta1(), g, eg);
        Matrix en = eg.plus(after.get(1));
        Matrix kept = before.get(1).times(adamax.beta2()).plus(LEAST_NORM);
        Matrix longest = before.get(0).abs().times(adamax.beta1()).div(kept).plus(1 - adamax.beta1());
        Divisor norm = new Divisor(after.get(1), en);
        return List.of(em, en, quotient(after.get(0), em, norm, corrected(adamax.beta1()), longest));
    }

    @Override
    public List<Matrix> nadam(Optimizer.Nadam nadam) {
        double beta1 = nadam.beta1();
        Matrix em = mean(0, beta1, g, eg);
        Matrix ev = mean(1, nadam.beta2(), g.square(), squared(g, eg));
        Matrix ahead = after.get(0).times(beta1).plus(g.times(1 - beta1));
        Matrix eahead = em.times(beta1).plus(eg.times(1 - beta1)).plus(g.abs().times(1 + beta1));
        // The mean of m and g is one of the m before and g, with β1².
        Matrix longest = longest(beta1 * beta1, nadam.beta2(), nadam.epsilon());
        return List.of(
                em,
                ev,
                quotient(ahead, eahead, divisor(1, ev, new Epsilon(nadam.epsilon(), 0)), corrected(beta1), longest));
    }

    @Override
    public List<Matrix> rmsprop(Optimizer.Rmsprop rmsprop) {
        Matrix ec = mean(0, rmsprop.decay(), g.square(), squared(g, eg));
        Matrix longest = Matrix.full(g.rows(), g.columns(), 1 / sqrt(1 - rmsprop.decay()));
        return List.of(
                ec, quotient(g, eg, divisor(0, ec, new Epsilon(rmsprop.epsilon(), 0)), new Factor(rate, 1), longest));
    }

    @Override
    public List<Matrix> adagrad(Optimizer.Adagrad adagrad) {
        Matrix eh = squared(g, eg).plus(after.get(0).times(2));
        Matrix longest = Matrix.full(g.rows(), g.columns(), 1);
        return List.of(
                eh, quotient(g, eg, divisor(0, eh, new Epsilon(adagrad.epsilon(), 0)), new Factor(rate, 1), longest));
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
     * How long m/(√v + ε) may be at most, whatever g is, with m = β1·m + (1 − β1)·g and v = β2·v + (1 − β2)·g²: neither term
     * of the root is longer than it.
     */
    private Matrix longest(double beta1, double beta2, double epsilon) {
        Matrix kept = before.get(1).times(beta2).sqrt().plus(epsilon);
        return before.get(0).abs().times(beta1).div(kept).plus((1 - beta1) / sqrt(1 - beta2));
    }

    /** What is never longer than this is never further off than twice as much, however little is known of g. */
    private Matrix within(Matrix longest, Matrix scale) {
        return scale.zip(longest, (e, most) -> most <= Double.MAX_VALUE ? min(e, 2 * most / tau + most) : e);
    }

    /** Of a moving mean of x. */
    private Matrix mean(int memory, double kept, Matrix x, Matrix ex) {
        return ex.times(1 - kept)
                .plus(x.abs().times(1 + kept))
                .plus(before.get(memory).abs().times(2 * kept))
                .plus(after.get(memory).abs());
    }

    /** Of x²: 2·|x|·ex, and τ·ex², which is all that is left when x = 0. */
    private Matrix squared(Matrix x, Matrix ex) {
        return x.abs().times(2).times(ex).plus(ex.square().times(tau)).plus(x.square());
    }

    /**
     * What all of an array is multiplied by.
     *
     * @param value not below 0
     * @param error how far it may be off, relative to itself
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

    /** Of 1 − βᵗ, relative to itself: a difference of rounded numbers. */
    private double correction(double beta) {
        double power = pow(beta, t);
        return (1 + power * (1 + t)) / (1 - power);
    }

    /**
     * What a formula divides by.
     *
     * @param value all of it above 0
     * @param scale how far rounding may carry it
     */
    private record Divisor(Matrix value, Matrix scale) {}

    /**
     * What is added to a root.
     *
     * @param value above 0
     * @param error how far it may be off, relative to itself
     */
    private record Epsilon(double value, double error) {}

    /** ε, or what it is where the formula is brought to the form in which it is added to the root as it is: ε·√(1 − β2ᵗ). */
    private Epsilon epsilon(Optimizer.EpsilonPosition place, double epsilon, double beta2) {
        return switch (place) {
            case UNCORRECTED -> new Epsilon(epsilon, 0);
            case CORRECTED -> new Epsilon(epsilon * sqrt(1 - pow(beta2, t)), correction(beta2));
        };
    }

    /** √v + ε. Where v is as good as 0, its root may be off by the root of what v may be off by. */
    private Divisor divisor(int memory, Matrix ev, Epsilon epsilon) {
        Matrix v = after.get(memory);
        Matrix eroot = v.zip(ev, (one, e) -> min(one == 0 ? Double.MAX_VALUE : e / (2 * sqrt(one)), sqrt(e / tau)));
        Matrix value = v.sqrt().plus(epsilon.value());
        return new Divisor(value, eroot.plus(value).plus(epsilon.value() * epsilon.error()));
    }

    /** Of u = factor·x/divisor, with the same factor everywhere, where x/divisor is never longer than this. */
    private Matrix quotient(Matrix x, Matrix ex, Divisor divisor, Factor factor, Matrix longest) {
        Matrix ratio = x.div(divisor.value()).abs();
        Matrix error = divisor.scale().div(divisor.value()).plus(factor.error() + 2);
        Matrix ofRatio = within(longest, ex.div(divisor.value()).plus(ratio.times(error)));
        Matrix largest = ratio.plus(ofRatio.times(tau));
        return ofRatio.times(factor.value())
                .plus(largest.times(Tolerances.AS_GOOD_AS_ZERO * underflow * factor.error()));
    }
}
