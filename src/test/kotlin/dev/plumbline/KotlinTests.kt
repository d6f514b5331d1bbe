package dev.plumbline

import dev.plumbline.assertions.PlumblineAssertions.assertMatches
import dev.plumbline.compare.Check
import dev.plumbline.dl4j.Dl4jEngine
import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import dev.plumbline.handrolled.TutorialNetwork
import dev.plumbline.kotlin.DenseBuilder
import dev.plumbline.kotlin.NetworkBuilder
import dev.plumbline.kotlin.NetworkDsl
import dev.plumbline.kotlin.ReportBuilder
import dev.plumbline.kotlin.TrainingBuilder
import dev.plumbline.kotlin.columnOf
import dev.plumbline.kotlin.firstDifference
import dev.plumbline.kotlin.matrixOf
import dev.plumbline.kotlin.network
import dev.plumbline.kotlin.rowOf
import dev.plumbline.kotlin.toMatrix
import dev.plumbline.math.Matrix
import dev.plumbline.reference.ReferenceEngine
import dev.plumbline.spec.Activation.Sigmoid
import dev.plumbline.spec.Initializer.GlorotUniform
import dev.plumbline.spec.Initializer.Uniform
import dev.plumbline.spec.Layer
import dev.plumbline.spec.Loss.HalfSquaredError
import dev.plumbline.spec.Metric
import dev.plumbline.spec.Network
import dev.plumbline.spec.NetworkSpec
import dev.plumbline.spec.Optimizer.Sgd
import dev.plumbline.spec.Reduction
import dev.plumbline.spec.data.ClassWeight
import dev.plumbline.spec.vocabulary.InvalidSpecException
import dev.plumbline.trace.Experiment
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.lang.reflect.Modifier
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The library as it is written in Kotlin. That this compiles is half of the test. */
class KotlinTests {

    private val xor = arrayOf(
        doubleArrayOf(0.0, 0.0, 1.0),
        doubleArrayOf(0.0, 1.0, 1.0),
        doubleArrayOf(1.0, 0.0, 1.0),
        doubleArrayOf(1.0, 1.0, 1.0),
    )
    private val targets = arrayOf(doubleArrayOf(0.0), doubleArrayOf(1.0), doubleArrayOf(1.0), doubleArrayOf(0.0))

    private val network: NetworkSpec = Network.define("three-layer") { net ->
        net.inputs(3)
        net.dense(5, Sigmoid()) { it.bias(false) }
        net.dense(1, Sigmoid()) { it.bias(false) }
        net.init(Uniform(-1.0, 1.0))
        net.loss(HalfSquaredError(), Reduction.SUM)
        net.training(Sgd(1.0)) { it.epochs(100) }
        net.data(xor, targets)
        net.report(10, Metric.MEAN_ABSOLUTE_ERROR)
    }

    @Test
    fun definesANetworkWithTrailingLambdas() {
        assertEquals("three-layer", network.name)
        assertEquals(listOf(5, 1), network.layers.map(Layer::units))
        assertEquals(20L, network.parameters())
    }

    @Test
    fun readsLikeTheTutorialWithOperatorsAndIndexing() {
        val x = Matrix.of(xor)
        val y = Matrix.of(targets)
        var syn0 = Experiment.of(network).initialWeights()[0].weights
        val l1 = (-(x.dot(syn0))).exp().let { e -> Matrix.ones(4, 5) / (e + 1.0) }
        assertEquals(1 / (1 + Math.exp(-x.dot(syn0)[2, 3])), l1[2, 3])

        val l1Delta = (l1 - y) * (l1 * (Matrix.ones(4, 5) - l1))
        syn0 = syn0 - x.T().dot(l1Delta) * 0.5
        assertEquals("3×5", syn0.shape())
    }

    @Test
    fun checksANetworkDefinedWithTheJavaClasses() {
        val network = Network.define("three-layer") { net ->
            net.inputs(3)
            net.dense(5, Sigmoid()) { it.bias(false) }
            net.dense(1, Sigmoid()) { it.bias(false) }
            net.init(Uniform(-1.0, 1.0))
            net.loss(HalfSquaredError(), Reduction.SUM)
            net.training(Sgd(1.0)) { it.epochs(100) }
            net.data(xor, targets)
        }
        val result = Check(ReferenceEngine(), Dl4jEngine()).run(Experiment.of(network))

        assertTrue(result.agrees(), result.firstDifference.toString())
        assertNull(result.firstDifference)
        assertEquals(100, result.local.steps)
        assertEquals(11, result.lines.size)
    }

    /** The programs of README and of the page on the library, which ReadmeTests compares with these files. */
    @Test
    fun runsTheProgramsOfTheDocumentation() {
        val xor = printed("XorKt")
        assertEquals("true", xor[0])
        assertTrue(xor[1].startsWith("[[0."), xor[1])
        val (error, bias, failure) = printed("ClassifierKt")
        assertTrue(error.toDouble() in 0.0..0.2, error)
        assertEquals("the last layer has no bias", bias)
        assertEquals("every number is finite", failure)
    }

