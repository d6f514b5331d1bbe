// few seventh: 3 -> 7 tanh -> 7 tanh -> 7 tanh -> 7 tanh -> 7 tanh -> 7 tanh -> 7 tanh -> 7 tanh -> 2 softmax
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewSeventhNet.kt -include-runtime -d FewSeventhNet.jar
//   plumbline check net.yaml --classpath FewSeventhNet.jar --against FewSeventhNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import dev.plumbline.handrolled.TrainingBatch
import kotlin.math.*

class FewSeventhNet : HandRolledNetwork {
    private var rate1 = 0.0 // of the step
    private var rate2 = 0.0 // of the step
    private var rate3 = 0.0 // of the step
    private var rate4 = 0.0 // of the step
    private var rate5 = 0.0 // of the step
    private var rate6 = 0.0 // of the step
    private var rate7 = 0.0 // of the step
    private var rate8 = 0.0 // of the step
    private val rate9 = 0.37
    private lateinit var weights: DoubleArray // of the examples of the batch, n
    private lateinit var mask1: Array<DoubleArray> // of the batch, n x 3: 1 keeps an input, 0 drops it
    private lateinit var W1: Array<DoubleArray> // 3 x 7
    private lateinit var b1: DoubleArray // 7
    private lateinit var W2: Array<DoubleArray> // 7 x 7
    private lateinit var b2: DoubleArray // 7
    private lateinit var W3: Array<DoubleArray> // 7 x 7
    private lateinit var b3: DoubleArray // 7
    private lateinit var mask4: Array<DoubleArray> // of the batch, n x 7: 1 keeps an input, 0 drops it
    private lateinit var W4: Array<DoubleArray> // 7 x 7
    private lateinit var b4: DoubleArray // 7
    private lateinit var W5: Array<DoubleArray> // 7 x 7
    private lateinit var b5: DoubleArray // 7
    private lateinit var W6: Array<DoubleArray> // 7 x 7
    private lateinit var b6: DoubleArray // 7
    private lateinit var mask7: Array<DoubleArray> // of the batch, n x 7: 1 keeps an input, 0 drops it
    private lateinit var W7: Array<DoubleArray> // 7 x 7
    private lateinit var b7: DoubleArray // 7
    private lateinit var W8: Array<DoubleArray> // 7 x 7
    private lateinit var b8: DoubleArray // 7
    private lateinit var W9: Array<DoubleArray> // 7 x 2
    private lateinit var b9: DoubleArray // 2

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        b1 = biases[0]
        W2 = weights[1]
        b2 = biases[1]
        W3 = weights[2]
        b3 = biases[2]
        W4 = weights[3]
        b4 = biases[3]
        W5 = weights[4]
        b5 = biases[4]
        W6 = weights[5]
        b6 = biases[5]
        W7 = weights[6]
        b7 = biases[6]
        W8 = weights[7]
        b8 = biases[7]
        W9 = weights[8]
        b9 = biases[8]
    }

    /** Takes what the step needs besides inputs and targets. */
    override fun step(batch: TrainingBatch, tape: Tape) {
        val step = batch.step().toInt() // from 0
        val epoch = batch.epoch() // from 0
        rate1 = 0.3 * 0.5.pow(step / 3)
        rate2 = 0.3 * 0.9.pow(epoch)
        rate3 = 0.3 / (1 + 0.2 * step).pow(0.7)
        rate4 = if (step < 9.0) 0.3 * (1 - step / 9.0).pow(2.0) else 0.0
        rate5 = 0.3 / (1 + exp(0.5 * (step - 5)))
        rate6 = if ((step % 5) < 2) 0.1 + 0.15000000000000002 * (step % 5) else (if ((step % 5) < 4) 0.4 - 0.15000000000000002 * ((step % 5) - 2) else 0.1 * 0.5.pow((step % 5) - 4))
        rate7 = if (epoch >= 3) 0.1 else (if (epoch >= 1) 0.2 else 0.3)
        rate8 = 0.3 * 0.5.pow(epoch / 2) * min(1.0, (step + 1.0) / 4)
        weights = batch.weights()
        mask1 = batch.mask(1)
        mask4 = batch.mask(4)
        mask7 = batch.mask(7)
        step(batch.x(), batch.y(), tape)
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val x1 = dropped(x, mask1, 0.8)
        val z1 = plus(dot(x1, W1), b1)
        val a1 = tanh(z1)
        val z2 = plus(dot(a1, W2), b2)
        val a2 = tanh(z2)
        val z3 = plus(dot(a2, W3), b3)
        val a3 = tanh(z3)
        val x4 = dropped(a3, mask4, 0.8)
        val z4 = plus(dot(x4, W4), b4)
        val a4 = tanh(z4)
        val z5 = plus(dot(a4, W5), b5)
        val a5 = tanh(z5)
        val z6 = plus(dot(a5, W6), b6)
        val a6 = tanh(z6)
        val x7 = dropped(a6, mask7, 0.8)
        val z7 = plus(dot(x7, W7), b7)
        val a7 = tanh(z7)
        val z8 = plus(dot(a7, W8), b8)
        val a8 = tanh(z8)
        val z9 = plus(dot(a8, W9), b9)
        val a9 = softmax(z9)

        // How much did we miss?
        var loss = 0.0
        val dZ9 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a9[i][k]
                val target = y[i][k]
                val p = min(max(a, 1.0E-10), 1 - 1.0E-10)
                loss += -target * ln(p) * weights[i]
                dZ9[i][k] = (a - target) * weights[i]
            }
        }
        loss /= x.size

        // Backward: how much did each value contribute to that?
        val dW9 = gradient(a8, dZ9)
        val db9 = gradient(dZ9)
        val dA8 = back(dZ9, W9)
        val dZ8 = tanhBack(dA8, z8, a8)
        val dW8 = gradient(a7, dZ8)
        val db8 = gradient(dZ8)
        val dA7 = back(dZ8, W8)
        val dZ7 = tanhBack(dA7, z7, a7)
        val dW7 = gradient(x7, dZ7)
        val db7 = gradient(dZ7)
        val dA6 = dropped(back(dZ7, W7), mask7, 0.8)
        val dZ6 = tanhBack(dA6, z6, a6)
        val dW6 = gradient(a5, dZ6)
        val db6 = gradient(dZ6)
        val dA5 = back(dZ6, W6)
        val dZ5 = tanhBack(dA5, z5, a5)
        val dW5 = gradient(a4, dZ5)
        val db5 = gradient(dZ5)
        val dA4 = back(dZ5, W5)
        val dZ4 = tanhBack(dA4, z4, a4)
        val dW4 = gradient(x4, dZ4)
        val db4 = gradient(dZ4)
        val dA3 = dropped(back(dZ4, W4), mask4, 0.8)
        val dZ3 = tanhBack(dA3, z3, a3)
        val dW3 = gradient(a2, dZ3)
        val db3 = gradient(dZ3)
        val dA2 = back(dZ3, W3)
        val dZ2 = tanhBack(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val db2 = gradient(dZ2)
        val dA1 = back(dZ2, W2)
        val dZ1 = tanhBack(dA1, z1, a1)
        val dW1 = gradient(x1, dZ1)
        val db1 = gradient(dZ1)

        // Update.
        val uW1 = update(dW1, rate1)
        subtract(W1, uW1)
        val ub1 = update(db1, rate1)
        subtract(b1, ub1)
        val uW2 = update(dW2, rate2)
        subtract(W2, uW2)
        val ub2 = update(db2, rate2)
        subtract(b2, ub2)
        val uW3 = update(dW3, rate3)
        subtract(W3, uW3)
        val ub3 = update(db3, rate3)
        subtract(b3, ub3)
        val uW4 = update(dW4, rate4)
        subtract(W4, uW4)
        val ub4 = update(db4, rate4)
        subtract(b4, ub4)
        val uW5 = update(dW5, rate5)
        subtract(W5, uW5)
        val ub5 = update(db5, rate5)
        subtract(b5, ub5)
        val uW6 = update(dW6, rate6)
        subtract(W6, uW6)
        val ub6 = update(db6, rate6)
        subtract(b6, ub6)
        val uW7 = update(dW7, rate7)
        subtract(W7, uW7)
        val ub7 = update(db7, rate7)
        subtract(b7, ub7)
        val uW8 = update(dW8, rate8)
        subtract(W8, uW8)
        val ub8 = update(db8, rate8)
        subtract(b8, ub8)
        val uW9 = update(dW9, rate9)
        subtract(W9, uW9)
        val ub9 = update(db9, rate9)
        subtract(b9, ub9)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
        tape.db(1, db1).ub(1, ub1).b(1, b1)
        tape.Z(2, z2).A(2, a2).dZ(2, dZ2).dW(2, dW2).uW(2, uW2).W(2, W2)
        tape.db(2, db2).ub(2, ub2).b(2, b2)
        tape.Z(3, z3).A(3, a3).dZ(3, dZ3).dW(3, dW3).uW(3, uW3).W(3, W3)
        tape.db(3, db3).ub(3, ub3).b(3, b3)
        tape.Z(4, z4).A(4, a4).dZ(4, dZ4).dW(4, dW4).uW(4, uW4).W(4, W4)
        tape.db(4, db4).ub(4, ub4).b(4, b4)
        tape.Z(5, z5).A(5, a5).dZ(5, dZ5).dW(5, dW5).uW(5, uW5).W(5, W5)
        tape.db(5, db5).ub(5, ub5).b(5, b5)
        tape.Z(6, z6).A(6, a6).dZ(6, dZ6).dW(6, dW6).uW(6, uW6).W(6, W6)
        tape.db(6, db6).ub(6, ub6).b(6, b6)
        tape.Z(7, z7).A(7, a7).dZ(7, dZ7).dW(7, dW7).uW(7, uW7).W(7, W7)
        tape.db(7, db7).ub(7, ub7).b(7, b7)
        tape.Z(8, z8).A(8, a8).dZ(8, dZ8).dW(8, dW8).uW(8, uW8).W(8, W8)
        tape.db(8, db8).ub(8, ub8).b(8, b8)
        tape.Z(9, z9).A(9, a9).dZ(9, dZ9).dW(9, dW9).uW(9, uW9).W(9, W9)
        tape.db(9, db9).ub(9, ub9).b(9, b9)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = tanh(plus(dot(a, W1), b1))
        a = tanh(plus(dot(a, W2), b2))
        a = tanh(plus(dot(a, W3), b3))
        a = tanh(plus(dot(a, W4), b4))
        a = tanh(plus(dot(a, W5), b5))
        a = tanh(plus(dot(a, W6), b6))
        a = tanh(plus(dot(a, W7), b7))
        a = tanh(plus(dot(a, W8), b8))
        a = softmax(plus(dot(a, W9), b9))
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

    private fun softmax(z: Array<DoubleArray>): Array<DoubleArray> = Array(z.size) { i ->
        val largest = z[i].max() // subtracted, so that exp cannot overflow
        val e = DoubleArray(z[i].size) { k -> exp(z[i][k] - largest) }
        val sum = e.sum()
        DoubleArray(e.size) { k -> e[k] / sum }
    }

    @Suppress("UNUSED_PARAMETER")
    private fun tanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 - a[i][k] * a[i][k]) } }

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

    /** Dropout, also of a derivative: kept numbers are divided by the probability of keeping them. */
    private fun dropped(x: DoubleArray, mask: DoubleArray, keep: Double): DoubleArray =
        DoubleArray(x.size) { k -> x[k] * mask[k] / keep }

    private fun dropped(x: Array<DoubleArray>, mask: Array<DoubleArray>, keep: Double): Array<DoubleArray> =
        Array(x.size) { j -> dropped(x[j], mask[j], keep) }

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
