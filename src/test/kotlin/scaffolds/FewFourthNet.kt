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
    private val rate = 0.37
    private lateinit var W1: Array<DoubleArray> // 3 x 2

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val z1 = dot(x, W1)
        val a1 = z1

        // How much did we miss?
        var loss = 0.0
        val dZ1 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a1[i][k]
                val target = y[i][k]
                loss += abs(a - target) / y[i].size
                dZ1[i][k] = sign(a - target) / y[i].size
            }
        }
        loss /= x.size

        // Backward: how much did each value contribute to that?
        val dW1 = gradient(x, dZ1)

        // Update.
        val uW1 = update(dW1, rate)
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
