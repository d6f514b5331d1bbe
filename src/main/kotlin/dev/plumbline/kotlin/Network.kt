package dev.plumbline.kotlin

import dev.plumbline.Plumbline
import dev.plumbline.math.Matrix
import dev.plumbline.spec.Activation
import dev.plumbline.spec.Backend
import dev.plumbline.spec.BatchSize
import dev.plumbline.spec.Comparison
import dev.plumbline.spec.Constraint
import dev.plumbline.spec.Distributed
import dev.plumbline.spec.Dropout
import dev.plumbline.spec.EarlyStopping
import dev.plumbline.spec.GradientNormalization
import dev.plumbline.spec.Initializer
import dev.plumbline.spec.Layer
import dev.plumbline.spec.LearningRate
import dev.plumbline.spec.Loss
import dev.plumbline.spec.Metric
import dev.plumbline.spec.NetworkSpec
import dev.plumbline.spec.Optimizer
import dev.plumbline.spec.Precision
import dev.plumbline.spec.Reduction
import dev.plumbline.spec.Regularization
import dev.plumbline.spec.Report
import dev.plumbline.spec.Training
import dev.plumbline.spec.data.ClassWeight
import dev.plumbline.spec.data.DataSource
import dev.plumbline.spec.data.Prepare
import dev.plumbline.spec.data.Scaling
import dev.plumbline.spec.data.Validation
import dev.plumbline.spec.error.ErrorKind
import dev.plumbline.spec.vocabulary.InvalidSpecException
import dev.plumbline.spec.vocabulary.Problem
import dev.plumbline.spec.vocabulary.RecordBuilder
import java.util.Optional
import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

/**
 * A network defined in Kotlin, with the words and defaults of the network file. Keys are properties, or functions where they
 * have parts; words are functions, in the blocks where they have a meaning:
 *
 * ```
 * val net = network("tutorial") {
 *     inputs = 3
 *     dense(5, sigmoid()) { bias = false }
 *     dense(1, sigmoid()) { bias = false }
 *     init = uniform(-1.0, 1.0)
 *     loss = halfSquaredError()
 *     reduction = sum()
 *     training(sgd(1.0), epochs = 60_000)
 *     report { metrics = listOf(loss(), meanAbsoluteError()) }
 *     data(x, y)
 * }
 * val trained = net.train()
 * ```
 *
 * @throws dev.plumbline.spec.vocabulary.InvalidSpecException with all problems
 */
fun network(name: String = "network", definition: NetworkBuilder.() -> Unit): Plumbline =
    Plumbline.of(NetworkBuilder(name).build(definition))

/** Hides the keys and words of a block inside nested blocks. */
@DslMarker
@Target(AnnotationTarget.CLASS)
annotation class NetworkDsl

