package dev.plumbline.math;

/** Checks of shapes, with their error messages. */
final class Shapes {
    private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

    private Shapes() {}

    static String text(int rows, int columns) {
        return rows + "×" + columns;
    }

    /** rows · columns; an error if a matrix cannot have this size. */
    static int size(int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a matrix has at least one row and one column, got " + text(rows, columns));
        }
        long size = (long) rows * columns;
        if (size > LARGEST_SIZE) {
            throw new IllegalArgumentException(
                    "a matrix has at most " + LARGEST_SIZE + " elements, got " + text(rows, columns));
        }
        return (int) size;
    }

    /** Whether the axis is 0 (along the rows), not 1 (along the columns). */
    static boolean alongRows(int axis) {
        if (axis != 0 && axis != 1) {
            throw new IllegalArgumentException("a matrix has axes 0 (rows) and 1 (columns), got " + axis);
        }
        return axis == 0;
    }

    static void requireDot(Matrix a, Matrix b) {
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException("cannot dot " + a.shape() + " with " + b.shape() + ": "
                    + counted(a.columns(), "column") + " against " + counted(b.rows(), "row"));
        }
        size(a.rows(), b.columns());
    }

    static void requireSame(Matrix a, Matrix b, String operation) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new IllegalArgumentException(
                    "cannot " + operation + " " + a.shape() + " with " + b.shape() + ": the shapes must be equal");
        }
    }

    /** Checks that one of the two can be broadcast to the shape of the other. */
    static void requireBroadcastable(Matrix a, Matrix b, String operation) {
        if (!fits(a.rows(), b.rows()) || !fits(a.columns(), b.columns())) {
            throw new IllegalArgumentException(
                    cannot(a, b, operation) + ": rows must be equal or 1, and so must columns");
        }
        if (a.rows() != b.rows() && a.columns() != b.columns() && a.rows() > b.rows() != a.columns() > b.columns()) {
            String both = text(Math.max(a.rows(), b.rows()), Math.max(a.columns(), b.columns()));
            throw new IllegalArgumentException(
                    cannot(a, b, operation) + ": a column and a row. NumPy broadcasts both to " + both
                            + "; one of the two probably has to be transposed");
        }
    }

    private static String cannot(Matrix a, Matrix b, String operation) {
        return "cannot " + operation + " " + a.shape() + " and " + b.shape();
    }

    private static boolean fits(int first, int second) {
        return first == second || first == 1 || second == 1;
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
