package dev.plumbline;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import java.util.List;
import java.util.Optional;

/**
 * Every word of a network file as a method, to be imported statically: {@code adam(0.01)} is {@code adam: { learning_rate:
 * 0.01 }}. The parameters stand in the file's order; a method without those that have defaults takes the defaults. Two words
 * differ: the identity as initial weights is {@link #identityWeights}, and a constant learning rate is a number.
 */
public final class NetworkWords {
    private NetworkWords() {}

    /** {@link Activation.Identity}. */
    public static Activation identity() {
        return new Activation.Identity();
    }

    /** {@link Activation.Sigmoid}. */
    public static Activation sigmoid() {
        return new Activation.Sigmoid();
    }

    /** {@link Activation.Tanh}. */
    public static Activation tanh() {
        return new Activation.Tanh();
    }

    /** {@link Activation.Relu}. */
    public static Activation relu() {
        return new Activation.Relu();
    }

    /** {@link Activation.LeakyRelu} with its defaults. */
    public static Activation leakyRelu() {
        return leakyRelu(0.01);
    }

    /** {@link Activation.LeakyRelu}. */
    public static Activation leakyRelu(double alpha) {
        return new Activation.LeakyRelu(alpha);
    }

    /** {@link Activation.Relu6}. */
    public static Activation relu6() {
        return new Activation.Relu6();
    }

    /** {@link Activation.Elu}. */
    public static Activation elu() {
        return new Activation.Elu();
    }

    /** {@link Activation.Selu}. */
    public static Activation selu() {
        return new Activation.Selu();
    }

    /** {@link Activation.Softplus}. */
    public static Activation softplus() {
        return new Activation.Softplus();
    }

    /** {@link Activation.Softsign}. */
    public static Activation softsign() {
        return new Activation.Softsign();
    }

    /** {@link Activation.HardSigmoid}. */
    public static Activation hardSigmoid() {
        return new Activation.HardSigmoid();
    }

    /** {@link Activation.HardTanh}. */
    public static Activation hardTanh() {
        return new Activation.HardTanh();
    }

    /** {@link Activation.Swish}. */
    public static Activation swish() {
        return new Activation.Swish();
    }

    /** {@link Activation.Mish}. */
    public static Activation mish() {
        return new Activation.Mish();
    }

    /** {@link Activation.Gelu}. */
    public static Activation gelu() {
        return new Activation.Gelu();
    }

    /** {@link Activation.Cube}. */
    public static Activation cube() {
        return new Activation.Cube();
    }

    /** {@link Activation.RationalTanh}. */
    public static Activation rationalTanh() {
        return new Activation.RationalTanh();
    }

    /** {@link Activation.RectifiedTanh}. */
    public static Activation rectifiedTanh() {
        return new Activation.RectifiedTanh();
    }

    /** {@link Activation.ThresholdedRelu} with its defaults. */
    public static Activation thresholdedRelu() {
        return thresholdedRelu(1.0);
    }

    /** {@link Activation.ThresholdedRelu}. */
    public static Activation thresholdedRelu(double theta) {
        return new Activation.ThresholdedRelu(theta);
    }

    /** {@link Activation.Softmax}. */
    public static Activation softmax() {
        return new Activation.Softmax();
    }

    /** {@link Initializer.Zeros}. */
    public static Initializer zeros() {
        return new Initializer.Zeros();
    }

    /** {@link Initializer.Ones}. */
    public static Initializer ones() {
        return new Initializer.Ones();
    }

    /** {@link Initializer.Constant}. */
    public static Initializer constant(double value) {
        return new Initializer.Constant(value);
    }

    /** {@link Initializer.Uniform}. */
    public static Initializer uniform(double low, double high) {
        return new Initializer.Uniform(low, high);
    }

    /** {@link Initializer.Normal} with its defaults. */
    public static Initializer normal(double standardDeviation) {
        return normal(0.0, standardDeviation);
    }

    /** {@link Initializer.Normal}. */
    public static Initializer normal(double mean, double standardDeviation) {
        return new Initializer.Normal(mean, standardDeviation);
    }

