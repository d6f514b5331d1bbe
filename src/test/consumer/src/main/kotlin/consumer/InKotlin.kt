package consumer

import dev.plumbline.kotlin.*
import dev.plumbline.math.Matrix

fun main() {
    val net = network("two-layer") {
        inputs = 3
        dense(1, sigmoid) { bias = false }
        init = uniform(-1.0, 1.0)
        loss = halfSquaredError
        reduction = sum
        training(sgd(1.0)) { epochs = 100 }
        data(Matrix.of(arrayOf(doubleArrayOf(0.0, 0.0, 1.0), doubleArrayOf(1.0, 1.0, 1.0))),
            Matrix.of(arrayOf(doubleArrayOf(0.0), doubleArrayOf(1.0))))
    }
    println("agrees ${net.check().agrees()}")
    println("outputs ${net.train().outputs.shape()}")
}
