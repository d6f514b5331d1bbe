// few third: 3 -> 5 tanh -> 3 relu6 -> 6 softsign -> 4 cube -> 7 selu -> 5 gelu -> 2 softmax
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewThirdNet.kt -include-runtime -d FewThirdNet.jar
//   plumbline check net.yaml --classpath FewThirdNet.jar --against FewThirdNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import kotlin.math.*

class FewThirdNet : HandRolledNetwork {
    private val rate = 0.37
    private lateinit var W1: Array<DoubleArray> // 3 x 5
    private lateinit var W2: Array<DoubleArray> // 5 x 3
    private lateinit var b2: DoubleArray // 3
    private lateinit var W3: Array<DoubleArray> // 3 x 6
    private lateinit var W4: Array<DoubleArray> // 6 x 4
    private lateinit var b4: DoubleArray // 4
    private lateinit var W5: Array<DoubleArray> // 4 x 7
    private lateinit var W6: Array<DoubleArray> // 7 x 5
    private lateinit var b6: DoubleArray // 5
    private lateinit var W7: Array<DoubleArray> // 5 x 2
    private lateinit var b7: DoubleArray // 2

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        W2 = weights[1]
        b2 = biases[1]
        W3 = weights[2]
        W4 = weights[3]
        b4 = biases[3]
        W5 = weights[4]
        W6 = weights[5]
        b6 = biases[5]
        W7 = weights[6]
        b7 = biases[6]
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = dot(x, W1)
        val a1 = tanh(z1)
        val z2 = plus(dot(a1, W2), b2)
        val a2 = relu6(z2)
        val z3 = dot(a2, W3)
        val a3 = softsign(z3)
        val z4 = plus(dot(a3, W4), b4)
        val a4 = cube(z4)
        val z5 = dot(a4, W5)
        val a5 = selu(z5)
        val z6 = plus(dot(a5, W6), b6)
        val a6 = gelu(z6)
        val z7 = plus(dot(a6, W7), b7)
        val a7 = softmax(z7)

        // How much did we miss?
        var loss = 0.0
        val dZ7 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a7[i][k]
                val target = y[i][k]
                val p = min(max(a, 1.0E-10), 1 - 1.0E-10)
                loss += -target * ln(p)
                dZ7[i][k] = a - target
            }
        }

        // Backward: how much did each value contribute to that?
        val dW7 = gradient(a6, dZ7)
        val db7 = gradient(dZ7)
        val dA6 = back(dZ7, W7)
        val dZ6 = geluBack(dA6, z6, a6)
        val dW6 = gradient(a5, dZ6)
        val db6 = gradient(dZ6)
        val dA5 = back(dZ6, W6)
        val dZ5 = seluBack(dA5, z5, a5)
        val dW5 = gradient(a4, dZ5)
        val dA4 = back(dZ5, W5)
        val dZ4 = cubeBack(dA4, z4, a4)
        val dW4 = gradient(a3, dZ4)
        val db4 = gradient(dZ4)
        val dA3 = back(dZ4, W4)
        val dZ3 = softsignBack(dA3, z3, a3)
        val dW3 = gradient(a2, dZ3)
        val dA2 = back(dZ3, W3)
        val dZ2 = relu6Back(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val db2 = gradient(dZ2)
        val dA1 = back(dZ2, W2)
        val dZ1 = tanhBack(dA1, z1, a1)
        val dW1 = gradient(x, dZ1)

        // Update.
        val uW1 = update(dW1, rate)
        subtract(W1, uW1)
        val uW2 = update(dW2, rate)
        subtract(W2, uW2)
        val ub2 = update(db2, rate)
        subtract(b2, ub2)
        val uW3 = update(dW3, rate)
        subtract(W3, uW3)
        val uW4 = update(dW4, rate)
        subtract(W4, uW4)
        val ub4 = update(db4, rate)
        subtract(b4, ub4)
        val uW5 = update(dW5, rate)
        subtract(W5, uW5)
        val uW6 = update(dW6, rate)
        subtract(W6, uW6)
        val ub6 = update(db6, rate)
        subtract(b6, ub6)
        val uW7 = update(dW7, rate)
        subtract(W7, uW7)
        val ub7 = update(db7, rate)
        subtract(b7, ub7)

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
        tape.db(7, db7).ub(7, ub7).b(7, b7)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = tanh(dot(a, W1))
        a = relu6(plus(dot(a, W2), b2))
        a = softsign(dot(a, W3))
        a = cube(plus(dot(a, W4), b4))
        a = selu(dot(a, W5))
        a = gelu(plus(dot(a, W6), b6))
        a = softmax(plus(dot(a, W7), b7))
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

    private fun tanh(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> tanh(z[i][k]) } }

    private fun relu6(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> min(max(0.0, z[i][k]), 6.0) } }

    private fun softsign(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> z[i][k] / (1 + abs(z[i][k])) } }

    private fun cube(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> z[i][k] * z[i][k] * z[i][k] } }

    private fun selu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> (if (z[i][k] > 0) 1.0507009873554805 * z[i][k] else 1.0507009873554805 * 1.6732632423543772 * expm1(z[i][k])) } }

    private fun gelu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> z[i][k] / (1 + exp(-1.7020000219345093 * z[i][k])) } }

    private fun softmax(z: Array<DoubleArray>): Array<DoubleArray> = Array(z.size) { i ->
        val largest = z[i].max() // subtracted, so that exp cannot overflow
        val e = DoubleArray(z[i].size) { k -> exp(z[i][k] - largest) }
        val sum = e.sum()
        DoubleArray(e.size) { k -> e[k] / sum }
    }

    @Suppress("UNUSED_PARAMETER")
    private fun tanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 - a[i][k] * a[i][k]) } }

    @Suppress("UNUSED_PARAMETER")
    private fun relu6Back(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 0 && z[i][k] < 6) 1.0 else 0.0) } }

    @Suppress("UNUSED_PARAMETER")
    private fun softsignBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 / ((1 + abs(z[i][k])) * (1 + abs(z[i][k])))) } }

    @Suppress("UNUSED_PARAMETER")
    private fun cubeBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * 3 * z[i][k] * z[i][k] } }

    @Suppress("UNUSED_PARAMETER")
    private fun seluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 0) 1.0507009873554805 else 1.0507009873554805 * 1.6732632423543772 * exp(z[i][k])) } }

    @Suppress("UNUSED_PARAMETER")
    private fun geluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 / (1 + exp(-1.7020000219345093 * z[i][k]))) * (1 + 1.7020000219345093 * z[i][k] * (1 / (1 + exp(1.7020000219345093 * z[i][k])))) } }

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
    private fun update(g: DoubleArray, rate: Double): DoubleArray {
        val u = DoubleArray(g.size)
        for (k in g.indices) {
            u[k] = rate * g[k]
        }
        return u
    }

    private fun update(g: Array<DoubleArray>, rate: Double): Array<DoubleArray> =
        Array(g.size) { j -> update(g[j], rate) }

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
