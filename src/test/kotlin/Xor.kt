import dev.plumbline.kotlin.*

fun main() {
    val xor = network("xor") {
        inputs = 3
        dense(5, sigmoid()) { bias = false }
        dense(1, sigmoid()) { bias = false }
        init = uniform(-1.0, 1.0)
        loss = halfSquaredError()
        reduction = sum()
        training(sgd(1.0), epochs = 100)
        data(matrixOf(listOf(0, 0, 1), listOf(0, 1, 1), listOf(1, 0, 1), listOf(1, 1, 1)), columnOf(0, 1, 1, 0))
    }
    println(xor.check().agrees())
    println(xor.train().predict(rowOf(1, 0, 1)))
}
