// few second: 3 -> 4 sigmoid -> 7 leaky_relu -> 5 softplus -> 3 swish -> 6 thresholded_relu -> 4 mish -> 7 softmax -> 2 softmax
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewSecondNet.kt -include-runtime -d FewSecondNet.jar
//   plumbline check net.yaml --classpath FewSecondNet.jar --against FewSecondNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import kotlin.math.*

class FewSecondNet : HandRolledNetwork {
    private val rate = 0.1
    private lateinit var W1: Array<DoubleArray> // 3 x 4
    private lateinit var b1: DoubleArray // 4
    private lateinit var vW1: Array<DoubleArray> // optimizer state of W
    private lateinit var vb1: DoubleArray
    private lateinit var W2: Array<DoubleArray> // 4 x 7
    private lateinit var vW2: Array<DoubleArray> // optimizer state of W
    private lateinit var W3: Array<DoubleArray> // 7 x 5
    private lateinit var b3: DoubleArray // 5
    private lateinit var vW3: Array<DoubleArray> // optimizer state of W
    private lateinit var vb3: DoubleArray
    private lateinit var W4: Array<DoubleArray> // 5 x 3
    private lateinit var vW4: Array<DoubleArray> // optimizer state of W
    private lateinit var W5: Array<DoubleArray> // 3 x 6
    private lateinit var b5: DoubleArray // 6
    private lateinit var vW5: Array<DoubleArray> // optimizer state of W
    private lateinit var vb5: DoubleArray
    private lateinit var W6: Array<DoubleArray> // 6 x 4
    private lateinit var vW6: Array<DoubleArray> // optimizer state of W
    private lateinit var W7: Array<DoubleArray> // 4 x 7
    private lateinit var b7: DoubleArray // 7
    private lateinit var vW7: Array<DoubleArray> // optimizer state of W
    private lateinit var vb7: DoubleArray
    private lateinit var W8: Array<DoubleArray> // 7 x 2
    private lateinit var b8: DoubleArray // 2
    private lateinit var vW8: Array<DoubleArray> // optimizer state of W
    private lateinit var vb8: DoubleArray

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        b1 = biases[0]
        vW1 = Array(W1.size) { DoubleArray(4) }
        vb1 = DoubleArray(4)
        W2 = weights[1]
        vW2 = Array(W2.size) { DoubleArray(7) }
        W3 = weights[2]
        b3 = biases[2]
        vW3 = Array(W3.size) { DoubleArray(5) }
        vb3 = DoubleArray(5)
        W4 = weights[3]
        vW4 = Array(W4.size) { DoubleArray(3) }
        W5 = weights[4]
        b5 = biases[4]
        vW5 = Array(W5.size) { DoubleArray(6) }
        vb5 = DoubleArray(6)
        W6 = weights[5]
        vW6 = Array(W6.size) { DoubleArray(4) }
        W7 = weights[6]
        b7 = biases[6]
        vW7 = Array(W7.size) { DoubleArray(7) }
        vb7 = DoubleArray(7)
        W8 = weights[7]
        b8 = biases[7]
        vW8 = Array(W8.size) { DoubleArray(2) }
        vb8 = DoubleArray(2)
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = plus(dot(x, W1), b1)
        val a1 = sigmoid(z1)
        val z2 = dot(a1, W2)
        val a2 = leakyRelu(z2)
        val z3 = plus(dot(a2, W3), b3)
        val a3 = softplus(z3)
        val z4 = dot(a3, W4)
        val a4 = swish(z4)
        val z5 = plus(dot(a4, W5), b5)
        val a5 = thresholdedRelu(z5)
        val z6 = dot(a5, W6)
        val a6 = mish(z6)
        val z7 = plus(dot(a6, W7), b7)
        val a7 = softmax(z7)
        val z8 = plus(dot(a7, W8), b8)
        val a8 = softmax(z8)

