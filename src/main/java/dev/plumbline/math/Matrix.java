package dev.plumbline.math;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of {@code double}: {@code rows} × {@code columns}, both at least 1, with NumPy's names and semantics.
 *
 * <p>No method changes a matrix; each operation returns a new one. The one exception is {@link #wrap}: it does not copy
 * its array, so a later write to the array changes the matrix. In Plumbline rows are examples and columns are units.
 *
 * <p>Element-wise operations ({@link #plus}, {@link #minus}, {@link #times}, {@link #div}) need equal shapes, or
 * broadcast the smaller operand as NumPy does: a 1×c row to each row, an r×1 column to each column, a 1×1 to every
 * element. The result always has the shape of one of the two operands. A column and a row are an error. NumPy
 * broadcasts both to a full matrix; in a network that is a target or a bias in the wrong orientation.
 *
 * <p>Errors are {@link IllegalArgumentException}s that name the shapes, or {@link IndexOutOfBoundsException}s.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final @Nullable Matrix original; // whose transpose this is
    private volatile double @Nullable [] elements; // row-major; a transpose has none until they are read

    private Matrix(int rows, int columns, double[] values) {
        this.rows = rows;
        this.columns = columns;
        this.original = null;
        this.elements = values;
    }

    /** The transpose of a matrix. As the left operand of a product it is never written out. */
    private Matrix(Matrix original) {
        this.rows = original.columns;
        this.columns = original.rows;
        this.original = original;
    }

    /** The elements in row-major order. */
    private double[] values() {
        double[] values = elements;
        if (values == null) {
            values = Products.transpose(requireNonNull(original).values(), columns, rows);
            elements = values;
        }
        return values;
    }

    // ---- creation ----

    /** {@code np.array(rows)}: a copy of rows of equal length. */
    public static Matrix of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[Shapes.size(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("the rows of a matrix must be equally long: row 0 has " + columns
                        + " values, row " + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new Matrix(rows.length, columns, values);
    }

    /** {@code np.array(values).reshape(rows, columns)}: a copy of the values, in row-major order. */
    public static Matrix of(int rows, int columns, double... values) {
        return wrap(rows, columns, values.clone());
    }

    /**
     * A view of {@code values} as a matrix, in row-major order, without a copy. A later write to the array changes the
     * matrix, its transposes and its reshaped copies. Only for engines that reuse their buffers.
     */
    public static Matrix wrap(int rows, int columns, double[] values) {
        if (Shapes.size(rows, columns) != values.length) {
            throw new IllegalArgumentException("cannot fill " + Shapes.text(rows, columns) + " with " + values.length
                    + " values: it takes " + rows * columns);
        }
        return new Matrix(rows, columns, values);
    }

    /** The number of columns that are read together, so that a row is written in whole cache lines. */
    private static final int TILE = 8;

    /** The matrix that an array has in column-major order from an offset on, as DL4J has its parameters. */
    public static Matrix fromColumnMajor(double[] values, int offset, int rows, int columns) {
        double[] rowMajor = new double[rows * columns];
        for (int start = 0; start < columns; start += TILE) {
            int end = Math.min(columns, start + TILE);
            for (int i = 0; i < rows; i++) {
                for (int j = start; j < end; j++) {
                    rowMajor[i * columns + j] = values[offset + j * rows + i];
                }
            }
        }
        return wrap(rows, columns, rowMajor);
    }

    /** One row, 1×n. */
    public static Matrix row(double... values) {
        return of(1, values.length, values);
    }

    /** One column, n×1. */
    public static Matrix column(double... values) {
        return of(values.length, 1, values);
    }

    /** {@code np.zeros((rows, columns))}. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[Shapes.size(rows, columns)]);
    }

    /** {@code np.ones((rows, columns))}. */
    public static Matrix ones(int rows, int columns) {
        return full(rows, columns, 1);
    }

    /** {@code np.full((rows, columns), value)}. */
    public static Matrix full(int rows, int columns, double value) {
        Matrix matrix = zeros(rows, columns);
        Arrays.fill(matrix.values(), value);
        return matrix;
    }

    /** {@code np.eye(size)}: ones on the diagonal, zeros elsewhere. */
    public static Matrix eye(int size) {
        Matrix matrix = zeros(size, size);
        for (int i = 0; i < size; i++) {
            matrix.values()[i * size + i] = 1;
        }
        return matrix;
    }

    // ---- access ----

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** rows · columns. */
    public int size() {
        return rows * columns;
    }

    /** The shape as text: "3×4". */
    public String shape() {
        return Shapes.text(rows, columns);
    }

    /** Whether another matrix has the same shape. */
    public boolean hasShapeOf(Matrix other) {
        return rows == other.rows && columns == other.columns;
    }

    /** The element in a row and a column, both counted from 0. */
    public double get(int row, int column) {
        if (row < 0 || row >= rows || column < 0 || column >= columns) {
            throw new IndexOutOfBoundsException("no element (" + row + ", " + column + ") in " + shape());
        }
        return values()[row * columns + column];
    }

    /** A copy, one array for each row. */
    public double[][] toArray() {
        double[][] array = new double[rows][];
        for (int i = 0; i < rows; i++) {
            array[i] = Arrays.copyOfRange(values(), i * columns, (i + 1) * columns);
        }
        return array;
    }

    /** A copy of all elements, in row-major order. */
    public double[] toRowMajor() {
        return values().clone();
    }

    // ---- reshaping ----

    /** {@code a.T}: rows become columns. */
    public Matrix transpose() {
        return rows == 1 || columns == 1 ? new Matrix(columns, rows, values()) : new Matrix(this);
    }

    /** {@link #transpose} under NumPy's name. */
    public Matrix T() {
        return transpose();
    }

    /** {@code a.reshape(rows, columns)}: the same elements, in row-major order, in another shape of the same size. */
    public Matrix reshape(int newRows, int newColumns) {
        if (Shapes.size(newRows, newColumns) != size()) {
            throw new IllegalArgumentException("cannot reshape " + shape() + " to " + Shapes.text(newRows, newColumns)
                    + ": " + size() + " elements against " + newRows * newColumns);
        }
        return new Matrix(newRows, newColumns, values());
    }

    /** {@code a[indices]}: the rows with these indices, in this order; an index may occur several times. */
    public Matrix take(int... indices) {
        double[] taken = new double[Shapes.size(indices.length, columns)];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= rows) {
                throw new IndexOutOfBoundsException("no row " + indices[i] + " in " + shape());
            }
            System.arraycopy(values(), indices[i] * columns, taken, i * columns, columns);
        }
        return new Matrix(indices.length, columns, taken);
    }

    /** {@code a[from:to]}: the rows from {@code from} up to, but not including, {@code to}; at least one. */
    public Matrix rowRange(int from, int to) {
        if (from < 0 || to > rows || from >= to) {
            throw new IndexOutOfBoundsException("no rows " + from + " to " + to + " in " + shape());
        }
        return new Matrix(to - from, columns, Arrays.copyOfRange(values(), from * columns, to * columns));
    }

    // ---- arithmetic ----

    /**
     * {@code a.dot(b)}: the matrix product, (m×k)·(k×n) = m×n.
     *
     * <p>Each element is Σₖ aᵢₖ·bₖⱼ, summed from 0.0 with k ascending, with one rounding for each product and each sum
     * (no fused multiply-add), for all sizes. A plain loop in Python gives the same bits. NumPy's own {@code dot} may
     * not, because its library reorders large sums.
     */
    public Matrix dot(Matrix factor) {
        Shapes.requireDot(this, factor);
        double[] b = factor.values();
        double[] product = elements == null
                ? Products.dotOfTranspose(requireNonNull(original).values(), b, rows, columns, factor.columns)
                : Products.dot(values(), b, rows, columns, factor.columns);
        return new Matrix(rows, factor.columns, product);
    }

    /** {@code a + b}, element by element. */
    public Matrix plus(Matrix addend) {
        Matrix a = broadcastFor(addend, "add");
        Matrix b = addend.broadcastFor(this, "add");
        return a.with(Elementwise.add(a.values(), b.values()));
    }

    /** {@code a - b}, element by element. */
    public Matrix minus(Matrix subtrahend) {
        Matrix a = broadcastFor(subtrahend, "subtract");
        Matrix b = subtrahend.broadcastFor(this, "subtract");
        return a.with(Elementwise.subtract(a.values(), b.values()));
    }

    /** {@code a * b}, element by element (the Hadamard product ⊙); the matrix product is {@link #dot}. */
    public Matrix times(Matrix factor) {
        Matrix a = broadcastFor(factor, "multiply");
        Matrix b = factor.broadcastFor(this, "multiply");
        return a.with(Elementwise.multiply(a.values(), b.values()));
    }

    /** {@code a / b}, element by element. */
    public Matrix div(Matrix divisor) {
        Matrix a = broadcastFor(divisor, "divide");
        Matrix b = divisor.broadcastFor(this, "divide");
        return a.with(Elementwise.divide(a.values(), b.values()));
    }

    /** {@code a + number}. */
    public Matrix plus(double number) {
        return with(Elementwise.add(values(), number));
    }

    /** {@code a - number}. */
    public Matrix minus(double number) {
        return with(Elementwise.add(values(), -number));
    }

    /** {@code a * number}. */
    public Matrix times(double number) {
        return with(Elementwise.multiply(values(), number));
    }

    /** {@code a / number}. */
    public Matrix div(double number) {
        return with(Elementwise.divide(values(), number));
    }

    /** {@code -a}. */
    public Matrix unaryMinus() {
        return with(Elementwise.negate(values()));
    }

    // ---- functions of each element ----

    /** {@code np.abs(a)}: |x|. */
    public Matrix abs() {
        return with(Elementwise.abs(values()));
    }

    /** {@code np.exp(a)}: eˣ, by {@link Math#exp}. */
    public Matrix exp() {
        return with(Elementwise.exp(values()));
    }

    /** {@code np.log(a)}: the natural logarithm, by {@link Math#log}. */
    public Matrix log() {
        return with(Elementwise.log(values()));
    }

    /** {@code np.sqrt(a)}: √x, correctly rounded. */
    public Matrix sqrt() {
        return with(Elementwise.sqrt(values()));
    }

    /** {@code np.tanh(a)}: the hyperbolic tangent, by {@link Math#tanh}. */
    public Matrix tanh() {
        return with(Elementwise.tanh(values()));
    }

    /** {@code a ** 2}: x·x. */
    public Matrix square() {
        return with(Elementwise.multiply(values(), values()));
    }

    /** {@code a ** exponent}, by {@link Math#pow}. */
    public Matrix pow(double exponent) {
        return with(Elementwise.pow(values(), exponent));
    }

    /** {@code np.maximum(a, number)}: the larger of the two; NaN if either is NaN. */
    public Matrix maximum(double number) {
        return with(Elementwise.maximum(values(), number));
    }

    /** {@code np.minimum(a, number)}: the smaller of the two; NaN if either is NaN. */
    public Matrix minimum(double number) {
        return with(Elementwise.minimum(values(), number));
    }

    /** Applies a function to each element. */
    public Matrix map(DoubleUnaryOperator operation) {
        return with(Elementwise.map(values(), operation));
    }

    /** Applies a function to each pair of elements of two matrices of the same shape; no broadcasting. */
    public Matrix zip(Matrix second, DoubleBinaryOperator operation) {
        Shapes.requireSame(this, second, "zip");
        return with(Elementwise.zip(values(), second.values(), operation));
    }

    // ---- reductions ----

    /** {@code a.sum()}, with NumPy's pairwise summation, to the bit. */
    public double sum() {
        return Reductions.sum(values(), 0, values().length);
    }

    /** {@code a.sum(axis, keepdims=True)}: axis 0 adds the rows (1×columns), axis 1 the columns (rows×1). */
    public Matrix sum(int axis) {
        if (Shapes.alongRows(axis)) {
            return new Matrix(1, columns, Reductions.sumOfRows(values(), rows, columns));
        }
        double[] sums = new double[rows];
        for (int i = 0; i < rows; i++) {
            sums[i] = Reductions.sum(values(), i * columns, columns);
        }
        return new Matrix(rows, 1, sums);
    }

    /** {@code a.mean()}: {@link #sum()} / {@link #size()}. */
    public double mean() {
        return sum() / size();
    }

    /** {@code a.mean(axis, keepdims=True)}: over the rows (axis 0, 1×columns) or the columns (axis 1, rows×1). */
    public Matrix mean(int axis) {
        return sum(axis).div(Shapes.alongRows(axis) ? rows : columns);
    }

    /** {@code a.max()}: the largest element; NaN if any element is NaN. */
    public double max() {
        return Reductions.max(values());
    }

    /** {@code a.min()}: the smallest element; NaN if any element is NaN. */
    public double min() {
        return Reductions.min(values());
    }

    /**
     * {@code a.argmax(axis)}: the index of the first of the largest elements, in each column (axis 0) or in each row
     * (axis 1). As in NumPy, NaN counts as larger than any number.
     */
    public int[] argmax(int axis) {
        boolean inColumns = Shapes.alongRows(axis);
        int[] places = new int[inColumns ? columns : rows];
        for (int i = 0; i < places.length; i++) {
            places[i] = inColumns
                    ? Reductions.argmax(values(), i, rows, columns)
                    : Reductions.argmax(values(), i * columns, columns, 1);
        }
        return places;
    }

    /** {@code np.linalg.norm(a)}: the Frobenius norm √Σx², without overflow or underflow of the squares. */
    public double norm() {
        return Reductions.norm(values());
    }

    /** Whether any element is NaN. */
    public boolean hasNaN() {
        return Double.isNaN(max());
    }

    /** Whether every element is finite: no NaN and no infinity. */
    public boolean isFinite() {
        return Reductions.areFinite(values());
    }

    // ---- comparison ----

    /**
     * √Σd², where d is the distance of two elements: |a − b|, but +∞ if either is NaN, so that NaN never agrees, and 0
     * for infinities of the same sign. The shapes must be equal.
     */
    public double normOfDifference(Matrix subtrahend) {
        Shapes.requireSame(this, subtrahend, "compare");
        return Reductions.normOfDifference(values(), subtrahend.values());
    }

    /** The largest distance of two elements, as {@link #normOfDifference} defines distance. */
    public double maxAbsDifference(Matrix subtrahend) {
        int place = argmaxAbsDifference(subtrahend);
        return Reductions.distance(values()[place], subtrahend.values()[place]);
    }

    /**
     * The row-major index of the first of the largest distances: row {@code index / columns()}, column {@code index %
     * columns()}. {@link #normOfDifference} defines distance.
     */
    public int argmaxAbsDifference(Matrix subtrahend) {
        Shapes.requireSame(this, subtrahend, "compare");
        return Reductions.argmaxDistance(values(), subtrahend.values());
    }

    /** The difference from an expected matrix of the same shape, all norms in one pass. */
    public MatrixDifference differenceFrom(Matrix expected) {
        Shapes.requireSame(this, expected, "compare");
        return MatrixDifference.of(values(), expected.values(), columns);
    }

    /**
     * The difference from an expected matrix, element by element.
     *
     * @param scale the scale of each element; its sign is ignored
     * @param factor the largest allowed |a − b|, in units of the scale
     */
    public ElementDifference differenceFrom(Matrix expected, Matrix scale, double factor) {
        Shapes.requireSame(this, expected, "compare");
        Shapes.requireSame(this, scale, "compare");
        return ElementDifference.of(values(), expected.values(), scale.values(), factor, columns);
    }

    /** The regression of this matrix on the expected one, through the origin. */
    public RegressionThroughOrigin regressOn(Matrix expected) {
        Shapes.requireSame(this, expected, "compare");
        return RegressionThroughOrigin.of(values(), expected.values());
    }

    /**
     * The row-major index of the first element that is NaN or infinite, or whose distance from the expected element is
     * not finite.
     */
    public OptionalInt firstNotFinite(Matrix expected) {
        Shapes.requireSame(this, expected, "compare");
        return MatrixDifference.firstNotFinite(values(), expected.values());
    }

    /**
     * Whether the other is a matrix of the same shape and the same bits, by {@link Double#doubleToLongBits}: NaN equals
     * NaN, and 0.0 does not equal −0.0.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix matrix
                && rows == matrix.rows
                && columns == matrix.columns
                && Arrays.equals(values(), matrix.values());
    }

    @Override
    public int hashCode() {
        return 31 * columns + Arrays.hashCode(values());
    }

    /**
     * The text that NumPy prints, with 8 digits. Of more than 1000 elements it shows the first and last three of each
     * axis.
     */
    @Override
    public String toString() {
        return MatrixText.of(this);
    }

    // ---- shapes ----

    private Matrix with(double[] newValues) {
        return new Matrix(rows, columns, newValues);
    }

    /** This matrix, broadcast to the shape that an element-wise operation with the other needs. */
    private Matrix broadcastFor(Matrix operand, String operation) {
        if (rows == operand.rows && columns == operand.columns) {
            return this;
        }
        Shapes.requireBroadcastable(this, operand, operation);
        return size() > operand.size() ? this : broadcast(operand.rows, operand.columns);
    }

    private Matrix broadcast(int toRows, int toColumns) {
        double[] repeated = new double[toRows * toColumns];
        for (int i = 0; i < toRows; i++) {
            int from = rows == 1 ? 0 : i * columns;
            if (columns == 1) {
                Arrays.fill(repeated, i * toColumns, (i + 1) * toColumns, values()[from]);
            } else {
                System.arraycopy(values(), from, repeated, i * toColumns, columns);
            }
        }
        return new Matrix(toRows, toColumns, repeated);
    }
}
