package dev.plumbline

import dev.plumbline.assertions.PlumblineAssertions.assertMatches
import dev.plumbline.compare.Check
import dev.plumbline.dl4j.Dl4jEngine
import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import dev.plumbline.handrolled.TutorialNetwork
import dev.plumbline.kotlin.halfSquaredError
import dev.plumbline.kotlin.minus
import dev.plumbline.kotlin.network
import dev.plumbline.kotlin.outputs
import dev.plumbline.kotlin.sgd
import dev.plumbline.kotlin.sigmoid
import dev.plumbline.kotlin.spec
import dev.plumbline.kotlin.sum
import dev.plumbline.kotlin.uniform
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
import dev.plumbline.spec.vocabulary.InvalidSpecException
import dev.plumbline.trace.Experiment
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
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

        assertTrue(result.agrees(), result.firstDifference().toString())
        assertEquals(100, result.local.steps)
        assertEquals(11, result.lines.size)
    }

    @Test
    fun trainsANetworkAsTheReadmeDoes() {
        val x = Matrix.of(xor)
        val y = Matrix.of(targets)
        val net = network("three-layer") {
            inputs = 3
            dense(5, sigmoid) { bias = false }
            dense(1, sigmoid) { bias = false }
            init = uniform(-1.0, 1.0)
            loss = halfSquaredError
            reduction = sum
            training(sgd(1.0)) { epochs = 100 }
            data(x, y)
        }
        val trained = net.train()
        val l2Delta = (y - trained.outputs) * (trained.outputs * (1.0 - trained.outputs))

        assertEquals("4×1", l2Delta.shape())
        assertEquals(net.spec.layers, network.layers)
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
