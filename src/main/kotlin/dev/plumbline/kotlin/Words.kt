package dev.plumbline.kotlin

import dev.plumbline.spec.Activation
import dev.plumbline.spec.Backend
import dev.plumbline.spec.Constraint
import dev.plumbline.spec.GradientNormalization
import dev.plumbline.spec.Initializer
import dev.plumbline.spec.LearningRate
import dev.plumbline.spec.Loss
import dev.plumbline.spec.Optimizer
import dev.plumbline.spec.Precision
import dev.plumbline.spec.Reduction
import dev.plumbline.spec.Regularization
import java.util.Optional

// Every word of a network file, with the file's parameters and defaults. Two differ: the identity as initial weights is
// `identityWeights`, and a constant learning rate is `rate`, or a number where an optimizer takes it.

/** [Reduction.SUM]. */
val sum: Reduction get() = Reduction.SUM

/** [Reduction.MEAN]. */
val mean: Reduction get() = Reduction.MEAN

/** [Precision.F64]. */
val f64: Precision get() = Precision.F64

/** [Precision.F32]. */
val f32: Precision get() = Precision.F32

/** [Backend.CPU]. */
val cpu: Backend get() = Backend.CPU

/** [Backend.CUDA]. */
val cuda: Backend get() = Backend.CUDA

/** [Backend.AUTO]. */
val auto: Backend get() = Backend.AUTO

/** [Regularization]. */
fun regularization(
    l1: Double = 0.0,
    l2: Double = 0.0,
    l1Bias: Double = 0.0,
    l2Bias: Double = 0.0,
    weightDecay: Double = 0.0,
): Regularization = Regularization(l1, l2, l1Bias, l2Bias, weightDecay)

/** [LearningRate.Constant]. */
fun rate(value: Double): LearningRate = LearningRate.of(value)

// Activation

/** [Activation.Identity]. */
val identity: Activation get() = Activation.Identity()

/** [Activation.Sigmoid]. */
val sigmoid: Activation get() = Activation.Sigmoid()

/** [Activation.Tanh]. */
val tanh: Activation get() = Activation.Tanh()

/** [Activation.Relu]. */
val relu: Activation get() = Activation.Relu()

/** [Activation.LeakyRelu]. */
fun leakyRelu(
    alpha: Double = 0.01,
): Activation = Activation.LeakyRelu(alpha)

/** [Activation.Relu6]. */
val relu6: Activation get() = Activation.Relu6()

/** [Activation.Elu]. */
val elu: Activation get() = Activation.Elu()

/** [Activation.Selu]. */
val selu: Activation get() = Activation.Selu()

/** [Activation.Softplus]. */
val softplus: Activation get() = Activation.Softplus()

/** [Activation.Softsign]. */
val softsign: Activation get() = Activation.Softsign()

/** [Activation.HardSigmoid]. */
val hardSigmoid: Activation get() = Activation.HardSigmoid()

/** [Activation.HardTanh]. */
val hardTanh: Activation get() = Activation.HardTanh()

/** [Activation.Swish]. */
val swish: Activation get() = Activation.Swish()

/** [Activation.Mish]. */
val mish: Activation get() = Activation.Mish()

/** [Activation.Gelu]. */
val gelu: Activation get() = Activation.Gelu()

/** [Activation.Cube]. */
val cube: Activation get() = Activation.Cube()

/** [Activation.RationalTanh]. */
val rationalTanh: Activation get() = Activation.RationalTanh()

/** [Activation.RectifiedTanh]. */
val rectifiedTanh: Activation get() = Activation.RectifiedTanh()

/** [Activation.ThresholdedRelu]. */
fun thresholdedRelu(
    theta: Double = 1.0,
): Activation = Activation.ThresholdedRelu(theta)

/** [Activation.Softmax]. */
val softmax: Activation get() = Activation.Softmax()

// Initializer

/** [Initializer.Zeros]. */
val zeros: Initializer get() = Initializer.Zeros()

