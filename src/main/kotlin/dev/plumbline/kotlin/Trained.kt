package dev.plumbline.kotlin

import dev.plumbline.Plumbline
import dev.plumbline.TrainedNetwork
import dev.plumbline.math.Matrix
import dev.plumbline.spec.NetworkSpec
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

/** W, inputs × units. */
val LayerWeights.w: Matrix get() = weights()

/** b, 1 × units; null for a layer without a bias. */
val LayerWeights.b: Matrix? get() = bias().orElse(null)