        // How much did we miss?
        var loss = 0.0
        val dA8 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a8[i][k]
                val target = y[i][k]
                loss += (a - target) * (a - target) / y[i].size
                dA8[i][k] = 2 * (a - target) / y[i].size
            }
        }

        // Backward: how much did each value contribute to that?
        val dZ8 = softmaxBack(dA8, z8, a8)
        val dW8 = gradient(a7, dZ8)
        val db8 = gradient(dZ8)
        val dA7 = back(dZ8, W8)
        val dZ7 = softmaxBack(dA7, z7, a7)
        val dW7 = gradient(a6, dZ7)
        val db7 = gradient(dZ7)
        val dA6 = back(dZ7, W7)
        val dZ6 = mishBack(dA6, z6, a6)
        val dW6 = gradient(a5, dZ6)
        val dA5 = back(dZ6, W6)
        val dZ5 = thresholdedReluBack(dA5, z5, a5)
        val dW5 = gradient(a4, dZ5)
        val db5 = gradient(dZ5)
        val dA4 = back(dZ5, W5)
        val dZ4 = swishBack(dA4, z4, a4)
        val dW4 = gradient(a3, dZ4)
        val dA3 = back(dZ4, W4)
        val dZ3 = softplusBack(dA3, z3, a3)
        val dW3 = gradient(a2, dZ3)
        val db3 = gradient(dZ3)
        val dA2 = back(dZ3, W3)
        val dZ2 = leakyReluBack(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val dA1 = back(dZ2, W2)
        val dZ1 = sigmoidBack(dA1, z1, a1)
        val dW1 = gradient(x, dZ1)
        val db1 = gradient(dZ1)

        // Update.
        val uW1 = update(dW1, vW1, rate)
        subtract(W1, uW1)
        val ub1 = update(db1, vb1, rate)
        subtract(b1, ub1)
        val uW2 = update(dW2, vW2, rate)
        subtract(W2, uW2)
        val uW3 = update(dW3, vW3, rate)
        subtract(W3, uW3)
        val ub3 = update(db3, vb3, rate)
        subtract(b3, ub3)
        val uW4 = update(dW4, vW4, rate)
        subtract(W4, uW4)
        val uW5 = update(dW5, vW5, rate)
        subtract(W5, uW5)
        val ub5 = update(db5, vb5, rate)
        subtract(b5, ub5)
        val uW6 = update(dW6, vW6, rate)
        subtract(W6, uW6)
        val uW7 = update(dW7, vW7, rate)
        subtract(W7, uW7)
        val ub7 = update(db7, vb7, rate)
        subtract(b7, ub7)
        val uW8 = update(dW8, vW8, rate)
        subtract(W8, uW8)
        val ub8 = update(db8, vb8, rate)
        subtract(b8, ub8)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
        tape.db(1, db1).ub(1, ub1).b(1, b1)
        tape.Z(2, z2).A(2, a2).dZ(2, dZ2).dW(2, dW2).uW(2, uW2).W(2, W2)
        tape.Z(3, z3).A(3, a3).dZ(3, dZ3).dW(3, dW3).uW(3, uW3).W(3, W3)
        tape.db(3, db3).ub(3, ub3).b(3, b3)
        tape.Z(4, z4).A(4, a4).dZ(4, dZ4).dW(4, dW4).uW(4, uW4).W(4, W4)
        tape.Z(5, z5).A(5, a5).dZ(5, dZ5).dW(5, dW5).uW(5, uW5).W(5, W5)
        tape.db(5, db5).ub(5, ub5).b(5, b5)
        tape.Z(6, z6).A(6, a6).dZ(6, dZ6).dW(6, dW6).uW(6, uW6).W(6, W6)
        tape.Z(7, z7).A(7, a7).dZ(7, dZ7).dW(7, dW7).uW(7, uW7).W(7, W7)
        tape.db(7, db7).ub(7, ub7).b(7, b7)
        tape.Z(8, z8).A(8, a8).dZ(8, dZ8).dW(8, dW8).uW(8, uW8).W(8, W8)
        tape.db(8, db8).ub(8, ub8).b(8, b8)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = sigmoid(plus(dot(a, W1), b1))
        a = leakyRelu(dot(a, W2))
        a = softplus(plus(dot(a, W3), b3))
        a = swish(dot(a, W4))
        a = thresholdedRelu(plus(dot(a, W5), b5))
        a = mish(dot(a, W6))
        a = softmax(plus(dot(a, W7), b7))
        a = softmax(plus(dot(a, W8), b8))
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

    private fun sigmoid(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> 1 / (1 + exp(-z[i][k])) } }

    private fun leakyRelu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> (if (z[i][k] >= 0) z[i][k] else 0.009999999776482582 * z[i][k]) } }

    private fun softplus(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> max(0.0, z[i][k]) + ln1p(exp(-abs(z[i][k]))) } }

    private fun swish(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> z[i][k] / (1 + exp(-z[i][k])) } }

    private fun thresholdedRelu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> (if (z[i][k] > 1.0) z[i][k] else 0.0) } }

    private fun mish(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> z[i][k] * tanh(max(0.0, z[i][k]) + ln1p(exp(-abs(z[i][k])))) } }

    private fun softmax(z: Array<DoubleArray>): Array<DoubleArray> = Array(z.size) { i ->
        val largest = z[i].max() // subtracted, so that exp cannot overflow
        val e = DoubleArray(z[i].size) { k -> exp(z[i][k] - largest) }
        val sum = e.sum()
        DoubleArray(e.size) { k -> e[k] / sum }
    }

    @Suppress("UNUSED_PARAMETER")
    private fun sigmoidBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * a[i][k] * (1 - a[i][k]) } }

    @Suppress("UNUSED_PARAMETER")
    private fun leakyReluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] >= 0) 1.0 else 0.009999999776482582) } }

    @Suppress("UNUSED_PARAMETER")
    private fun softplusBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 / (1 + exp(-z[i][k]))) } }

    @Suppress("UNUSED_PARAMETER")
    private fun swishBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 / (1 + exp(-z[i][k]))) * (1 + z[i][k] * (1 / (1 + exp(z[i][k])))) } }

    @Suppress("UNUSED_PARAMETER")
    private fun thresholdedReluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 1.0) 1.0 else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun mishBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (tanh(max(0.0, z[i][k]) + ln1p(exp(-abs(z[i][k])))) + z[i][k] * (1 - tanh(max(0.0, z[i][k]) + ln1p(exp(-abs(z[i][k])))) * tanh(max(0.0, z[i][k]) + ln1p(exp(-abs(z[i][k]))))) / (1 + exp(-z[i][k]))) } }

    @Suppress("UNUSED_PARAMETER")
    private fun softmaxBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> = Array(a.size) { i ->
        val sum = a[i].indices.sumOf { k -> dA[i][k] * a[i][k] }
        DoubleArray(a[i].size) { k -> a[i][k] * (dA[i][k] - sum) }
    }

    /** The gradient with respect to W: the sum over the examples, (inputs, units) from (n, inputs) and (n, units). */
    private fun gradient(x: Array<DoubleArray>, dZ: Array<DoubleArray>): Array<DoubleArray> {
        val dW = Array(x[0].size) { DoubleArray(dZ[0].size) }
        for (i in x.indices) {
            for (j in dW.indices) {
                for (k in dW[j].indices) {
                    dW[j][k] += x[i][j] * dZ[i][k]
                }
            }
        }
        return dW
    }

    /** The gradient with respect to b: the sum over the examples. */
    private fun gradient(dZ: Array<DoubleArray>): DoubleArray {
        val db = DoubleArray(dZ[0].size)
        for (i in dZ.indices) {
            for (k in db.indices) {
                db[k] += dZ[i][k]
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
            v[k] = 0.7 * v[k] - rate * g[k]
            u[k] = -v[k]
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
