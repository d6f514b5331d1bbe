package dev.plumbline.kotlin

import dev.plumbline.math.Matrix

/** A matrix from its rows of numbers: `matrixOf(listOf(0, 0, 1), listOf(0, 1, 1))` is 2×3. */
fun matrixOf(vararg rows: List<Number>): Matrix = rows.asList().toMatrix()

/** One row, 1×n: a single example. */
fun rowOf(vararg values: Number): Matrix = matrixOf(values.asList())

/** One column, n×1: a single target for each example. */
fun columnOf(vararg values: Number): Matrix = rowOf(*values).transpose()

/** A matrix from these rows, which are equally long. */
fun List<List<Number>>.toMatrix(): Matrix =
    Matrix.of(map { row -> DoubleArray(row.size) { row[it].toDouble() } }.toTypedArray())

/** This number plus each element. */
operator fun Double.plus(matrix: Matrix): Matrix = matrix.map { this + it }

/** This number minus each element. */
operator fun Double.minus(matrix: Matrix): Matrix = matrix.map { this - it }

/** This number times each element. */
operator fun Double.times(matrix: Matrix): Matrix = matrix.map { this * it }

/** This number divided by each element. */
operator fun Double.div(matrix: Matrix): Matrix = matrix.map { this / it }

/** The matrix product: n×k dot k×m is n×m. */
infix fun Matrix.dot(other: Matrix): Matrix = this.dot(other)

/** The transpose. */
val Matrix.t: Matrix get() = transpose()
