package dev.plumbline.diagnose.replay;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The computation of a parameter's update. Each mistake of the optimizer step replaces one part, so that mistakes
 * combine in any order.
 *
 * @param layer the layer with its penalties and gradient normalization
 * @param factor the factor of the gradient
 * @param optimizer the optimizer with its parameters
 * @param rate the learning rate of this step
 * @param decayRate the learning rate that multiplies the weight decay
 * @param t the number of this step for the optimizer, counted from 1
 * @param step the formula of the update
 * @param startsEmpty whether the optimizer state starts empty instead of with that of the file's optimizer
 * @param resets whether the optimizer state is cleared when an epoch starts
 * @param sharedIn the order in which layers are updated, if layers of the same shape share one optimizer state;
 *     otherwise empty
 * @param input changes the optimizer's input
 */
public record UpdateRule(
        Layer layer,
        double factor,
        Optimizer optimizer,
        double rate,
        double decayRate,
        double t,
        OptimizerStep step,
        boolean startsEmpty,
        boolean resets,
        List<Integer> sharedIn,
        OfInput input) {

    /** Computes the update and the next optimizer state from a gradient. */
    @FunctionalInterface
    public interface OptimizerStep {
        Formulas.Update of(Optimizer optimizer, Matrix gradient, List<Matrix> state, double rate, double t);
    }

    /** Changes the optimizer's input: a gradient with its penalties. */
    @FunctionalInterface
    public interface OfInput {
        Matrix of(StepContext s, Quantity update, int l, Matrix gradient);
    }

    /** The correct rule. */
    static UpdateRule of(StepContext s, int l) {
        double rate = s.rate(l);
        return new UpdateRule(
                s.layer(l),
                1,
                s.optimizer(l),
                rate,
                rate,
                s.batch().step() + 1.0,
                UpdateRule::step,
                false,
                false,
                List.of(),
                (state, update, layer, gradient) -> gradient);
    }

    /** The step of any optimizer. */
    public static Formulas.Update step(
            Optimizer optimizer, Matrix gradient, List<Matrix> state, double rate, double t) {
        return Formulas.update(withRate(optimizer, rate), gradient, state, at((long) t - 1, 0));
    }

    /** The optimizer with this constant learning rate; a rate of 0 becomes the smallest allowed one. */
    private static Optimizer withRate(Optimizer optimizer, double rate) {
        Optional<LearningRate> learningRate = optimizer.rate();
        double allowed = Math.max(rate, Double.MIN_NORMAL);
        boolean isSame = learningRate.isEmpty()
                || learningRate.get() instanceof LearningRate.Constant constant && constant.value() == allowed;
        return isSame ? optimizer : Schema.with(optimizer, Optimizer.RATE, LearningRate.of(allowed));
    }

    /** A batch that only has a step and an epoch. */
    public static Batch at(long step, int epoch) {
        return new Batch(step, epoch, false, Matrix.zeros(1, 1), Matrix.zeros(1, 1));
    }

    public UpdateRule with(Layer layer) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, resets, sharedIn, input);
    }

    public UpdateRule withFactor(double multiplier) {
        return new UpdateRule(
                layer, factor * multiplier, optimizer, rate, decayRate, t, step, startsEmpty, resets, sharedIn, input);
    }

    /** With another value of an optimizer's parameter; the state starts empty. */
    public UpdateRule with(Optimizer optimizer) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, true, resets, sharedIn, input);
    }

    /** With another change of the optimizer's input, after earlier ones. */
    public UpdateRule withInput(OfInput next) {
        return new UpdateRule(
                layer,
                factor,
                optimizer,
                rate,
                decayRate,
                t,
                step,
                startsEmpty,
                resets,
                sharedIn,
                (s, update, l, gradient) -> next.of(s, update, l, input.of(s, update, l, gradient)));
    }

    public UpdateRule withRate(double rate) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, resets, sharedIn, input);
    }

    public UpdateRule withDecayRate(double decayRate) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, resets, sharedIn, input);
    }

    public UpdateRule withTime(double time) {
        return new UpdateRule(
                layer, factor, optimizer, rate, decayRate, time, step, startsEmpty, resets, sharedIn, input);
    }

    /** With another formula for the same optimizer state. */
    public UpdateRule with(OptimizerStep step) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, resets, sharedIn, input);
    }

    /** With another formula that has its own optimizer state. */
    public UpdateRule withOwnState(OptimizerStep step) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, true, resets, sharedIn, input);
    }

    public UpdateRule resetting() {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, true, sharedIn, input);
    }

    public UpdateRule sharing(List<Integer> order) {
        return new UpdateRule(layer, factor, optimizer, rate, decayRate, t, step, startsEmpty, resets, order, input);
    }
}