/** [Initializer.Ones]. */
val ones: Initializer get() = Initializer.Ones()

/** [Initializer.Constant]. */
fun constant(
    value: Double,
): Initializer = Initializer.Constant(value)

/** [Initializer.Uniform]. */
fun uniform(
    low: Double,
    high: Double,
): Initializer = Initializer.Uniform(low, high)

/** [Initializer.Normal]. */
fun normal(
    mean: Double = 0.0,
    standardDeviation: Double,
): Initializer = Initializer.Normal(mean, standardDeviation)

/** [Initializer.TruncatedNormal]. */
fun truncatedNormal(
    mean: Double = 0.0,
    standardDeviation: Double,
): Initializer = Initializer.TruncatedNormal(mean, standardDeviation)

/** [Initializer.GlorotUniform]. */
val glorotUniform: Initializer get() = Initializer.GlorotUniform()

/** [Initializer.GlorotNormal]. */
val glorotNormal: Initializer get() = Initializer.GlorotNormal()

/** [Initializer.HeUniform]. */
val heUniform: Initializer get() = Initializer.HeUniform()

/** [Initializer.HeNormal]. */
val heNormal: Initializer get() = Initializer.HeNormal()

/** [Initializer.LecunUniform]. */
val lecunUniform: Initializer get() = Initializer.LecunUniform()

/** [Initializer.LecunNormal]. */
val lecunNormal: Initializer get() = Initializer.LecunNormal()

/** [Initializer.Orthogonal]. */
fun orthogonal(
    gain: Double = 1.0,
): Initializer = Initializer.Orthogonal(gain)

/** [Initializer.Identity]. */
val identityWeights: Initializer get() = Initializer.Identity()

/** [Initializer.Given]. */
fun given(
    weights: List<List<Double>>,
    bias: List<Double>? = null,
): Initializer = Initializer.Given(weights, Optional.ofNullable(bias))

/** [Initializer.Npy]. */
fun npy(
    file: String,
    bias: String? = null,
): Initializer = Initializer.Npy(file, Optional.ofNullable(bias))

/** [Initializer.Npz]. */
fun npz(
    file: String,
    array: String? = null,
    bias: String? = null,
): Initializer = Initializer.Npz(file, Optional.ofNullable(array), Optional.ofNullable(bias))

// Loss

/** [Loss.HalfSquaredError]. */
val halfSquaredError: Loss get() = Loss.HalfSquaredError()

/** [Loss.SquaredError]. */
val squaredError: Loss get() = Loss.SquaredError()

/** [Loss.MeanSquaredError]. */
val meanSquaredError: Loss get() = Loss.MeanSquaredError()

/** [Loss.AbsoluteError]. */
val absoluteError: Loss get() = Loss.AbsoluteError()

/** [Loss.MeanAbsoluteError]. */
val meanAbsoluteError: Loss get() = Loss.MeanAbsoluteError()

/** [Loss.MeanSquaredLogarithmicError]. */
val meanSquaredLogarithmicError: Loss get() = Loss.MeanSquaredLogarithmicError()

/** [Loss.MeanAbsolutePercentageError]. */
val meanAbsolutePercentageError: Loss get() = Loss.MeanAbsolutePercentageError()

/** [Loss.BinaryCrossEntropy]. */
fun binaryCrossEntropy(
    clip: Double = 1.0E-12,
): Loss = Loss.BinaryCrossEntropy(clip)

/** [Loss.CategoricalCrossEntropy]. */
val categoricalCrossEntropy: Loss get() = Loss.CategoricalCrossEntropy()

/** [Loss.KlDivergence]. */
val klDivergence: Loss get() = Loss.KlDivergence()

/** [Loss.Poisson]. */
val poisson: Loss get() = Loss.Poisson()

/** [Loss.Hinge]. */
val hinge: Loss get() = Loss.Hinge()