/** The keys of a network file. */
@NetworkDsl
class NetworkBuilder internal constructor(name: String) :
    ActivationWords,
    InitializerWords,
    LossWords,
    ReductionWords,
    PrecisionWords,
    BackendWords,
    OptimizerWords,
    LearningRateWords,
    ScalingWords {
    private val draft = RecordBuilder.of(NetworkSpec::class.java).put("name", name)
    private var shared: DenseBuilder.() -> Unit = {}

    /** The number of inputs of an example. */
    var inputs: Int by Key(draft)

    /** The initial weights of the layers without their own. */
    var init: Initializer by Key(draft)

    /** The seed of all random numbers, as in `np.random.seed`. */
    var seed: Long by Key(draft)

    /** The loss of one example. */
    var loss: Loss by Key(draft)

    /** [sum] or [mean] over the examples of a batch. */
    var reduction: Reduction by Key(draft)

    /** DL4J's precision, [f64] or [f32]. */
    var precision: Precision by Key(draft)

    /** DL4J's backend, [cpu], [cuda] or [auto]. */
    var backend: Backend by Key(draft)

    /** Options for all following layers; a layer's own definition replaces them. */
    fun defaults(definition: DenseBuilder.() -> Unit) {
        shared = definition
    }

    /** A fully connected layer; its activation is here, in its definition or in [defaults]. */
    fun dense(units: Int, activation: Activation? = null, definition: DenseBuilder.() -> Unit = {}) {
        val options = shared
        draft.append("layers") {
            DenseBuilder(units).build {
                options()
                activation?.let { this.activation = it }
                definition()
            }
        }
    }

    /** The training; every step uses all examples unless `batchSize` is set. The epochs are here or in its definition. */
    fun training(optimizer: Optimizer, epochs: Int? = null, definition: TrainingBuilder.() -> Unit = {}) {
        draft.make("training") {
            TrainingBuilder(optimizer).build {
                epochs?.let { this.epochs = it }
                definition()
            }
        }
    }

    /**
     * The examples.
     *
     * @param inputs examples × inputs
     * @param targets examples × outputs
     * @param weights the factor of each example's loss; null for equal weights
     */
    fun data(inputs: Matrix, targets: Matrix, weights: List<Number>? = null) {
        val factors = Optional.ofNullable(weights?.map { it.toDouble() })
        draft.make("data") { DataSource.Inline(rows(inputs), rows(targets), factors) }
    }

    /** The file of the examples. */
    fun data(source: DataSource) {
        draft.put("data", source)
    }

    /** How the inputs and the targets are scaled, as learned from the training part; null for not at all. */
    fun prepare(inputs: Scaling? = null, targets: Scaling? = null) {
        draft.make("prepare") { Prepare(Optional.ofNullable(inputs), Optional.ofNullable(targets)) }
    }

    /**
     * Holds out examples of the training: a share of them, those of a file, or those with a value in a column.
     *
     * @param share the share to draw at random, with the network's seed unless another is given
     * @param stratified whether the share is taken of each class
     */
    fun validation(
        share: Double? = null,
        stratified: Boolean = false,
        seed: Long? = null,
        file: String? = null,
        targets: String? = null,
        column: String? = null,
        value: String? = null,
    ) {
        draft.make("validation") {
            Validation(
                Optional.ofNullable(share),
                stratified,
                Optional.ofNullable(seed),
                Optional.ofNullable(file),
                Optional.ofNullable(targets),
                Optional.ofNullable(column),
                Optional.ofNullable(value),
            )
        }
    }

    /** The report. */
    fun report(definition: ReportBuilder.() -> Unit) {
        draft.make("report") { ReportBuilder().build(definition) }
    }

    /** Which steps and elements a check compares; see [Comparison]. */
    fun compare(every: Int = 1, everyElement: Boolean = false) {
        draft.make("compare") { Comparison(every, everyElement) }
    }

    internal fun build(definition: NetworkBuilder.() -> Unit): NetworkSpec = draft.define { definition() }

    private fun rows(matrix: Matrix): List<List<Double>> = matrix.toArray().map { it.toList() }
}

/** The keys of a fully connected layer. */
@NetworkDsl
class DenseBuilder internal constructor(units: Int) :
    ActivationWords,
    InitializerWords,
    LearningRateWords,
    GradientNormalizationWords,
    ConstraintWords {
    private val draft = RecordBuilder.of(Layer.Dense::class.java).put("units", units)

    /** The function from the pre-activation to the output. */
    var activation: Activation by Key(draft)

    /** Whether the layer has a bias. */
    var bias: Boolean by Key(draft)

    /** The initial weights of this layer. */
    var init: Initializer by Key(draft)

    /** The initial value of each element of the bias. */
    var biasInit: Double by Key(draft)

    /** The learning rate of this layer. */
    var learningRate: LearningRate by Key(draft)

    /** The probability that an input of the layer is dropped in training; null for no dropout. */
    var dropout: Double? = null

    /** The penalties and the weight decay of the weights and the bias; see [Regularization]. */
    fun regularization(
        l1: Double = 0.0,
        l2: Double = 0.0,
        l1Bias: Double = 0.0,
        l2Bias: Double = 0.0,
        weightDecay: Double = 0.0,
        dividedBy: Regularization.PenaltyDivisor = Regularization.PenaltyDivisor.NOTHING,
    ) {
        draft.make("regularization") { Regularization(l1, l2, l1Bias, l2Bias, weightDecay, dividedBy) }
    }

    /** The normalization of the layer's gradient. */
    var gradientNormalization: GradientNormalization by Key(draft)

    /** The constraint of the weights after every update. */
    var constraint: Constraint by Key(draft)

    internal fun build(definition: DenseBuilder.() -> Unit): Layer = draft.define {
        definition()
        dropout?.let { draft.make("dropout") { Dropout(it) } }
    }
}

