package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.ClassicalMomentum;
import dev.plumbline.dl4j.extension.CorrectedEpsilon;
import dev.plumbline.dl4j.extension.InitialStateUpdater;
import dev.plumbline.dl4j.extension.PositiveRate;
import dev.plumbline.dl4j.extension.ScheduledAdaGrad;
import dev.plumbline.dl4j.extension.ScheduledAdaMax;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The DL4J object of every optimizer, with every parameter explicit, because DL4J's defaults differ from the common
 * ones.
 *
 * @param precision the floating-point numbers that DL4J calculates with
 */
record Dl4jOptimizers(Precision precision) implements Optimizer.Cases<Dl4jExpression<IUpdater>> {

    /**
     * An updater with a number or a schedule as its rate.
     *
     * @param number the source with a number for {@code %s}
     * @param schedule the source with a schedule for {@code %s}
     */
    private record Rated(
            String number,
            DoubleFunction<IUpdater> ofNumber,
            String schedule,
            Function<ISchedule, IUpdater> ofSchedule) {

        Dl4jExpression<IUpdater> at(LearningRate rate) {
            return rate instanceof LearningRate.Constant constant
                    ? new Dl4jExpression<>(number.formatted(constant.value()), () -> ofNumber.apply(constant.value()))
                    : at(rate.match(new Dl4jSchedules()));
        }

        private Dl4jExpression<IUpdater> at(Dl4jExpression<ISchedule> rate) {
            return new Dl4jExpression<>(schedule.formatted(rate.java()), () -> ofSchedule.apply(rate.make()));
        }

        /** With a rate that is never 0, for updaters that replace 0 by epsilon. */
        Dl4jExpression<IUpdater> aboveZero(LearningRate rate, Precision precision) {
            if (!rate.canReachZero()) {
                return at(rate);
            }
            // Small enough to act as 0, but not 0 after multiplication by a number near 1.
            double smallest = 16 * (precision == Precision.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
            Dl4jExpression<ISchedule> schedule = rate.match(new Dl4jSchedules());
            return at(new Dl4jExpression<>(
                    "new PositiveRate(" + schedule.java() + ", " + smallest + ")",
                    () -> new PositiveRate(schedule.make(), smallest)));
        }
    }

    /** The source of the builder calls. */
    private static String builder(String updater, String calls) {
        return updater + ".builder().learningRateSchedule(%s)" + calls + ".build()";
    }

    private static String betas(double beta1, double beta2) {
        return ".beta1(" + beta1 + ").beta2(" + beta2 + ")";
    }

    /** The updater with ε in this position. */
    private static Dl4jExpression<IUpdater> withEpsilon(
            Optimizer.EpsilonPosition place, double beta2, double epsilon, Dl4jExpression<IUpdater> adam) {
        return switch (place) {
            case UNCORRECTED -> adam;
            case CORRECTED ->
                new Dl4jExpression<>(
                        "new CorrectedEpsilon(" + adam.java() + ", " + beta2 + ", " + epsilon + ")",
                        () -> new CorrectedEpsilon(adam.make(), beta2, epsilon));
        };
    }

    private static Dl4jExpression<IUpdater> withInitialState(double start, Dl4jExpression<IUpdater> updater) {
        return new Dl4jExpression<>(
                "new InitialStateUpdater(" + updater.java() + ", " + start + ")",
                () -> new InitialStateUpdater(updater.make(), start));
    }

    @Override
    public Dl4jExpression<IUpdater> sgd(Optimizer.Sgd sgd) {
        return new Rated("new Sgd(%s)", Sgd::new, "new Sgd(%s)", Sgd::new).at(sgd.learningRate());
    }

    /** Plumbline's own class, at DL4J's extension point, because DL4J has none. */
    @Override
    public Dl4jExpression<IUpdater> momentum(Optimizer.Momentum momentum) {
        return ours(momentum.learningRate(), momentum, false);
    }

    private static Dl4jExpression<IUpdater> ours(
            LearningRate learningRate, Optimizer.MomentumMethod method, boolean nesterov) {
        double mu = method.momentum();
        boolean scales = method.scalesVelocity();
        Dl4jExpression<ISchedule> rate = learningRate.match(new Dl4jSchedules());
        return new Dl4jExpression<>(
                "new ClassicalMomentum(" + rate.java() + ", " + mu + ", " + nesterov + ", " + scales + ")",
                () -> new ClassicalMomentum(rate.make(), mu, nesterov, scales));
    }

    @Override
    public Dl4jExpression<IUpdater> nesterov(Optimizer.Nesterov nesterov) {
        if (nesterov.scalesVelocity()) {
            return ours(nesterov.learningRate(), nesterov, true);
        }
        double mu = nesterov.momentum();
        String java = "new Nesterovs(%s, " + mu + ")";
        return new Rated(java, rate -> new Nesterovs(rate, mu), java, rate -> new Nesterovs(rate, mu))
                .at(nesterov.learningRate());
    }

    @Override
    public Dl4jExpression<IUpdater> adam(Optimizer.Adam adam) {
        double beta1 = adam.beta1();
        double beta2 = adam.beta2();
        double epsilon = adam.epsilon();
        Dl4jExpression<IUpdater> plain = new Rated(
                        "new Adam(%s, " + beta1 + ", " + beta2 + ", " + epsilon + ")",
                        rate -> new Adam(rate, beta1, beta2, epsilon),
                        builder("Adam", betas(beta1, beta2) + ".epsilon(" + epsilon + ")"),
                        rate -> Adam.builder()
                                .learningRateSchedule(rate)
                                .beta1(beta1)
                                .beta2(beta2)
                                .epsilon(epsilon)
                                .build())
                .aboveZero(adam.learningRate(), precision);
        return withEpsilon(adam.epsilonOn(), beta2, epsilon, plain);
    }

    @Override
    public Dl4jExpression<IUpdater> amsgrad(Optimizer.Amsgrad amsgrad) {
        double beta1 = amsgrad.beta1();
        double beta2 = amsgrad.beta2();
        double epsilon = amsgrad.epsilon();
        Dl4jExpression<IUpdater> plain = new Rated(
                        "new AMSGrad(%s, " + beta1 + ", " + beta2 + ", " + epsilon + ")",
                        rate -> new AMSGrad(rate, beta1, beta2, epsilon),
                        builder("AMSGrad", betas(beta1, beta2) + ".epsilon(" + epsilon + ")"),
                        rate -> AMSGrad.builder()
                                .learningRateSchedule(rate)
                                .beta1(beta1)
                                .beta2(beta2)
                                .epsilon(epsilon)
                                .build())
                .aboveZero(amsgrad.learningRate(), precision);
        return withEpsilon(amsgrad.epsilonOn(), beta2, epsilon, plain);
    }

    /** DL4J uses epsilon only to replace a rate of 0; with an epsilon of 0 it replaces nothing. */
    @Override
    public Dl4jExpression<IUpdater> adamax(Optimizer.Adamax adamax) {
        double beta1 = adamax.beta1();
        double beta2 = adamax.beta2();
        return new Rated(
                        "new AdaMax(%s, " + beta1 + ", " + beta2 + ", 0.0)",
                        rate -> new AdaMax(rate, beta1, beta2, 0),
                        "ScheduledAdaMax.of(%s, " + beta1 + ", " + beta2 + ")",
                        rate -> ScheduledAdaMax.of(rate, beta1, beta2))
                .at(adamax.learningRate());
    }

    @Override
    public Dl4jExpression<IUpdater> nadam(Optimizer.Nadam nadam) {
        double beta1 = nadam.beta1();
        double beta2 = nadam.beta2();
        double epsilon = nadam.epsilon();
        return new Rated(
                        "new Nadam(%s, " + beta1 + ", " + beta2 + ", " + epsilon + ")",
                        rate -> new Nadam(rate, beta1, beta2, epsilon),
                        builder("Nadam", betas(beta1, beta2) + ".epsilon(" + epsilon + ")"),
                        rate -> Nadam.builder()
                                .learningRateSchedule(rate)
                                .beta1(beta1)
                                .beta2(beta2)
                                .epsilon(epsilon)
                                .build())
                .at(nadam.learningRate());
    }

    @Override
    public Dl4jExpression<IUpdater> rmsprop(Optimizer.Rmsprop rmsprop) {
        double decay = rmsprop.decay();
        double epsilon = rmsprop.epsilon();
        Dl4jExpression<IUpdater> plain = new Rated(
                        "new RmsProp(%s, " + decay + ", " + epsilon + ")",
                        rate -> new RmsProp(rate, decay, epsilon),
                        builder("RmsProp", ".rmsDecay(" + decay + ").epsilon(" + epsilon + ")"),
                        rate -> RmsProp.builder()
                                .learningRateSchedule(rate)
                                .rmsDecay(decay)
                                .epsilon(epsilon)
                                .build())
                .at(rmsprop.learningRate());
        return switch (rmsprop.initialMean()) {
            case EPSILON -> plain;
            case ZERO -> withInitialState(0, plain);
        };
    }

    @Override
    public Dl4jExpression<IUpdater> adagrad(Optimizer.Adagrad adagrad) {
        double epsilon = adagrad.epsilon();
        Dl4jExpression<IUpdater> plain = new Rated(
                        "new AdaGrad(%s, " + epsilon + ")",
                        rate -> new AdaGrad(rate, epsilon),
                        "new ScheduledAdaGrad(%s, " + epsilon + ")",
                        rate -> new ScheduledAdaGrad(rate, epsilon))
                .at(adagrad.learningRate());
        return adagrad.startsAsInDl4j() ? plain : withInitialState(adagrad.initialSum(), plain);
    }

    @Override
    public Dl4jExpression<IUpdater> adadelta(Optimizer.Adadelta adadelta) {
        return new Dl4jExpression<>(
                "new AdaDelta(" + adadelta.decay() + ", " + adadelta.epsilon() + ")",
                () -> new AdaDelta(adadelta.decay(), adadelta.epsilon()));
    }
}