/** [Loss.SquaredHinge]. */
val squaredHinge: Loss get() = Loss.SquaredHinge()

/** [Loss.Cosine]. */
val cosine: Loss get() = Loss.Cosine()

// Optimizer

/** [Optimizer.Sgd]. */
fun sgd(
    learningRate: Double,
): Optimizer = Optimizer.Sgd(LearningRate.of(learningRate))

/** [Optimizer.Sgd] with a rate that changes. */
fun sgd(
    learningRate: LearningRate,
): Optimizer = Optimizer.Sgd(learningRate)

/** [Optimizer.Momentum]. */
fun momentum(
    learningRate: Double,
    momentum: Double = 0.9,
): Optimizer = Optimizer.Momentum(LearningRate.of(learningRate), momentum)

/** [Optimizer.Momentum] with a rate that changes. */
fun momentum(
    learningRate: LearningRate,
    momentum: Double = 0.9,
): Optimizer = Optimizer.Momentum(learningRate, momentum)

/** [Optimizer.Nesterov]. */
fun nesterov(
    learningRate: Double,
    momentum: Double = 0.9,
): Optimizer = Optimizer.Nesterov(LearningRate.of(learningRate), momentum)

/** [Optimizer.Nesterov] with a rate that changes. */
fun nesterov(
    learningRate: LearningRate,
    momentum: Double = 0.9,
): Optimizer = Optimizer.Nesterov(learningRate, momentum)

/** [Optimizer.Adam]. */
fun adam(
    learningRate: Double,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
    epsilonOn: Optimizer.EpsilonPosition = Optimizer.EpsilonPosition.UNCORRECTED,
): Optimizer = Optimizer.Adam(LearningRate.of(learningRate), beta1, beta2, epsilon, epsilonOn)

/** [Optimizer.Adam] with a rate that changes. */
fun adam(
    learningRate: LearningRate,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
    epsilonOn: Optimizer.EpsilonPosition = Optimizer.EpsilonPosition.UNCORRECTED,
): Optimizer = Optimizer.Adam(learningRate, beta1, beta2, epsilon, epsilonOn)

/** [Optimizer.Amsgrad]. */
fun amsgrad(
    learningRate: Double,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
    epsilonOn: Optimizer.EpsilonPosition = Optimizer.EpsilonPosition.UNCORRECTED,
): Optimizer = Optimizer.Amsgrad(LearningRate.of(learningRate), beta1, beta2, epsilon, epsilonOn)

/** [Optimizer.Amsgrad] with a rate that changes. */
fun amsgrad(
    learningRate: LearningRate,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
    epsilonOn: Optimizer.EpsilonPosition = Optimizer.EpsilonPosition.UNCORRECTED,
): Optimizer = Optimizer.Amsgrad(learningRate, beta1, beta2, epsilon, epsilonOn)

/** [Optimizer.Adamax]. */
fun adamax(
    learningRate: Double,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
): Optimizer = Optimizer.Adamax(LearningRate.of(learningRate), beta1, beta2)

/** [Optimizer.Adamax] with a rate that changes. */
fun adamax(
    learningRate: LearningRate,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
): Optimizer = Optimizer.Adamax(learningRate, beta1, beta2)

/** [Optimizer.Nadam]. */
fun nadam(
    learningRate: Double,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
): Optimizer = Optimizer.Nadam(LearningRate.of(learningRate), beta1, beta2, epsilon)

/** [Optimizer.Nadam] with a rate that changes. */
fun nadam(
    learningRate: LearningRate,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1.0E-8,
): Optimizer = Optimizer.Nadam(learningRate, beta1, beta2, epsilon)

/** [Optimizer.Rmsprop]. */
fun rmsprop(
    learningRate: Double,
    decay: Double = 0.9,
    epsilon: Double = 1.0E-8,
    initialMean: Optimizer.InitialMean = Optimizer.InitialMean.EPSILON,
): Optimizer = Optimizer.Rmsprop(LearningRate.of(learningRate), decay, epsilon, initialMean)

