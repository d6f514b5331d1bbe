package dev.plumbline

import dev.plumbline.kotlin.*
import dev.plumbline.math.Matrix
import dev.plumbline.math.NumpyRandom
import dev.plumbline.spec.Layer
import dev.plumbline.spec.NetworkSpec
import dev.plumbline.spec.Report
import dev.plumbline.spec.Training
import dev.plumbline.spec.vocabulary.Schema
import dev.plumbline.yaml.YamlReader
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The tutorial in Kotlin, by hand and as a network. */
class TutorialInKotlinTests {
    private val x = matrixOf(listOf(0, 0, 1), listOf(0, 1, 1), listOf(1, 0, 1), listOf(1, 1, 1))
    private val y = columnOf(0, 1, 1, 0)

    private fun tutorial(epochs: Int) = network("three-layer") {
        inputs = 3
        dense(5, sigmoid()) { bias = false }
        dense(1, sigmoid()) { bias = false }
        init = uniform(-1.0, 1.0)
        loss = halfSquaredError()
        reduction = sum()
        training(sgd(1.0), epochs)
        data(x, y)
        report {
            every = 10_000
            metrics = listOf(meanAbsoluteError())
        }
    }

    @Test
    fun isTheNetworkOfTheFile() {
        assertEquals(YamlReader.read(Path.of("configs/three-layer.yaml")).spec(), tutorial(60_000).spec)
    }

    /** The figures are NumPy's, as the README prints them. */
    @Test
    fun theTutorialByHandHasTheNumbersOfTheFile() {
        val random = NumpyRandom(1)
        var syn0 = 2.0 * Matrix.wrap(3, 5, random.random(15)) - 1.0
        var syn1 = 2.0 * Matrix.wrap(5, 1, random.random(5)) - 1.0
        val errors = mutableListOf<Double>()
        repeat(60_000) { step ->
            val l1 = 1.0 / (1.0 + (-(x dot syn0)).exp())
            val l2 = 1.0 / (1.0 + (-(l1 dot syn1)).exp())
            if (step % 10_000 == 0) errors += (y - l2).abs().mean()
            val l2Delta = (y - l2) * (l2 * (1.0 - l2))
            val l1Delta = (l2Delta dot syn1.t) * (l1 * (1.0 - l1))
            syn1 += l1.t dot l2Delta
            syn0 += x.t dot l1Delta
        }
        val printed = listOf(
            0.500628229093, 0.00899024507125, 0.0060486255435, 0.00482794013965, 0.00412270116481, 0.00365084766242,
        )
        printed.zip(errors).forEach { (expected, error) -> assertEquals(expected, error, 1e-13) }
    }

    @Test
    fun trainsAndChecksInALine() {
        val trained = network("xor") {
            inputs = 3
            defaults {
                activation = sigmoid()
                bias = false
            }
            dense(5)
            dense(1)
            init = uniform(-1.0, 1.0)
            loss = halfSquaredError()
            reduction = sum()
            training(sgd(1.0)) { epochs = 50 }
            data(x, y)
        }.also { assertTrue(it.check().agrees()) }.train()

        assertEquals(trained.outputs, trained.predict(x))
        assertEquals("3×5", trained.weights[0].w.shape())
        assertNull(trained.weights[0].b)
        assertNull(trained.failure)
        assertNull(trained.validation)
        assertEquals(50, trained.history.last().epoch)
    }

    @Test
    fun everyKeyIsAProperty() {
        fun names(builder: Class<*>) = builder.methods.map { it.name }.toSet()
        fun keys(section: Class<*>) = section.recordComponents.map { it.name }
        fun missing(section: Class<*>, builder: Class<*>, elsewhere: Set<String>) = keys(section)
            .filter { it !in elsewhere && it !in names(builder) && "set" + it.replaceFirstChar(Char::uppercase) !in names(builder) }

        assertEquals(Schema.of(NetworkSpec::class.java).parameters().size, keys(NetworkSpec::class.java).size)
        assertEquals(emptyList<String>(), missing(NetworkSpec::class.java, NetworkBuilder::class.java, setOf("name", "layers")))
        assertEquals(emptyList<String>(), missing(Layer.Dense::class.java, DenseBuilder::class.java, setOf("units")))
        assertEquals(emptyList<String>(), missing(Training::class.java, TrainingBuilder::class.java, setOf("optimizer")))
        assertEquals(emptyList<String>(), missing(Report::class.java, ReportBuilder::class.java, setOf()))
    }
}
