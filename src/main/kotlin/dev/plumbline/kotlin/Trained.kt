package dev.plumbline.kotlin

import dev.plumbline.Plumbline
import dev.plumbline.TrainedNetwork
import dev.plumbline.compare.CheckResult
import dev.plumbline.compare.Difference
import dev.plumbline.math.Matrix
import dev.plumbline.spec.NetworkSpec
import dev.plumbline.trace.Evaluation
import dev.plumbline.trace.LayerWeights
import dev.plumbline.trace.NotFinite
import dev.plumbline.trace.Trainer

/** The description of the network. */
val Plumbline.spec: NetworkSpec get() = spec()

/** The trained weights, layer by layer. */
val TrainedNetwork.weights: List<LayerWeights> get() = weights()

/** The outputs for all examples of the training, examples × outputs. */
val TrainedNetwork.outputs: Matrix get() = outputs()

/** The loss over all examples of the training. */
val TrainedNetwork.loss: Double get() = loss()

/** The lines of the network's report. */
val TrainedNetwork.history: List<Trainer.EpochMetrics> get() = history()

/** The first NaN or infinity, which ended the training; null if there was none. */
val TrainedNetwork.failure: NotFinite? get() = failure().orElse(null)

/** The evaluation of the examples that the network's file holds out; null if it holds out none. */
val TrainedNetwork.validation: Evaluation? get() = validation().orElse(null)

/** The first difference between DL4J and the reference; null if there is none. */
val CheckResult.firstDifference: Difference? get() = firstDifference().orElse(null)

/** W, inputs × units. */
val LayerWeights.w: Matrix get() = weights()

/** b, 1 × units; null for a layer without a bias. */
val LayerWeights.b: Matrix? get() = bias().orElse(null)
