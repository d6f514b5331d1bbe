import dev.plumbline.kotlin.*

fun main() {
    val x = matrixOf(listOf(0, 0, 1), listOf(0, 1, 1), listOf(1, 0, 1), listOf(1, 1, 1))
    val y = columnOf(0, 1, 1, 0)
    val net = network("classifier") {
        inputs = 3
        dense(5, leakyRelu(alpha = 0.1)) { regularization(l2 = 0.001) }
        dense(1, sigmoid()) { bias = false }
        init = glorotUniform()
        loss = binaryCrossEntropy()
        reduction = mean()
        training(adam(learningRate = 0.05)) {
            epochs = 200
            earlyStopping(monitor = loss(), patience = 10)
        }
        report { metrics = listOf(loss(), accuracy()) }
        data(x, y)
    }
    val trained = net.train()
    println((trained.outputs - y).abs().mean())
    println(trained.weights[1].b ?: "the last layer has no bias")
    println(trained.failure ?: "every number is finite")
}