    private fun printed(program: String): List<String> {
        val standard = System.out
        val printed = ByteArrayOutputStream()
        try {
            System.setOut(PrintStream(printed, true, Charsets.UTF_8))
            Class.forName(program).getMethod("main").invoke(null)
        } finally {
            System.setOut(standard)
        }
        return printed.toString(Charsets.UTF_8).trim().lines()
    }

    /** A word that is a top-level function would be offered in every file that imports the package. */
    @Test
    fun noWordIsVisibleOutsideOfItsBlocks() {
        val functions = listOf("Network", "Matrices", "Trained").flatMap { facade ->
            Class.forName("dev.plumbline.kotlin.${facade}Kt").methods.filter { Modifier.isStatic(it.modifiers) && !it.isSynthetic }
        }
        val (properties, others) = functions.partition { it.name.startsWith("get") }
        assertEquals(
            setOf("network", "matrixOf", "rowOf", "columnOf", "toMatrix", "plus", "minus", "times", "div", "dot"),
            others.map { it.name }.toSet(),
        )
        assertTrue(properties.all { it.parameterCount == 1 }, "each is an extension")
        assertThrows(
            ClassNotFoundException::class.java,
            { Class.forName("dev.plumbline.kotlin.WordsKt") },
            "Words.kt has functions outside of its interfaces, or its class is of an old build",
        )
    }

    @Test
    fun noBlockSeesTheWordsAroundIt() {
        val blocks = listOf(NetworkBuilder::class, DenseBuilder::class, TrainingBuilder::class, ReportBuilder::class)
        assertEquals(emptyList<Any>(), blocks.filter { it.java.getAnnotation(NetworkDsl::class.java) == null })
    }

    @Test
    fun weighsClasses() {
        val weighted = network {
            inputs = 1
            dense(2, softmax()) { init = zeros() }
            loss = categoricalCrossEntropy()
            reduction = mean()
            training(sgd(0.1), epochs = 1) { classWeight = byClass("0" to 1.0, "1" to 3.0) }
            data(columnOf(0, 1), matrixOf(listOf(1, 0), listOf(0, 1)))
        }
        assertEquals(ClassWeight.ByClass(mapOf("0" to 1.0, "1" to 3.0)), weighted.spec().training().classWeight().get())
    }

    @Test
    fun makesMatricesOfRowsOfAnyNumbers() {
        assertEquals(Matrix.of(2, 3, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0), matrixOf(listOf(0, 0.5, 1), listOf(2L, 3f, 4)))
        assertEquals(Matrix.of(targets), columnOf(0, 1, 1, 0))
        assertEquals(Matrix.row(1.0, 0.0), rowOf(1, 0))
        assertEquals(Matrix.of(xor), xor.map { it.toList() }.toMatrix())
        val refused = assertThrows(IllegalArgumentException::class.java) { matrixOf(listOf(0, 1), listOf(1)) }
        assertEquals("the rows of a matrix must be equally long: row 0 has 2 values, row 1 has 1", refused.message)
    }

    @Test
    fun isToldEveryProblemWithItsLayer() {
        val refused = assertThrows(InvalidSpecException::class.java) {
            network {
                inputs = 2
                dense(5, tanh()) { dropout = 1.5 }
                dense(0, tanh())
                dense(1) { init = uniform(1.0, -1.0) }
                reduction = mean()
                training(sgd(-1.0), epochs = -1) { classWeight = byClass("a" to 1.0, "a" to 2.0) }
                data(matrixOf(listOf(0, 1)), columnOf(1))
            }
        }
        assertEquals(
            listOf(
                "layer 1, dropout.drop_probability: `drop_probability` is 1.5; allowed: a finite number in (0, 1)",
                "layer 2, units: `units` is 0; allowed: a whole number of at least 1",
                "layer 3, init.high: `high` is -1.0, which is not above `low`, 1.0; allowed: low < high",
                "layer 3, activation: `activation` is missing; allowed: the function applied to z",
                "training.optimizer.learning_rate: `learning_rate` is -1.0; allowed: a finite number greater than 0",
                "training.class_weight: the class `a` has two weights; allowed: each class once",
                "training.epochs: `epochs` is -1; allowed: a whole number of at least 0",
                "loss: `loss` is missing; allowed: the loss of one example",
            ),
            refused.message!!.lines(),
        )
    }

    @Test
    fun isToldEverythingThatIsMissing() {
        val refused = assertThrows(InvalidSpecException::class.java) {
            Network.define("half") { net -> net.inputs(3).dense(2, Sigmoid()).init(GlorotUniform()) }
        }
        assertEquals(listOf("loss", "reduction", "training", "data"), refused.problems().map { it.path })
    }

    @Test
    fun myNetworkEqualsDl4j() {
        assertMatches(Path.of("configs/three-layer.yaml"), 100) { TutorialNetwork() }
    }

    @Test
    fun theLineThatIsRightIsKotlins() {
        val uphill = object : HandRolledNetwork {
            private val right = TutorialNetwork()

            override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) = right.start(weights, biases)

            override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) =
                right.step(x, Array(y.size) { i -> DoubleArray(1) { 1 - y[i][0] } }, tape)
        }
        val message = assertThrows(AssertionError::class.java) { assertMatches(network) { uphill } }.message
        assertTrue(message!!.startsWith("DIFFERS: "), message)
    }
}