/** The keys of a training. */
@NetworkDsl
class TrainingBuilder internal constructor(optimizer: Optimizer) : MetricWords {
    private val draft = RecordBuilder.of(Training::class.java).put("optimizer", optimizer)

    /** The number of passes over all examples. */
    var epochs: Int by Key(draft)

    /** The number of examples of a step; null for all. */
    var batchSize: Int? = null

    /** Whether each epoch uses the examples in a new order. */
    var shuffle: Boolean by Key(draft)

    /** The weight of each class: [balanced] or [byClass]. */
    var classWeight: ClassWeight by Key(draft)

    /** All classes count equally, however many examples they have. */
    fun balanced(): ClassWeight = ClassWeight.Balanced()

    /** A weight for each class: `byClass("no" to 1.0, "yes" to 3.0)`. */
    fun byClass(vararg weights: Pair<String, Double>): ClassWeight =
        RecordBuilder.word(ClassWeight.ByClass::class.java) {
            val twice = weights.groupBy { it.first }.filterValues { it.size > 1 }.keys
            InvalidSpecException.throwIfAny(
                twice.map { Problem(ErrorKind.DUPLICATE, "", "the class `$it` has two weights", "each class once") },
            )
            ClassWeight.ByClass(weights.toMap())
        }

    /**
     * The conditions to end the training early; see [EarlyStopping].
     *
     * @param patience the number of epochs without an improvement of the metric
     * @param target the value of the metric that ends the training at once; null for none
     */
    fun earlyStopping(
        monitor: Metric = Metric.LOSS,
        patience: Int,
        minDelta: Double = 0.0,
        target: Double? = null,
        restoreBest: Boolean = true,
    ) {
        draft.make("early_stopping") {
            EarlyStopping(monitor, patience, minDelta, Optional.ofNullable(target), restoreBest)
        }
    }

    /**
     * Several workers share the training, and their weights are averaged; see [Distributed].
     *
     * @param averagingFrequency the number of steps that a worker takes between two averages
     * @param batchSizePerWorker null for the batch size of the training
     */
    fun distributed(
        workers: Int,
        averagingFrequency: Int = 1,
        batchSizePerWorker: Int? = null,
        saveUpdater: Boolean = true,
    ) {
        draft.make("distributed") {
            Distributed(workers, averagingFrequency, Optional.ofNullable(batchSizePerWorker), saveUpdater)
        }
    }

    internal fun build(definition: TrainingBuilder.() -> Unit): Training = draft.define {
        definition()
        draft.make("batch_size") { batchSize?.let { BatchSize.Examples(it) } ?: BatchSize.All() }
    }
}

/** The keys of a report. */
@NetworkDsl
class ReportBuilder internal constructor() : MetricWords {
    private val draft = RecordBuilder.of(Report::class.java)

    /** The number of epochs between two lines; a tenth of all unless it is set. */
    var every: Int by Key(draft)

    /** The metrics of each line; the loss unless they are set. */
    var metrics: List<Metric> by Key(draft)

    internal fun build(definition: ReportBuilder.() -> Unit): Report = draft.define { definition() }
}

/** A key of a section under the property's name: `biasInit` is `bias_init`. */
private class Key<T : Any>(private val draft: RecordBuilder<*>) : ReadWriteProperty<Any, T> {
    @Suppress("UNCHECKED_CAST") // only setValue stores it
    override fun getValue(thisRef: Any, property: KProperty<*>): T =
        draft.get(key(property)).orElseThrow { IllegalStateException("`${property.name}` is not set") } as T

    override fun setValue(thisRef: Any, property: KProperty<*>, value: T) {
        draft.put(key(property), value)
    }

    private fun key(property: KProperty<*>) = property.name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }
}
