package dev.plumbline.kotlin

import dev.plumbline.math.Matrix

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
