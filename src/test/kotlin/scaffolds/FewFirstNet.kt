// few first: 3 -> 3 identity -> 6 relu -> 4 elu -> 7 hard_tanh -> 5 rectified_tanh -> 3 hard_sigmoid -> 6 rational_tanh -> 2 sigmoid
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewFirstNet.kt -include-runtime -d FewFirstNet.jar
//   plumbline check net.yaml --classpath FewFirstNet.jar --against FewFirstNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import dev.plumbline.handrolled.TrainingBatch
import kotlin.math.*

class FewFirstNet : HandRolledNetwork {
    private var rate1 = 0.0 // of the step
    private var rate2 = 0.0 // of the step
    private var rate3 = 0.0 // of the step
    private var rate4 = 0.0 // of the step
    private var rate5 = 0.0 // of the step
    private var rate6 = 0.0 // of the step
    private var rate7 = 0.0 // of the step
    private val rate8 = 0.1
    private lateinit var W1: Array<DoubleArray> // 3 x 3
    private lateinit var vW1: Array<DoubleArray> // optimizer state of W
    private lateinit var W2: Array<DoubleArray> // 3 x 6
    private lateinit var b2: DoubleArray // 6
    private lateinit var vW2: Array<DoubleArray> // optimizer state of W
    private lateinit var vb2: DoubleArray
    private lateinit var W3: Array<DoubleArray> // 6 x 4
    private lateinit var vW3: Array<DoubleArray> // optimizer state of W
    private lateinit var W4: Array<DoubleArray> // 4 x 7
    private lateinit var b4: DoubleArray // 7
    private lateinit var vW4: Array<DoubleArray> // optimizer state of W
    private lateinit var vb4: DoubleArray
    private lateinit var W5: Array<DoubleArray> // 7 x 5
    private lateinit var vW5: Array<DoubleArray> // optimizer state of W
    private lateinit var W6: Array<DoubleArray> // 5 x 3
    private lateinit var b6: DoubleArray // 3
    private lateinit var vW6: Array<DoubleArray> // optimizer state of W
    private lateinit var vb6: DoubleArray
    private lateinit var W7: Array<DoubleArray> // 3 x 6
    private lateinit var vW7: Array<DoubleArray> // optimizer state of W
    private lateinit var W8: Array<DoubleArray> // 6 x 2
    private lateinit var b8: DoubleArray // 2
    private lateinit var vW8: Array<DoubleArray> // optimizer state of W
    private lateinit var vb8: DoubleArray

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        vW1 = Array(W1.size) { DoubleArray(3) }
        W2 = weights[1]
        b2 = biases[1]
        vW2 = Array(W2.size) { DoubleArray(6) }
        vb2 = DoubleArray(6)
        W3 = weights[2]
        vW3 = Array(W3.size) { DoubleArray(4) }
        W4 = weights[3]
        b4 = biases[3]
        vW4 = Array(W4.size) { DoubleArray(7) }
        vb4 = DoubleArray(7)
        W5 = weights[4]
        vW5 = Array(W5.size) { DoubleArray(5) }
        W6 = weights[5]
        b6 = biases[5]
        vW6 = Array(W6.size) { DoubleArray(3) }
        vb6 = DoubleArray(3)
        W7 = weights[6]
        vW7 = Array(W7.size) { DoubleArray(6) }
        W8 = weights[7]
        b8 = biases[7]
        vW8 = Array(W8.size) { DoubleArray(2) }
        vb8 = DoubleArray(2)
    }

    /** Takes what the step needs besides inputs and targets. */
    override fun step(batch: TrainingBatch, tape: Tape) {
        val step = batch.step().toInt() // from 0
        rate1 = 0.05 * 0.5.pow(step / 3)
        rate2 = 0.05 * 0.5.pow(step / 3)
        rate3 = 0.05 * 0.5.pow(step / 3)
        rate4 = 0.05 * 0.5.pow(step / 3)
        rate5 = 0.05 * 0.5.pow(step / 3)
        rate6 = 0.05 * 0.5.pow(step / 3)
        rate7 = 0.05 * 0.5.pow(step / 3)
        step(batch.x(), batch.y(), tape)
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = dot(x, W1)
        val a1 = z1
        val z2 = plus(dot(a1, W2), b2)
        val a2 = relu(z2)
        val z3 = dot(a2, W3)
        val a3 = elu(z3)
        val z4 = plus(dot(a3, W4), b4)
        val a4 = hardTanh(z4)
        val z5 = dot(a4, W5)
        val a5 = rectifiedTanh(z5)
        val z6 = plus(dot(a5, W6), b6)
        val a6 = hardSigmoid(z6)
        val z7 = dot(a6, W7)
        val a7 = rationalTanh(z7)
        val z8 = plus(dot(a7, W8), b8)
        val a8 = sigmoid(z8)

        // How much did we miss?
        var loss = 0.0
        val dA8 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a8[i][k]
                val target = y[i][k]
                val p = min(max(a, 1.0E-12), 1 - 1.0E-12)
                loss += -(target * ln(p) + (1 - target) * ln(1 - p))
                dA8[i][k] = (p - target) / (p * (1 - p))
            }
        }
        loss /= x.size

        // Backward: how much did each value contribute to that?
        val dZ8 = sigmoidBack(dA8, z8, a8)
        val dW8 = gradient(a7, dZ8)
        val db8 = gradient(dZ8)
        val dA7 = back(dZ8, W8)
        val dZ7 = rationalTanhBack(dA7, z7, a7)
        val dW7 = gradient(a6, dZ7)
        val dA6 = back(dZ7, W7)
        val dZ6 = hardSigmoidBack(dA6, z6, a6)
        val dW6 = gradient(a5, dZ6)
        val db6 = gradient(dZ6)
        val dA5 = back(dZ6, W6)
        val dZ5 = rectifiedTanhBack(dA5, z5, a5)
        val dW5 = gradient(a4, dZ5)
        val dA4 = back(dZ5, W5)
        val dZ4 = hardTanhBack(dA4, z4, a4)
        val dW4 = gradient(a3, dZ4)
        val db4 = gradient(dZ4)
        val dA3 = back(dZ4, W4)
        val dZ3 = eluBack(dA3, z3, a3)
        val dW3 = gradient(a2, dZ3)
        val dA2 = back(dZ3, W3)
        val dZ2 = reluBack(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val db2 = gradient(dZ2)
        val dZ1 = back(dZ2, W2)
        val dW1 = gradient(x, dZ1)

        // Update.
        val uW1 = update(dW1, vW1, rate1)
        subtract(W1, uW1)
        val uW2 = update(dW2, vW2, rate2)
        subtract(W2, uW2)
        val ub2 = update(db2, vb2, rate2)
        subtract(b2, ub2)
        val uW3 = update(dW3, vW3, rate3)
        subtract(W3, uW3)
        val uW4 = update(dW4, vW4, rate4)
        subtract(W4, uW4)
        val ub4 = update(db4, vb4, rate4)
        subtract(b4, ub4)
        val uW5 = update(dW5, vW5, rate5)
        subtract(W5, uW5)
        val uW6 = update(dW6, vW6, rate6)
        subtract(W6, uW6)
        val ub6 = update(db6, vb6, rate6)
        subtract(b6, ub6)
        val uW7 = update(dW7, vW7, rate7)
        subtract(W7, uW7)
        val uW8 = update(dW8, vW8, rate8)
        subtract(W8, uW8)
        val ub8 = update(db8, vb8, rate8)
        subtract(b8, ub8)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
        tape.Z(2, z2).A(2, a2).dZ(2, dZ2).dW(2, dW2).uW(2, uW2).W(2, W2)
        tape.db(2, db2).ub(2, ub2).b(2, b2)
        tape.Z(3, z3).A(3, a3).dZ(3, dZ3).dW(3, dW3).uW(3, uW3).W(3, W3)
        tape.Z(4, z4).A(4, a4).dZ(4, dZ4).dW(4, dW4).uW(4, uW4).W(4, W4)
        tape.db(4, db4).ub(4, ub4).b(4, b4)
        tape.Z(5, z5).A(5, a5).dZ(5, dZ5).dW(5, dW5).uW(5, uW5).W(5, W5)
        tape.Z(6, z6).A(6, a6).dZ(6, dZ6).dW(6, dW6).uW(6, uW6).W(6, W6)
        tape.db(6, db6).ub(6, ub6).b(6, b6)
        tape.Z(7, z7).A(7, a7).dZ(7, dZ7).dW(7, dW7).uW(7, uW7).W(7, W7)
        tape.Z(8, z8).A(8, a8).dZ(8, dZ8).dW(8, dW8).uW(8, uW8).W(8, W8)
        tape.db(8, db8).ub(8, ub8).b(8, b8)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = dot(a, W1)
        a = relu(plus(dot(a, W2), b2))
        a = elu(dot(a, W3))
        a = hardTanh(plus(dot(a, W4), b4))
        a = rectifiedTanh(dot(a, W5))
        a = hardSigmoid(plus(dot(a, W6), b6))
        a = rationalTanh(dot(a, W7))
        a = sigmoid(plus(dot(a, W8), b8))
        return a
    }

    // The functions of the steps.

    /** x W, (n, units) from (n, inputs) and (inputs, units). */
    private fun dot(x: Array<DoubleArray>, w: Array<DoubleArray>): Array<DoubleArray> {
        val z = Array(x.size) { DoubleArray(w[0].size) }
        for (i in x.indices) {
            for (j in w.indices) {
                for (k in w[j].indices) {
                    z[i][k] += x[i][j] * w[j][k]
                }
            }
        }
        return z
    }

    /** z + b, the same b for every example. */
    private fun plus(z: Array<DoubleArray>, b: DoubleArray): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(b.size) { k -> z[i][k] + b[k] } }

    private fun relu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> max(0.0, z[i][k]) } }

    private fun elu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> (if (z[i][k] >= 0) z[i][k] else expm1(z[i][k])) } }

    private fun hardTanh(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> min(max(-1.0, z[i][k]), 1.0) } }

    private fun rectifiedTanh(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> max(0.0, tanh(z[i][k])) } }

    private fun hardSigmoid(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> min(max(0.0, 0.20000000298023224 * z[i][k] + 0.5), 1.0) } }

    private fun rationalTanh(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> 1.71589994430542 * sign(z[i][k]) * (1 - 1 / (1 + abs(2 * z[i][k] / 3) + abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) + 1.416450023651123 * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3))) } }

    private fun sigmoid(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> 1 / (1 + exp(-z[i][k])) } }

    @Suppress("UNUSED_PARAMETER")
    private fun reluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 0) 1.0 else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun eluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] >= 0) 1.0 else exp(z[i][k])) } }

    @Suppress("UNUSED_PARAMETER")
    private fun hardTanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] >= -1 && z[i][k] <= 1) 1.0 else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun rectifiedTanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 0) 1 - a[i][k] * a[i][k] else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun hardSigmoidBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] >= -2.5 && z[i][k] <= 2.5) 0.20000000298023224 else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun rationalTanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * 1.71589994430542 * 2 / 3 * (1 + 2 * abs(2 * z[i][k] / 3) + 4 * 1.416450023651123 * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3)) / ((1 + abs(2 * z[i][k] / 3) + abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) + 1.416450023651123 * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3)) * (1 + abs(2 * z[i][k] / 3) + abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) + 1.416450023651123 * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3) * abs(2 * z[i][k] / 3))) } }

    @Suppress("UNUSED_PARAMETER")
    private fun sigmoidBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * a[i][k] * (1 - a[i][k]) } }

    /** The gradient with respect to W: the mean over the examples, (inputs, units) from (n, inputs) and (n, units). */
    private fun gradient(x: Array<DoubleArray>, dZ: Array<DoubleArray>): Array<DoubleArray> {
        val dW = Array(x[0].size) { DoubleArray(dZ[0].size) }
        for (i in x.indices) {
            for (j in dW.indices) {
                for (k in dW[j].indices) {
                    dW[j][k] += x[i][j] * dZ[i][k] / x.size
                }
            }
        }
        return dW
    }

    /** The gradient with respect to b: the mean over the examples. */
    private fun gradient(dZ: Array<DoubleArray>): DoubleArray {
        val db = DoubleArray(dZ[0].size)
        for (i in dZ.indices) {
            for (k in db.indices) {
                db[k] += dZ[i][k] / dZ.size
            }
        }
        return db
    }

    /** dZ times the transposed weights, (n, inputs) from (n, units) and (inputs, units). */
    private fun back(dZ: Array<DoubleArray>, w: Array<DoubleArray>): Array<DoubleArray> {
        val dX = Array(dZ.size) { DoubleArray(w.size) }
        for (i in dZ.indices) {
            for (j in w.indices) {
                for (k in w[j].indices) {
                    dX[i][j] += dZ[i][k] * w[j][k]
                }
            }
        }
        return dX
    }

    /** The update that is subtracted: the rule of the optimizer. */
    private fun update(g: DoubleArray, v: DoubleArray, rate: Double): DoubleArray {
        val u = DoubleArray(g.size)
        for (k in g.indices) {
            v[k] = 0.7 * v[k] + g[k]
            u[k] = rate * (g[k] + 0.7 * v[k])
        }
        return u
    }

    private fun update(g: Array<DoubleArray>, v: Array<DoubleArray>, rate: Double): Array<DoubleArray> =
        Array(g.size) { j -> update(g[j], v[j], rate) }

    private fun subtract(w: DoubleArray, u: DoubleArray) {
        for (k in w.indices) {
            w[k] -= u[k]
        }
    }

    private fun subtract(w: Array<DoubleArray>, u: Array<DoubleArray>) {
        for (j in w.indices) {
            subtract(w[j], u[j])
        }
    }
}
