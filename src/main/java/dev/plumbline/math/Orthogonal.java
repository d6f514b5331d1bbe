package dev.plumbline.math;

/**
 * Random orthogonal matrices: the columns are orthogonal, or, in a wide matrix, the rows.
 *
 * <p>All orthogonal matrices are equally likely (F. Mezzadri, "How to generate random matrices from the classical
 * compact groups", 2007). This file depends on nothing but {@link NumpyRandom} and {@code java.lang}.
 */
public final class Orthogonal {
    private Orthogonal() {}

    /**
     * The matrix gain · Q in row-major order. In NumPy, from the same generator and up to rounding:
     *
     * <pre>{@code
     * G = np.random.normal(size=(max(rows, columns), min(rows, columns)))
     * Q, R = np.linalg.qr(G)
     * Q = Q * np.sign(np.diag(R))
     * W = gain * (Q.T if rows < columns else Q)
     * }</pre>
     */
    public static double[] draw(NumpyRandom random, double gain, int rows, int columns) {
        int height = Math.max(rows, columns);
        int width = Math.min(rows, columns);
        double[] drawn = random.normal(0, 1, height * width);
        double[][] g = new double[width][height]; // column by column
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                g[j][i] = drawn[i * width + j];
            }
        }
        double[][] q = q(g);
        double[] values = new double[height * width];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = gain * (rows < columns ? q[i][j] : q[j][i]);
            }
        }
        return values;
    }

    /**
     * The columns of Q in G = Q·R with a positive diagonal of R, by Householder reflections. The k-th reflection H = I
     * − 2vvᵀ/vᵀv maps the rest of column k to ±‖column‖ on the diagonal.
     *
     * @param g the columns of G, at most as many as its rows; overwritten by the vectors v
     */
    private static double[][] q(double[][] g) {
        int width = g.length;
        int height = g[0].length;
        double[] diagonal = new double[width]; // of R, before its signs are made positive
        for (int k = 0; k < width; k++) {
            double norm = Math.sqrt(dot(g[k], g[k], k));
            diagonal[k] = g[k][k] > 0 ? -norm : norm; // away from the element, so that no digits cancel
            g[k][k] -= diagonal[k];
            for (int j = k + 1; j < width; j++) {
                reflect(g[j], g[k], k);
            }
        }
        double[][] q = new double[width][height];
        for (int j = 0; j < width; j++) {
            q[j][j] = 1;
            for (int k = j; k >= 0; k--) {
                reflect(q[j], g[k], k);
            }
            for (int i = 0; diagonal[j] < 0 && i < height; i++) {
                q[j][i] = -q[j][i];
            }
        }
        return q;
    }

    /** Reflects a column by v; elements of v before {@code from} count as zero. */
    private static void reflect(double[] column, double[] v, int from) {
        double square = dot(v, v, from);
        double factor = square == 0 ? 0 : 2 * dot(v, column, from) / square;
        for (int i = from; i < column.length; i++) {
            column[i] -= factor * v[i];
        }
    }

    private static double dot(double[] a, double[] b, int from) {
        double sum = 0;
        for (int i = from; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