    /** {@link Initializer.TruncatedNormal} with its defaults. */
    public static Initializer truncatedNormal(double standardDeviation) {
        return truncatedNormal(0.0, standardDeviation);
    }

    /** {@link Initializer.TruncatedNormal}. */
    public static Initializer truncatedNormal(double mean, double standardDeviation) {
        return new Initializer.TruncatedNormal(mean, standardDeviation);
    }

    /** {@link Initializer.GlorotUniform}. */
    public static Initializer glorotUniform() {
        return new Initializer.GlorotUniform();
    }

    /** {@link Initializer.GlorotNormal}. */
    public static Initializer glorotNormal() {
        return new Initializer.GlorotNormal();
    }

    /** {@link Initializer.HeUniform}. */
    public static Initializer heUniform() {
        return new Initializer.HeUniform();
    }

    /** {@link Initializer.HeNormal}. */
    public static Initializer heNormal() {
        return new Initializer.HeNormal();
    }

    /** {@link Initializer.LecunUniform}. */
    public static Initializer lecunUniform() {
        return new Initializer.LecunUniform();
    }

    /** {@link Initializer.LecunNormal}. */
    public static Initializer lecunNormal() {
        return new Initializer.LecunNormal();
    }

    /** {@link Initializer.Orthogonal} with its defaults. */
    public static Initializer orthogonal() {
        return orthogonal(1.0);
    }

    /** {@link Initializer.Orthogonal}. */
    public static Initializer orthogonal(double gain) {
        return new Initializer.Orthogonal(gain);
    }

    /** {@link Initializer.Identity}. */
    public static Initializer identityWeights() {
        return new Initializer.Identity();
    }

    /** {@link Initializer.Given} with its defaults. */
    public static Initializer given(List<List<Double>> weights) {
        return given(weights, Optional.empty());
    }

    /** {@link Initializer.Given}. */
    public static Initializer given(List<List<Double>> weights, Optional<List<Double>> bias) {
        return new Initializer.Given(weights, bias);
    }

    /** {@link Initializer.Npy} with its defaults. */
    public static Initializer npy(String file) {
        return npy(file, Optional.empty());
    }

    /** {@link Initializer.Npy}. */
    public static Initializer npy(String file, Optional<String> bias) {
        return new Initializer.Npy(file, bias);
    }

    /** {@link Initializer.Npz} with its defaults. */
    public static Initializer npz(String file) {
        return npz(file, Optional.empty(), Optional.empty());
    }

    /** {@link Initializer.Npz}. */
    public static Initializer npz(String file, Optional<String> array, Optional<String> bias) {
        return new Initializer.Npz(file, array, bias);
    }

    /** {@link Loss.HalfSquaredError}. */
    public static Loss halfSquaredError() {
        return new Loss.HalfSquaredError();
    }

    /** {@link Loss.SquaredError}. */
    public static Loss squaredError() {
        return new Loss.SquaredError();
    }

    /** {@link Loss.MeanSquaredError}. */
    public static Loss meanSquaredError() {
        return new Loss.MeanSquaredError();
    }

    /** {@link Loss.AbsoluteError}. */
    public static Loss absoluteError() {
        return new Loss.AbsoluteError();
    }

    /** {@link Loss.MeanAbsoluteError}. */
    public static Loss meanAbsoluteError() {
        return new Loss.MeanAbsoluteError();
    }

    /** {@link Loss.MeanSquaredLogarithmicError}. */
    public static Loss meanSquaredLogarithmicError() {
        return new Loss.MeanSquaredLogarithmicError();
    }

    /** {@link Loss.MeanAbsolutePercentageError}. */
    public static Loss meanAbsolutePercentageError() {
        return new Loss.MeanAbsolutePercentageError();
    }

    /** {@link Loss.BinaryCrossEntropy} with its defaults. */
    public static Loss binaryCrossEntropy() {
        return binaryCrossEntropy(1.0E-12);
    }

    /** {@link Loss.BinaryCrossEntropy}. */
    public static Loss binaryCrossEntropy(double clip) {
        return new Loss.BinaryCrossEntropy(clip);
    }