/** [Optimizer.Rmsprop] with a rate that changes. */
fun rmsprop(
    learningRate: LearningRate,
    decay: Double = 0.9,
    epsilon: Double = 1.0E-8,
    initialMean: Optimizer.InitialMean = Optimizer.InitialMean.EPSILON,
): Optimizer = Optimizer.Rmsprop(learningRate, decay, epsilon, initialMean)

/** [Optimizer.Adagrad]. */
fun adagrad(
    learningRate: Double,
    epsilon: Double = 1.0E-6,
    initialSum: Double = 1.0E-6,
): Optimizer = Optimizer.Adagrad(LearningRate.of(learningRate), epsilon, initialSum)

/** [Optimizer.Adagrad] with a rate that changes. */
fun adagrad(
    learningRate: LearningRate,
    epsilon: Double = 1.0E-6,
    initialSum: Double = 1.0E-6,
): Optimizer = Optimizer.Adagrad(learningRate, epsilon, initialSum)

/** [Optimizer.Adadelta]. */
fun adadelta(
    decay: Double = 0.95,
    epsilon: Double = 1.0E-6,
): Optimizer = Optimizer.Adadelta(decay, epsilon)

// LearningRate

/** [LearningRate.Step]. */
fun step(
    initial: Double,
    factor: Double,
    every: Int,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Step(initial, factor, every, per)

/** [LearningRate.Exponential]. */
fun exponential(
    initial: Double,
    factor: Double,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Exponential(initial, factor, per)

/** [LearningRate.Inverse]. */
fun inverse(
    initial: Double,
    decay: Double,
    power: Double = 1.0,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Inverse(initial, decay, power, per)

/** [LearningRate.Polynomial]. */
fun polynomial(
    initial: Double,
    power: Double = 1.0,
    length: Int,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Polynomial(initial, power, length, per)

/** [LearningRate.Sigmoid]. */
fun sigmoid(
    limit: Double,
    slope: Double,
    centre: Int,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Sigmoid(limit, slope, centre, per)

/** [LearningRate.Cycle]. */
fun cycle(
    low: Double,
    high: Double,
    rise: Int,
    tail: Int = 0,
    factor: Double = 1.0,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Cycle(low, high, rise, tail, factor, per)

/** [LearningRate.Table]. */
fun table(
    initial: Double,
    from: List<Int>,
    rates: List<Double>,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.Table(initial, from, rates, per)

/** [LearningRate.WarmUp]. */
fun warmUp(
    length: Int,
    then: Double,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.WarmUp(length, LearningRate.of(then), per)

/** [LearningRate.WarmUp] with a rate that changes. */
fun warmUp(
    length: Int,
    then: LearningRate,
    per: LearningRate.ScheduleUnit = LearningRate.ScheduleUnit.STEP,
): LearningRate = LearningRate.WarmUp(length, then, per)

// GradientNormalization

/** [GradientNormalization.ClipValue]. */
fun clipValue(
    threshold: Double,
): GradientNormalization = GradientNormalization.ClipValue(threshold)

/** [GradientNormalization.ClipNorm]. */
fun clipNorm(
    threshold: Double,
    per: GradientNormalization.NormScope,
): GradientNormalization = GradientNormalization.ClipNorm(threshold, per)

/** [GradientNormalization.UnitNorm]. */
fun unitNorm(
    per: GradientNormalization.NormScope,
): GradientNormalization = GradientNormalization.UnitNorm(per)

// Constraint

/** [Constraint.MaxNorm]. */
fun maxNorm(
    max: Double,
): Constraint = Constraint.MaxNorm(max)

/** [Constraint.UnitNorm]. */
val unitNorm: Constraint get() = Constraint.UnitNorm()

/** [Constraint.NonNegative]. */
val nonNegative: Constraint get() = Constraint.NonNegative()
