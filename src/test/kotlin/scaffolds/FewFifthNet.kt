// few fifth: 3 -> 3 tanh -> 2 sigmoid
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewFifthNet.kt -include-runtime -d FewFifthNet.jar
//   plumbline check net.yaml --classpath FewFifthNet.jar --against FewFifthNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import kotlin.math.*

class FewFifthNet : HandRolledNetwork {
    private val rate = 0.07
    private lateinit var W1: Array<DoubleArray> // 3 x 3
    private lateinit var b1: DoubleArray // 3
    private lateinit var mW1: Array<DoubleArray> // optimizer state of W
    private lateinit var mb1: DoubleArray
    private lateinit var vW1: Array<DoubleArray> // optimizer state of W
    private lateinit var vb1: DoubleArray
    private lateinit var wW1: Array<DoubleArray> // optimizer state of W
    private lateinit var wb1: DoubleArray
    private lateinit var W2: Array<DoubleArray> // 3 x 2
    private lateinit var mW2: Array<DoubleArray> // optimizer state of W
    private lateinit var vW2: Array<DoubleArray> // optimizer state of W
    private lateinit var wW2: Array<DoubleArray> // optimizer state of W
    private var t = 0 // steps

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        b1 = biases[0]
        mW1 = Array(W1.size) { DoubleArray(3) }
        mb1 = DoubleArray(3)
        vW1 = Array(W1.size) { DoubleArray(3) }
        vb1 = DoubleArray(3)
        wW1 = Array(W1.size) { DoubleArray(3) }
        wb1 = DoubleArray(3)
        W2 = weights[1]
        mW2 = Array(W2.size) { DoubleArray(2) }
        vW2 = Array(W2.size) { DoubleArray(2) }
        wW2 = Array(W2.size) { DoubleArray(2) }
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = plus(dot(x, W1), b1)
        val a1 = tanh(z1)
        val z2 = dot(a1, W2)
        val a2 = sigmoid(z2)

        // How much did we miss?
        var loss = 0.0
        val dA2 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a2[i][k]
                val target = y[i][k]
                loss += (a - target) * (a - target)
                dA2[i][k] = 2 * (a - target)
            }
        }
        loss /= x.size
        // The penalties, divided by the number of examples where the file says so.
        loss += penalty(W1, 0.0, 0.3 / x.size)
        loss += penalty(b1, 0.1 / x.size, 0.0)

        // Backward: how much did each value contribute to that?
        val dZ2 = sigmoidBack(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val dA1 = back(dZ2, W2)
        val dZ1 = tanhBack(dA1, z1, a1)
        val dW1 = gradient(x, dZ1)
        val db1 = gradient(dZ1)

        // Update. g is the gradient that the optimizer takes.
        t++
        val gW1 = penalized(dW1, W1, 0.0, 0.3 / x.size)
        val uW1 = update(gW1, mW1, vW1, wW1, rate, t)
        subtract(W1, uW1)
        val gb1 = penalized(db1, b1, 0.1 / x.size, 0.0)
        val ub1 = update(gb1, mb1, vb1, wb1, rate, t)
        subtract(b1, ub1)
        val uW2 = update(dW2, mW2, vW2, wW2, rate, t)
        subtract(W2, uW2)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
        tape.db(1, db1).ub(1, ub1).b(1, b1)
        tape.Z(2, z2).A(2, a2).dZ(2, dZ2).dW(2, dW2).uW(2, uW2).W(2, W2)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = tanh(plus(dot(a, W1), b1))
        a = sigmoid(dot(a, W2))
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

    private fun sigmoid(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> 1 / (1 + exp(-z[i][k])) } }

    @Suppress("UNUSED_PARAMETER")
    private fun tanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 - a[i][k] * a[i][k]) } }

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

    /** Adds the derivative of the penalties on w. */
    private fun penalized(g: DoubleArray, w: DoubleArray, l1: Double, l2: Double): DoubleArray =
        DoubleArray(g.size) { k -> g[k] + l1 * sign(w[k]) + l2 * w[k] }

    private fun penalized(g: Array<DoubleArray>, w: Array<DoubleArray>, l1: Double, l2: Double): Array<DoubleArray> =
        Array(g.size) { j -> penalized(g[j], w[j], l1, l2) }

    /** The penalties on w, which are part of the loss. */
    private fun penalty(w: DoubleArray, l1: Double, l2: Double): Double {
        var loss = 0.0
        for (k in w.indices) {
            loss += l1 * abs(w[k])
            loss += l2 / 2 * w[k] * w[k]
        }
        return loss
    }

    private fun penalty(w: Array<DoubleArray>, l1: Double, l2: Double): Double = w.sumOf { row -> penalty(row, l1, l2) }

    /** The update that is subtracted: the rule of the optimizer. */
    private fun update(g: DoubleArray, m: DoubleArray, v: DoubleArray, w: DoubleArray, rate: Double, t: Int): DoubleArray {
        val u = DoubleArray(g.size)
        for (k in g.indices) {
            m[k] = 0.9 * m[k] + (1 - 0.9) * g[k]
            v[k] = 0.999 * v[k] + (1 - 0.999) * g[k] * g[k]
            w[k] = max(w[k], v[k])
            u[k] = rate / (1 - 0.9.pow(t)) * m[k] / (sqrt(w[k] / (1 - 0.999.pow(t))) + 0.01)
        }
        return u
    }

    private fun update(g: Array<DoubleArray>, m: Array<DoubleArray>, v: Array<DoubleArray>, w: Array<DoubleArray>, rate: Double, t: Int): Array<DoubleArray> =
        Array(g.size) { j -> update(g[j], m[j], v[j], w[j], rate, t) }

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
