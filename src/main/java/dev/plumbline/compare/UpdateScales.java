package dev.plumbline.compare;

import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import java.util.List;

/**
 * How far rounding may carry what an optimizer remembers, and its update, in units of τ; the same analysis as in
 * {@link Scales}, element by element. What was remembered before the step is exact: it was handed over. A factor 1 − β
 * counts as 1 + β, because it is a difference of rounded numbers; in f32 that is where most of the error comes from.
 *
 * @param g the gradient, of an array of weights or of a bias
 * @param eg its scale
 * @param before what was remembered before the step
 * @param after what is remembered after it
 * @param u the update
 * @param t the step's number, counted from 1
 * @param tau τ
 * @param underflow the scale of a number below the smallest normal one
 */
record UpdateScales(
        Matrix g, Matrix eg, List<Matrix> before, List<Matrix> after, Matrix u, double t, double tau, double underflow)
        implements Optimizer.Cases<List<Matrix>> {

    /** A rate of so many of the smallest normal numbers is as good as 0: some engines take the one for the other. */
    private static final double AS_GOOD_AS_ZERO = 32;

    /** The scale of each memory after the step, and last that of the update. */
    List<Matrix> of(Optimizer optimizer) {
        return optimizer.match(this);
    }

    @Override
    public List<Matrix> sgd(Optimizer.Sgd sgd) {
        return List.of(eg.times(gain(u)).plus(u.abs()));
    }

    @Override
    public List<Matrix> momentum(Optimizer.Momentum momentum) {
        Matrix ev = velocity(momentum.momentum());
        return List.of(ev, ev.plus(u.abs())); // u is v, but for the decay of the weights
    }

    @Override
    public List<Matrix> nesterov(Optimizer.Nesterov nesterov) {
        double mu = nesterov.momentum();
        Matrix ev = velocity(mu);
        return List.of(ev, ev.times(1 + mu).plus(before.get(0).abs().times(mu)).plus(u.abs()));
    }

    /** Of v' = μv − rate·g. */
    private Matrix velocity(double mu) {
        Matrix kept = before.get(0).times(mu);
        double rate = gain(after.get(0).minus(kept));
        return eg.times(rate).plus(kept.abs().times(2)).plus(after.get(0).abs());
    }

    /** A factor that all of g was multiplied by, told from the result. */
    private double gain(Matrix multiplied) {
        double norm = g.norm();
        return norm == 0 ? 1 : multiplied.norm() / norm;
    }

    @Override
    public List<Matrix> adam(Optimizer.Adam adam) {
        Matrix em = mean(0, adam.beta1(), g, eg);
        Matrix ev = mean(1, adam.beta2(), g.square(), squared(g, eg));
        double corrections = correction(adam.beta1()) + correction(adam.beta2());
        Matrix eu = quotient(after.get(0), em, divisor(1, ev, adam.epsilon()), corrections);
        return List.of(em, ev, eu);
    }

    @Override
    public List<Matrix> amsgrad(Optimizer.Amsgrad amsgrad) {
        Matrix em = mean(0, amsgrad.beta1(), g, eg);
        Matrix ev = mean(1, amsgrad.beta2(), g.square(), squared(g, eg));
        double corrections = correction(amsgrad.beta1()) + correction(amsgrad.beta2());
        Matrix eu = quotient(after.get(0), em, divisor(2, ev, amsgrad.epsilon()), corrections);
        return List.of(em, ev, ev.plus(after.get(2)), eu);
    }

    @Override
    public List<Matrix> adamax(Optimizer.Adamax adamax) {
        Matrix em = mean(0, adamax.beta1(), g, eg);
        Matrix en = eg.plus(after.get(1));
        Matrix eu = quotient(after.get(0), em, new Divisor(after.get(1), en), correction(adamax.beta1()));
        return List.of(em, en, eu);
    }

    @Override
    public List<Matrix> nadam(Optimizer.Nadam nadam) {
        double beta1 = nadam.beta1();
        Matrix em = mean(0, beta1, g, eg);
        Matrix ev = mean(1, nadam.beta2(), g.square(), squared(g, eg));
        Matrix ahead = after.get(0).times(beta1).plus(g.times(1 - beta1));
        Matrix eahead = em.times(beta1).plus(eg.times(1 - beta1)).plus(g.abs().times(1 + beta1));
        Matrix eu = quotient(ahead, eahead, divisor(1, ev, nadam.epsilon()), correction(beta1));
        return List.of(em, ev, eu);
    }

    @Override
    public List<Matrix> rmsprop(Optimizer.Rmsprop rmsprop) {
        Matrix ec = mean(0, rmsprop.decay(), g.square(), squared(g, eg));
        return List.of(ec, quotient(g, eg, divisor(0, ec, rmsprop.epsilon()), 1));
    }

    @Override
    public List<Matrix> adagrad(Optimizer.Adagrad adagrad) {
        Matrix eh = squared(g, eg).plus(after.get(0).times(2));
        return List.of(eh, quotient(g, eg, divisor(0, eh, adagrad.epsilon()), 1));
    }

    @Override
    public List<Matrix> adadelta(Optimizer.Adadelta adadelta) {
        double decay = adadelta.decay();
        Matrix ec = mean(0, decay, g.square(), squared(g, eg));
        Matrix c = after.get(0).plus(adadelta.epsilon());
        Matrix d = before.get(1).plus(adadelta.epsilon());
        // u = g √(d/c), so its relative error is that of g and half of that of c.
        Matrix eu = eg.times(d.sqrt())
                .div(c.sqrt())
                .plus(u.abs().times(ec.div(c).times(0.5).plus(3)));
        return List.of(ec, mean(1, decay, u.square(), squared(u, eu)), eu);
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

    /** √v + ε. Where v is as good as 0, its root may be off by the root of what v may be off by. */
    private Divisor divisor(int memory, Matrix ev, double epsilon) {
        Matrix v = after.get(memory);
        Matrix eroot = v.zip(ev, (one, e) -> min(one == 0 ? Double.MAX_VALUE : e / (2 * sqrt(one)), sqrt(e / tau)));
        Matrix value = v.sqrt().plus(epsilon);
        return new Divisor(value, eroot.plus(value));
    }

    /** Of u = factor·x/divisor, with the same factor everywhere and its relative error. */
    private Matrix quotient(Matrix x, Matrix ex, Divisor divisor, double ofFactor) {
        Matrix ratio = x.div(divisor.value());
        double ratios = ratio.norm();
        double factor = ratios == 0 ? 1 : u.norm() / ratios;
        return ex.div(divisor.value())
                .times(factor)
                .plus(u.abs().times(divisor.scale().div(divisor.value()).plus(ofFactor + 2)))
                .plus(ratio.abs().times(AS_GOOD_AS_ZERO * underflow));
    }
}
