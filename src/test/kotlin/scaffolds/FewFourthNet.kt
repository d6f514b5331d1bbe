// few fourth: 3 -> 2 identity
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewFourthNet.kt -include-runtime -d FewFourthNet.jar
//   plumbline check net.yaml --classpath FewFourthNet.jar --against FewFourthNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import kotlin.math.*

class FewFourthNet : HandRolledNetwork {
    private lateinit var W1: Array<DoubleArray> // 3 x 2
    private lateinit var cW1: Array<DoubleArray> // optimizer state of W
    private lateinit var sW1: Array<DoubleArray> // optimizer state of W

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        cW1 = Array(W1.size) { DoubleArray(2) }
        sW1 = Array(W1.size) { DoubleArray(2) }
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = dot(x, W1)
        val a1 = z1

        // How much did we miss?
        var loss = 0.0
        val dZ1 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            val ay = dot(a1[i], y[i])
            val aa = dot(a1[i], a1[i])
            val yy = dot(y[i], y[i])
            for (k in y[i].indices) {
                val a = a1[i][k]
                val target = y[i][k]
                loss += -a * target / (max(1e-5, sqrt(aa)) * max(1e-5, sqrt(yy)))
                dZ1[i][k] = (a * ay - target * aa) / (max(1e-5, sqrt(aa)) * max(1e-5, sqrt(yy)) * max(1e-5, aa))
            }
        }
        loss /= x.size

        // Backward: how much did each value contribute to that?
        val dW1 = gradient(x, dZ1)

        // Update.
        val uW1 = decayed(update(dW1, cW1, sW1), W1, 0.2)
        subtract(W1, uW1)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = dot(a, W1)
        return a
    }

    // The functions of the steps.

    /** The sum of the products of two rows. */
    private fun dot(a: DoubleArray, y: DoubleArray): Double = a.indices.sumOf { k -> a[k] * y[k] }

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

    /** Adds the weight decay to an update. */
    private fun decayed(u: DoubleArray, w: DoubleArray, decay: Double): DoubleArray =
        DoubleArray(u.size) { k -> u[k] + decay * w[k] }

    private fun decayed(u: Array<DoubleArray>, w: Array<DoubleArray>, decay: Double): Array<DoubleArray> =
        Array(u.size) { j -> decayed(u[j], w[j], decay) }

    /** The update that is subtracted: the rule of the optimizer. */
    private fun update(g: DoubleArray, c: DoubleArray, s: DoubleArray): DoubleArray {
        val u = DoubleArray(g.size)
        for (k in g.indices) {
            c[k] = 0.95 * c[k] + (1 - 0.95) * g[k] * g[k]
            u[k] = g[k] * sqrt(s[k] + 0.1) / sqrt(c[k] + 0.1)
            s[k] = 0.95 * s[k] + (1 - 0.95) * u[k] * u[k]
        }
        return u
    }

    private fun update(g: Array<DoubleArray>, c: Array<DoubleArray>, s: Array<DoubleArray>): Array<DoubleArray> =
        Array(g.size) { j -> update(g[j], c[j], s[j]) }

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
