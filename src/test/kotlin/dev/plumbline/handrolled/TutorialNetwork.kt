package dev.plumbline.handrolled

import kotlin.math.exp

/** The network on the page of recordings. */
class TutorialNetwork : HandRolledNetwork {
    private var syn0 = arrayOf<DoubleArray>() // inputs × hidden
    private var syn1 = arrayOf<DoubleArray>() // hidden × outputs

    override fun start(weights: Array<Array<DoubleArray>>, biases: Array<DoubleArray>) {
        syn0 = weights[0]
        syn1 = weights[1]
    }

    override fun step(x: Array<DoubleArray>, y: Array<DoubleArray>, tape: Tape) {
        val l1 = forward(x, syn0)
        val l2 = forward(l1, syn1)
        val l2Delta = Array(x.size) { i -> DoubleArray(y[i].size) { k -> (l2[i][k] - y[i][k]) * l2[i][k] * (1 - l2[i][k]) } }
        val l1Delta = Array(x.size) { i ->
            DoubleArray(syn1.size) { j -> l2Delta[i].indices.sumOf { k -> l2Delta[i][k] * syn1[j][k] } * l1[i][j] * (1 - l1[i][j]) }
        }
        update(syn1, l1, l2Delta)
        update(syn0, x, l1Delta)
        tape.A(1, l1).A(2, l2).dZ(2, l2Delta).dZ(1, l1Delta).W(1, syn0).W(2, syn1)
    }

    private fun forward(x: Array<DoubleArray>, w: Array<DoubleArray>) =
        Array(x.size) { i -> DoubleArray(w[0].size) { k -> 1 / (1 + exp(-w.indices.sumOf { j -> x[i][j] * w[j][k] })) } }

    private fun update(w: Array<DoubleArray>, x: Array<DoubleArray>, delta: Array<DoubleArray>) {
        for (j in w.indices) {
            for (k in w[j].indices) {
                w[j][k] -= x.indices.sumOf { i -> x[i][j] * delta[i][k] } // the learning rate is 1
            }
        }
    }
}
