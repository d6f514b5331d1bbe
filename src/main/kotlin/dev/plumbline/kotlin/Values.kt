package dev.plumbline.kotlin

import dev.plumbline.spec.Backend
import dev.plumbline.spec.LearningRate
import dev.plumbline.spec.Precision
import dev.plumbline.spec.Reduction
import dev.plumbline.spec.Regularization

// What the file has besides its words, which are in Words.kt. The build writes that file.

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