    /** {@link Loss.CategoricalCrossEntropy}. */
    public static Loss categoricalCrossEntropy() {
        return new Loss.CategoricalCrossEntropy();
    }

    /** {@link Loss.KlDivergence}. */
    public static Loss klDivergence() {
        return new Loss.KlDivergence();
    }

    /** {@link Loss.Poisson}. */
    public static Loss poisson() {
        return new Loss.Poisson();
    }

    /** {@link Loss.Hinge}. */
    public static Loss hinge() {
        return new Loss.Hinge();
    }

    /** {@link Loss.SquaredHinge}. */
    public static Loss squaredHinge() {
        return new Loss.SquaredHinge();
    }

    /** {@link Loss.Cosine}. */
    public static Loss cosine() {
        return new Loss.Cosine();
    }

    /** {@link Optimizer.Sgd}. */
    public static Optimizer sgd(double learningRate) {
        return sgd(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Sgd}. */
    public static Optimizer sgd(LearningRate learningRate) {
        return new Optimizer.Sgd(learningRate);
    }

    /** {@link Optimizer.Momentum} with its defaults. */
    public static Optimizer momentum(double learningRate) {
        return momentum(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Momentum}. */
    public static Optimizer momentum(double learningRate, double momentum) {
        return momentum(LearningRate.of(learningRate), momentum);
    }

    /** {@link Optimizer.Momentum} with its defaults. */
    public static Optimizer momentum(LearningRate learningRate) {
        return momentum(learningRate, 0.9);
    }

    /** {@link Optimizer.Momentum}. */
    public static Optimizer momentum(LearningRate learningRate, double momentum) {
        return new Optimizer.Momentum(learningRate, momentum);
    }

    /** {@link Optimizer.Nesterov} with its defaults. */
    public static Optimizer nesterov(double learningRate) {
        return nesterov(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Nesterov}. */
    public static Optimizer nesterov(double learningRate, double momentum) {
        return nesterov(LearningRate.of(learningRate), momentum);
    }

    /** {@link Optimizer.Nesterov} with its defaults. */
    public static Optimizer nesterov(LearningRate learningRate) {
        return nesterov(learningRate, 0.9);
    }

    /** {@link Optimizer.Nesterov}. */
    public static Optimizer nesterov(LearningRate learningRate, double momentum) {
        return new Optimizer.Nesterov(learningRate, momentum);
    }

    /** {@link Optimizer.Adam} with its defaults. */
    public static Optimizer adam(double learningRate) {
        return adam(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Adam}. */
    public static Optimizer adam(
            double learningRate, double beta1, double beta2, double epsilon, Optimizer.EpsilonPosition epsilonOn) {
        return adam(LearningRate.of(learningRate), beta1, beta2, epsilon, epsilonOn);
    }

    /** {@link Optimizer.Adam} with its defaults. */
    public static Optimizer adam(LearningRate learningRate) {
        return adam(learningRate, 0.9, 0.999, 1.0E-8, Optimizer.EpsilonPosition.UNCORRECTED);
    }

    /** {@link Optimizer.Adam}. */
    public static Optimizer adam(
            LearningRate learningRate,
            double beta1,
            double beta2,
            double epsilon,
            Optimizer.EpsilonPosition epsilonOn) {
        return new Optimizer.Adam(learningRate, beta1, beta2, epsilon, epsilonOn);
    }

    /** {@link Optimizer.Amsgrad} with its defaults. */
    public static Optimizer amsgrad(double learningRate) {
        return amsgrad(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Amsgrad}. */
    public static Optimizer amsgrad(
            double learningRate, double beta1, double beta2, double epsilon, Optimizer.EpsilonPosition epsilonOn) {
        return amsgrad(LearningRate.of(learningRate), beta1, beta2, epsilon, epsilonOn);
    }

    /** {@link Optimizer.Amsgrad} with its defaults. */
    public static Optimizer amsgrad(LearningRate learningRate) {
        return amsgrad(learningRate, 0.9, 0.999, 1.0E-8, Optimizer.EpsilonPosition.UNCORRECTED);
    }

    /** {@link Optimizer.Amsgrad}. */
    public static Optimizer amsgrad(
            LearningRate learningRate,
            double beta1,
            double beta2,
            double epsilon,
            Optimizer.EpsilonPosition epsilonOn) {
        return new Optimizer.Amsgrad(learningRate, beta1, beta2, epsilon, epsilonOn);
    }

    /** {@link Optimizer.Adamax} with its defaults. */
    public static Optimizer adamax(double learningRate) {
        return adamax(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Adamax}. */
    public static Optimizer adamax(double learningRate, double beta1, double beta2) {
        return adamax(LearningRate.of(learningRate), beta1, beta2);
    }

    /** {@link Optimizer.Adamax} with its defaults. */
    public static Optimizer adamax(LearningRate learningRate) {
        return adamax(learningRate, 0.9, 0.999);
    }

    /** {@link Optimizer.Adamax}. */
    public static Optimizer adamax(LearningRate learningRate, double beta1, double beta2) {
        return new Optimizer.Adamax(learningRate, beta1, beta2);
    }

    /** {@link Optimizer.Nadam} with its defaults. */
    public static Optimizer nadam(double learningRate) {
        return nadam(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Nadam}. */
    public static Optimizer nadam(double learningRate, double beta1, double beta2, double epsilon) {
        return nadam(LearningRate.of(learningRate), beta1, beta2, epsilon);
    }

    /** {@link Optimizer.Nadam} with its defaults. */
    public static Optimizer nadam(LearningRate learningRate) {
        return nadam(learningRate, 0.9, 0.999, 1.0E-8);
    }

    /** {@link Optimizer.Nadam}. */
    public static Optimizer nadam(LearningRate learningRate, double beta1, double beta2, double epsilon) {
        return new Optimizer.Nadam(learningRate, beta1, beta2, epsilon);
    }

    /** {@link Optimizer.Rmsprop} with its defaults. */
    public static Optimizer rmsprop(double learningRate) {
        return rmsprop(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Rmsprop}. */
    public static Optimizer rmsprop(
            double learningRate, double decay, double epsilon, Optimizer.InitialMean initialMean) {
        return rmsprop(LearningRate.of(learningRate), decay, epsilon, initialMean);
    }

    /** {@link Optimizer.Rmsprop} with its defaults. */
    public static Optimizer rmsprop(LearningRate learningRate) {
        return rmsprop(learningRate, 0.9, 1.0E-8, Optimizer.InitialMean.EPSILON);
    }

    /** {@link Optimizer.Rmsprop}. */
    public static Optimizer rmsprop(
            LearningRate learningRate, double decay, double epsilon, Optimizer.InitialMean initialMean) {
        return new Optimizer.Rmsprop(learningRate, decay, epsilon, initialMean);
    }

    /** {@link Optimizer.Adagrad} with its defaults. */
    public static Optimizer adagrad(double learningRate) {
        return adagrad(LearningRate.of(learningRate));
    }

    /** {@link Optimizer.Adagrad}. */
    public static Optimizer adagrad(double learningRate, double epsilon, double initialSum) {
        return adagrad(LearningRate.of(learningRate), epsilon, initialSum);
    }

    /** {@link Optimizer.Adagrad} with its defaults. */
    public static Optimizer adagrad(LearningRate learningRate) {
        return adagrad(learningRate, 1.0E-6, 1.0E-6);
    }

    /** {@link Optimizer.Adagrad}. */
    public static Optimizer adagrad(LearningRate learningRate, double epsilon, double initialSum) {
        return new Optimizer.Adagrad(learningRate, epsilon, initialSum);
    }

    /** {@link Optimizer.Adadelta} with its defaults. */
    public static Optimizer adadelta() {
        return adadelta(0.95, 1.0E-6);
    }

    /** {@link Optimizer.Adadelta}. */
    public static Optimizer adadelta(double decay, double epsilon) {
        return new Optimizer.Adadelta(decay, epsilon);
    }

    /** {@link LearningRate.Step} with its defaults. */
    public static LearningRate step(double initial, double factor, int every) {
        return step(initial, factor, every, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Step}. */
    public static LearningRate step(double initial, double factor, int every, LearningRate.ScheduleUnit per) {
        return new LearningRate.Step(initial, factor, every, per);
    }

    /** {@link LearningRate.Exponential} with its defaults. */
    public static LearningRate exponential(double initial, double factor) {
        return exponential(initial, factor, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Exponential}. */
    public static LearningRate exponential(double initial, double factor, LearningRate.ScheduleUnit per) {
        return new LearningRate.Exponential(initial, factor, per);
    }

    /** {@link LearningRate.Inverse} with its defaults. */
    public static LearningRate inverse(double initial, double decay) {
        return inverse(initial, decay, 1.0, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Inverse}. */
    public static LearningRate inverse(double initial, double decay, double power, LearningRate.ScheduleUnit per) {
        return new LearningRate.Inverse(initial, decay, power, per);
    }

    /** {@link LearningRate.Polynomial} with its defaults. */
    public static LearningRate polynomial(double initial, int length) {
        return polynomial(initial, 1.0, length, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Polynomial}. */
    public static LearningRate polynomial(double initial, double power, int length, LearningRate.ScheduleUnit per) {
        return new LearningRate.Polynomial(initial, power, length, per);
    }

    /** {@link LearningRate.Sigmoid} with its defaults. */
    public static LearningRate sigmoid(double limit, double slope, int centre) {
        return sigmoid(limit, slope, centre, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Sigmoid}. */
    public static LearningRate sigmoid(double limit, double slope, int centre, LearningRate.ScheduleUnit per) {
        return new LearningRate.Sigmoid(limit, slope, centre, per);
    }

    /** {@link LearningRate.Cycle} with its defaults. */
    public static LearningRate cycle(double low, double high, int rise) {
        return cycle(low, high, rise, 0, 1.0, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Cycle}. */
    public static LearningRate cycle(
            double low, double high, int rise, int tail, double factor, LearningRate.ScheduleUnit per) {
        return new LearningRate.Cycle(low, high, rise, tail, factor, per);
    }

    /** {@link LearningRate.Table} with its defaults. */
    public static LearningRate table(double initial, List<Integer> from, List<Double> rates) {
        return table(initial, from, rates, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.Table}. */
    public static LearningRate table(
            double initial, List<Integer> from, List<Double> rates, LearningRate.ScheduleUnit per) {
        return new LearningRate.Table(initial, from, rates, per);
    }

    /** {@link LearningRate.WarmUp} with its defaults. */
    public static LearningRate warmUp(int length, double then) {
        return warmUp(length, LearningRate.of(then));
    }

    /** {@link LearningRate.WarmUp}. */
    public static LearningRate warmUp(int length, double then, LearningRate.ScheduleUnit per) {
        return warmUp(length, LearningRate.of(then), per);
    }

    /** {@link LearningRate.WarmUp} with its defaults. */
    public static LearningRate warmUp(int length, LearningRate then) {
        return warmUp(length, then, LearningRate.ScheduleUnit.STEP);
    }

    /** {@link LearningRate.WarmUp}. */
    public static LearningRate warmUp(int length, LearningRate then, LearningRate.ScheduleUnit per) {
        return new LearningRate.WarmUp(length, then, per);
    }

    /** {@link GradientNormalization.ClipValue}. */
    public static GradientNormalization clipValue(double threshold) {
        return new GradientNormalization.ClipValue(threshold);
    }

    /** {@link GradientNormalization.ClipNorm}. */
    public static GradientNormalization clipNorm(double threshold, GradientNormalization.NormScope per) {
        return new GradientNormalization.ClipNorm(threshold, per);
    }

    /** {@link GradientNormalization.UnitNorm}. */
    public static GradientNormalization unitNorm(GradientNormalization.NormScope per) {
        return new GradientNormalization.UnitNorm(per);
    }

    /** {@link Constraint.MaxNorm}. */
    public static Constraint maxNorm(double max) {
        return new Constraint.MaxNorm(max);
    }

    /** {@link Constraint.UnitNorm}. */
    public static Constraint unitNorm() {
        return new Constraint.UnitNorm();
    }

    /** {@link Constraint.NonNegative}. */
    public static Constraint nonNegative() {
        return new Constraint.NonNegative();
    }
}
