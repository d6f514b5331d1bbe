// few eighth: 3 -> 4 tanh -> 5 softmax -> 3 relu -> 4 sigmoid -> 3 tanh -> 4 tanh -> 2 sigmoid
//
// It runs as it is and agrees with the reference. Replace its lines by your own, and check them:
//
//   kotlinc -cp target/launcher/plumbline.jar FewEighthNet.kt -include-runtime -d FewEighthNet.jar
//   plumbline check net.yaml --classpath FewEighthNet.jar --against FewEighthNet

import dev.plumbline.handrolled.HandRolledNetwork
import dev.plumbline.handrolled.Tape
import dev.plumbline.handrolled.TrainingBatch
import kotlin.math.*

class FewEighthNet : HandRolledNetwork {
    private var rate = 0.0 // of the step
    private lateinit var weights: DoubleArray // of the examples of the batch, n
    private lateinit var mask1: Array<DoubleArray> // of the batch, n x 3: 1 keeps an input, 0 drops it
    private lateinit var W1: Array<DoubleArray> // 3 x 4
    private lateinit var b1: DoubleArray // 4
    private lateinit var mW1: Array<DoubleArray> // optimizer state of W
    private lateinit var mb1: DoubleArray
    private lateinit var vW1: Array<DoubleArray> // optimizer state of W
    private lateinit var vb1: DoubleArray
    private lateinit var W2: Array<DoubleArray> // 4 x 5
    private lateinit var b2: DoubleArray // 5
    private lateinit var mW2: Array<DoubleArray> // optimizer state of W
    private lateinit var mb2: DoubleArray
    private lateinit var vW2: Array<DoubleArray> // optimizer state of W
    private lateinit var vb2: DoubleArray
    private lateinit var mask3: Array<DoubleArray> // of the batch, n x 5: 1 keeps an input, 0 drops it
    private lateinit var W3: Array<DoubleArray> // 5 x 3
    private lateinit var b3: DoubleArray // 3
    private lateinit var mW3: Array<DoubleArray> // optimizer state of W
    private lateinit var mb3: DoubleArray
    private lateinit var vW3: Array<DoubleArray> // optimizer state of W
    private lateinit var vb3: DoubleArray
    private lateinit var W4: Array<DoubleArray> // 3 x 4
    private lateinit var mW4: Array<DoubleArray> // optimizer state of W
    private lateinit var vW4: Array<DoubleArray> // optimizer state of W
    private lateinit var W5: Array<DoubleArray> // 4 x 3
    private lateinit var b5: DoubleArray // 3
    private lateinit var mW5: Array<DoubleArray> // optimizer state of W
    private lateinit var mb5: DoubleArray
    private lateinit var vW5: Array<DoubleArray> // optimizer state of W
    private lateinit var vb5: DoubleArray
    private lateinit var W6: Array<DoubleArray> // 3 x 4
    private lateinit var mW6: Array<DoubleArray> // optimizer state of W
    private lateinit var vW6: Array<DoubleArray> // optimizer state of W
    private lateinit var W7: Array<DoubleArray> // 4 x 2
    private lateinit var b7: DoubleArray // 2
    private lateinit var mW7: Array<DoubleArray> // optimizer state of W
    private lateinit var mb7: DoubleArray
    private lateinit var vW7: Array<DoubleArray> // optimizer state of W
    private lateinit var vb7: DoubleArray
    private var t = 0 // steps

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        W1 = weights[0]
        b1 = biases[0]
        mW1 = Array(W1.size) { DoubleArray(4) }
        mb1 = DoubleArray(4)
        vW1 = Array(W1.size) { DoubleArray(4) }
        vb1 = DoubleArray(4)
        W2 = weights[1]
        b2 = biases[1]
        mW2 = Array(W2.size) { DoubleArray(5) }
        mb2 = DoubleArray(5)
        vW2 = Array(W2.size) { DoubleArray(5) }
        vb2 = DoubleArray(5)
        W3 = weights[2]
        b3 = biases[2]
        mW3 = Array(W3.size) { DoubleArray(3) }
        mb3 = DoubleArray(3)
        vW3 = Array(W3.size) { DoubleArray(3) }
        vb3 = DoubleArray(3)
        W4 = weights[3]
        mW4 = Array(W4.size) { DoubleArray(4) }
        vW4 = Array(W4.size) { DoubleArray(4) }
        W5 = weights[4]
        b5 = biases[4]
        mW5 = Array(W5.size) { DoubleArray(3) }
        mb5 = DoubleArray(3)
        vW5 = Array(W5.size) { DoubleArray(3) }
        vb5 = DoubleArray(3)
        W6 = weights[5]
        mW6 = Array(W6.size) { DoubleArray(4) }
        vW6 = Array(W6.size) { DoubleArray(4) }
        W7 = weights[6]
        b7 = biases[6]
        mW7 = Array(W7.size) { DoubleArray(2) }
        mb7 = DoubleArray(2)
        vW7 = Array(W7.size) { DoubleArray(2) }
        vb7 = DoubleArray(2)
    }

    /** Takes what the step needs besides inputs and targets. */
    override fun step(batch: TrainingBatch, tape: Tape) {
        val step = batch.step().toInt() // from 0
        val epoch = batch.epoch() // from 0
        rate = (if (epoch >= 2) 0.05 else 0.1) * min(1.0, (step + 1.0) / 3)
        weights = batch.weights()
        mask1 = batch.mask(1)
        mask3 = batch.mask(3)
        step(batch.x(), batch.y(), tape)
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        // Forward: feed the inputs through layer after layer.
        val x1 = dropped(x, mask1, 0.75)
        val z1 = plus(dot(x1, W1), b1)
        val a1 = tanh(z1)
        val z2 = plus(dot(a1, W2), b2)
        val a2 = softmax(z2)
        val x3 = dropped(a2, mask3, 0.5)
        val z3 = plus(dot(x3, W3), b3)
        val a3 = relu(z3)
        val z4 = dot(a3, W4)
        val a4 = sigmoid(z4)
        val z5 = plus(dot(a4, W5), b5)
        val a5 = tanh(z5)
        val z6 = dot(a5, W6)
        val a6 = tanh(z6)
        val z7 = plus(dot(a6, W7), b7)
        val a7 = sigmoid(z7)

        // How much did we miss?
        var loss = 0.0
        val dA7 = Array(x.size) { DoubleArray(2) }
        for (i in x.indices) {
            for (k in y[i].indices) {
                val a = a7[i][k]
                val target = y[i][k]
                val p = min(max(a, 1.0E-12), 1 - 1.0E-12)
                loss += -(target * ln(p) + (1 - target) * ln(1 - p)) * weights[i]
                dA7[i][k] = (p - target) / (p * (1 - p)) * weights[i]
            }
        }
        loss /= x.size
        // The penalties are not divided by the number of examples.
        loss += penalty(W1, 0.02, 0.1)
        loss += penalty(b1, 0.0, 0.3)
        loss += penalty(b2, 0.05, 0.0)
        loss += penalty(W4, 0.0, 0.2)

        // Backward: how much did each value contribute to that?
        val dZ7 = sigmoidBack(dA7, z7, a7)
        val dW7 = gradient(a6, dZ7)
        val db7 = gradient(dZ7)
        val dA6 = back(dZ7, W7)
        val dZ6 = tanhBack(dA6, z6, a6)
        val dW6 = gradient(a5, dZ6)
        val dA5 = back(dZ6, W6)
        val dZ5 = tanhBack(dA5, z5, a5)
        val dW5 = gradient(a4, dZ5)
        val db5 = gradient(dZ5)
        val dA4 = back(dZ5, W5)
        val dZ4 = sigmoidBack(dA4, z4, a4)
        val dW4 = gradient(a3, dZ4)
        val dA3 = back(dZ4, W4)
        val dZ3 = reluBack(dA3, z3, a3)
        val dW3 = gradient(x3, dZ3)
        val db3 = gradient(dZ3)
        val dA2 = dropped(back(dZ3, W3), mask3, 0.5)
        val dZ2 = softmaxBack(dA2, z2, a2)
        val dW2 = gradient(a1, dZ2)
        val db2 = gradient(dZ2)
        val dA1 = back(dZ2, W2)
        val dZ1 = tanhBack(dA1, z1, a1)
        val dW1 = gradient(x1, dZ1)
        val db1 = gradient(dZ1)

        // Update. g is the gradient that the optimizer takes.
        t++
        val norm1 = sqrt(sumOfSquares(dW1) + sumOfSquares(db1))
        val gW1 = penalized(clipNorm(dW1, norm1, 0.05), W1, 0.02, 0.1)
        val uW1 = update(gW1, mW1, vW1, rate, t)
        subtract(W1, uW1)
        W1 = maxNormOfUnits(W1, normsOfUnits(W1), 1.1)
        val gb1 = penalized(clipNorm(db1, norm1, 0.05), b1, 0.0, 0.3)
        val ub1 = update(gb1, mb1, vb1, rate, t)
        subtract(b1, ub1)
        val normW2 = sqrt(sumOfSquares(dW2))
        val normb2 = sqrt(sumOfSquares(db2))
        val gW2 = clipNorm(dW2, normW2 + 0.01, 0.05)
        val uW2 = decayed(update(gW2, mW2, vW2, rate, t), W2, rate * 0.2)
        subtract(W2, uW2)
        W2 = nonNegative(W2)
        val gb2 = penalized(clipNorm(db2, normb2 + 0.01, 0.05), b2, 0.05, 0.0)
        val ub2 = update(gb2, mb2, vb2, rate, t)
        subtract(b2, ub2)
        val normW3 = sqrt(sumOfSquares(dW3))
        val normb3 = sqrt(sumOfSquares(db3))
        val gW3 = unitNorm(dW3, normW3)
        val uW3 = update(gW3, mW3, vW3, rate, t)
        subtract(W3, uW3)
        W3 = unitNormOfUnits(W3, normsOfUnits(W3))
        val gb3 = unitNorm(db3, normb3)
        val ub3 = update(gb3, mb3, vb3, rate, t)
        subtract(b3, ub3)
        val norm4 = sqrt(sumOfSquares(dW4))
        val gW4 = penalized(unitNorm(dW4, norm4), W4, 0.0, 0.2)
        val uW4 = update(gW4, mW4, vW4, rate, t)
        subtract(W4, uW4)
        val norm = sqrt(sumOfSquares(dW5) + sumOfSquares(db5) + sumOfSquares(dW6))
        val gW5 = clipNorm(dW5, norm + 1.0E-6, 0.05)
        val uW5 = update(gW5, mW5, vW5, rate, t)
        subtract(W5, uW5)
        val gb5 = clipNorm(db5, norm + 1.0E-6, 0.05)
        val ub5 = update(gb5, mb5, vb5, rate, t)
        subtract(b5, ub5)
        val gW6 = unitNorm(dW6, norm)
        val uW6 = update(gW6, mW6, vW6, rate, t)
        subtract(W6, uW6)
        val gW7 = clipValue(dW7, 0.03)
        val uW7 = update(gW7, mW7, vW7, rate, t)
        subtract(W7, uW7)
        val gb7 = clipValue(db7, 0.03)
        val ub7 = update(gb7, mb7, vb7, rate, t)
        subtract(b7, ub7)

        // The values that Plumbline compares. Leave out the ones that you do not have.
        tape.loss(loss)
        tape.Z(1, z1).A(1, a1).dZ(1, dZ1).dW(1, dW1).uW(1, uW1).W(1, W1)
        tape.db(1, db1).ub(1, ub1).b(1, b1)
        tape.Z(2, z2).A(2, a2).dZ(2, dZ2).dW(2, dW2).uW(2, uW2).W(2, W2)
        tape.db(2, db2).ub(2, ub2).b(2, b2)
        tape.Z(3, z3).A(3, a3).dZ(3, dZ3).dW(3, dW3).uW(3, uW3).W(3, W3)
        tape.db(3, db3).ub(3, ub3).b(3, b3)
        tape.Z(4, z4).A(4, a4).dZ(4, dZ4).dW(4, dW4).uW(4, uW4).W(4, W4)
        tape.Z(5, z5).A(5, a5).dZ(5, dZ5).dW(5, dW5).uW(5, uW5).W(5, W5)
        tape.db(5, db5).ub(5, ub5).b(5, b5)
        tape.Z(6, z6).A(6, a6).dZ(6, dZ6).dW(6, dW6).uW(6, uW6).W(6, W6)
        tape.Z(7, z7).A(7, a7).dZ(7, dZ7).dW(7, dW7).uW(7, uW7).W(7, W7)
        tape.db(7, db7).ub(7, ub7).b(7, b7)
    }

    override fun outputs(x: Array<DoubleArray>): Array<DoubleArray> {
        var a = x
        a = tanh(plus(dot(a, W1), b1))
        a = softmax(plus(dot(a, W2), b2))
        a = relu(plus(dot(a, W3), b3))
        a = sigmoid(dot(a, W4))
        a = tanh(plus(dot(a, W5), b5))
        a = tanh(dot(a, W6))
        a = sigmoid(plus(dot(a, W7), b7))
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

    private fun relu(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> max(0.0, z[i][k]) } }

    private fun sigmoid(z: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> 1 / (1 + exp(-z[i][k])) } }

    @Suppress("UNUSED_PARAMETER")
    private fun tanhBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (1 - a[i][k] * a[i][k]) } }

    @Suppress("UNUSED_PARAMETER")
    private fun softmaxBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> = Array(a.size) { i ->
        val sum = a[i].indices.sumOf { k -> dA[i][k] * a[i][k] }
        DoubleArray(a[i].size) { k -> a[i][k] * (dA[i][k] - sum) }
    }

    @Suppress("UNUSED_PARAMETER")
    private fun reluBack(dA: Array<DoubleArray>, z: Array<DoubleArray>, a: Array<DoubleArray>): Array<DoubleArray> =
        Array(z.size) { i -> DoubleArray(z[i].size) { k -> dA[i][k] * (if (z[i][k] > 0) 1.0 else 0.0) } }

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

    /** Scales a gradient down if its norm is above the threshold. */
    private fun clipNorm(g: DoubleArray, norm: Double, threshold: Double): DoubleArray =
        DoubleArray(g.size) { k -> g[k] * threshold / max(norm, threshold) }

    private fun clipNorm(g: Array<DoubleArray>, norm: Double, threshold: Double): Array<DoubleArray> =
        Array(g.size) { j -> clipNorm(g[j], norm, threshold) }

    /** Adds the derivative of the penalties on w. */
    private fun penalized(g: DoubleArray, w: DoubleArray, l1: Double, l2: Double): DoubleArray =
        DoubleArray(g.size) { k -> g[k] + l1 * sign(w[k]) + l2 * w[k] }

    private fun penalized(g: Array<DoubleArray>, w: Array<DoubleArray>, l1: Double, l2: Double): Array<DoubleArray> =
        Array(g.size) { j -> penalized(g[j], w[j], l1, l2) }

    /** Scales the weights of a unit down if their norm is above the limit. */
    private fun maxNormOfUnits(w: DoubleArray, norm: DoubleArray, limit: Double): DoubleArray =
        DoubleArray(w.size) { k -> w[k] * limit / max(norm[k], limit) }

    private fun maxNormOfUnits(w: Array<DoubleArray>, norm: DoubleArray, limit: Double): Array<DoubleArray> =
        Array(w.size) { j -> maxNormOfUnits(w[j], norm, limit) }

    /** Dropout, also of a derivative: kept numbers are divided by the probability of keeping them. */
    private fun dropped(x: DoubleArray, mask: DoubleArray, keep: Double): DoubleArray =
        DoubleArray(x.size) { k -> x[k] * mask[k] / keep }

    private fun dropped(x: Array<DoubleArray>, mask: Array<DoubleArray>, keep: Double): Array<DoubleArray> =
        Array(x.size) { j -> dropped(x[j], mask[j], keep) }

    /** Negative weights become 0. */
    private fun nonNegative(w: DoubleArray): DoubleArray =
        DoubleArray(w.size) { k -> max(0.0, w[k]) }

    private fun nonNegative(w: Array<DoubleArray>): Array<DoubleArray> =
        Array(w.size) { j -> nonNegative(w[j]) }

    /** Adds the weight decay to an update. */
    private fun decayed(u: DoubleArray, w: DoubleArray, decay: Double): DoubleArray =
        DoubleArray(u.size) { k -> u[k] + decay * w[k] }

    private fun decayed(u: Array<DoubleArray>, w: Array<DoubleArray>, decay: Double): Array<DoubleArray> =
        Array(u.size) { j -> decayed(u[j], w[j], decay) }

    /** Scales a gradient to norm 1; a gradient of 0 stays 0. */
    private fun unitNorm(g: DoubleArray, norm: Double): DoubleArray =
        DoubleArray(g.size) { k -> if (norm > 0) g[k] / norm else g[k] }

    private fun unitNorm(g: Array<DoubleArray>, norm: Double): Array<DoubleArray> =
        Array(g.size) { j -> unitNorm(g[j], norm) }

    /** Scales the weights of a unit to norm 1. */
    private fun unitNormOfUnits(w: DoubleArray, norm: DoubleArray): DoubleArray =
        DoubleArray(w.size) { k -> w[k] / norm[k] }

    private fun unitNormOfUnits(w: Array<DoubleArray>, norm: DoubleArray): Array<DoubleArray> =
        Array(w.size) { j -> unitNormOfUnits(w[j], norm) }

    /** Limits each number of a gradient. */
    private fun clipValue(g: DoubleArray, threshold: Double): DoubleArray =
        DoubleArray(g.size) { k -> max(-threshold, min(g[k], threshold)) }

    private fun clipValue(g: Array<DoubleArray>, threshold: Double): Array<DoubleArray> =
        Array(g.size) { j -> clipValue(g[j], threshold) }

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

    private fun sumOfSquares(g: DoubleArray): Double = g.sumOf { it * it }

    private fun sumOfSquares(g: Array<DoubleArray>): Double = g.sumOf { row -> sumOfSquares(row) }

    /** The norm of the weights of each unit, which are a column of w. */
    private fun normsOfUnits(w: Array<DoubleArray>): DoubleArray =
        DoubleArray(w[0].size) { k -> sqrt(w.sumOf { row -> row[k] * row[k] }) }

    /** The update that is subtracted: the rule of the optimizer. */
    private fun update(g: DoubleArray, m: DoubleArray, v: DoubleArray, rate: Double, t: Int): DoubleArray {
        val u = DoubleArray(g.size)
        for (k in g.indices) {
            m[k] = 0.9 * m[k] + (1 - 0.9) * g[k]
            v[k] = 0.999 * v[k] + (1 - 0.999) * g[k] * g[k]
            u[k] = rate * sqrt(1 - 0.999.pow(t)) / (1 - 0.9.pow(t)) * m[k] / (sqrt(v[k]) + 1.0E-8)
        }
        return u
    }

    private fun update(g: Array<DoubleArray>, m: Array<DoubleArray>, v: Array<DoubleArray>, rate: Double, t: Int): Array<DoubleArray> =
        Array(g.size) { j -> update(g[j], m[j], v[j], rate, t) }

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
