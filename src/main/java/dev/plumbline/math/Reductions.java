package dev.plumbline.math;

import java.util.Arrays;

/** Sums in NumPy's order, norms without overflow, and distances. */
final class Reductions {
    /** Sums of squares below this bound may have lost digits to underflow. */
    private static final double SMALLEST_SAFE = 0x1p-900;

    private Reductions() {}

    /**
     * The sum of {@code count} numbers in NumPy's order, to the bit. Fewer than 8 numbers are added one after the
     * other, up to 128 in eight interleaved sums, which are then added in pairs, and more in two halves (the length of
     * the first is a multiple of 8). The error grows with the logarithm of the count, not with the count.
     */
    static double sum(double[] a, int from, int count) {
        return 0.0 + pairwise(a, from, count);
    }

    private static double pairwise(double[] a, int from, int count) {
        if (count < 8) {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += a[i];
            }
            return sum;
        }
        if (count > 128) {
            int half = count / 2;
            half -= half % 8;
            return pairwise(a, from, half) + pairwise(a, from + half, count - half);
        }
        return eightSums(a, from, count);
    }

    private static double eightSums(double[] a, int from, int count) {
        double s0 = a[from];
        double s1 = a[from + 1];
        double s2 = a[from + 2];
        double s3 = a[from + 3];
        double s4 = a[from + 4];
        double s5 = a[from + 5];
        double s6 = a[from + 6];
        double s7 = a[from + 7];
        int end = from + count;
        int i = from + 8;
        for (; i + 8 <= end; i += 8) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
            s4 += a[i + 4];
            s5 += a[i + 5];
            s6 += a[i + 6];
            s7 += a[i + 7];
        }
        double sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        for (; i < end; i++) {
            sum += a[i];
        }
        return sum;
    }

    /** The sum of each column of a (m×n), row after row, as in NumPy; a single column as in {@link #sum}. */
    static double[] sumOfRows(double[] a, int m, int n) {
        if (n == 1) {
            return new double[] {sum(a, 0, m)};
        }
        double[] sums = new double[n];
        for (int i = 0; i < m; i++) {
            for (int j = 0, p = i * n; j < n; j++, p++) {
                sums[j] += a[p];
            }
        }
        return sums;
    }

    /** The largest number; NaN if any is NaN. */
    static double max(double[] a) {
        double max = a[0];
        for (double value : a) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** Whether every number is finite. */
    static boolean areFinite(double[] a) {
        for (double value : a) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The smallest number; NaN if any is NaN. */
    static double min(double[] a) {
        double min = a[0];
        for (double value : a) {
            min = Math.min(min, value);
        }
        return min;
    }

    /**
     * The index of the first NaN, or else of the first of the largest numbers, among {@code count} numbers {@code step}
     * apart.
     */
    static int argmax(double[] a, int from, int count, int step) {
        int best = 0;
        for (int i = 0; i < count; i++) {
            double value = a[from + i * step];
            if (Double.isNaN(value)) {
                return i;
            }
            if (value > a[from + best * step]) {
                best = i;
            }
        }
        return best;
    }

    /** √Σa². If the squares overflow or underflow, the numbers are first divided by the largest. */
    static double norm(double[] a) {
        double squares = 0;
        for (double value : a) {
            squares += value * value;
        }
        return isSafe(squares) ? Math.sqrt(squares) : scaledNorm(a);
    }

    /** √Σ(a − b)², with {@link #distance} in place of a − b. */
    static double normOfDifference(double[] a, double[] b) {
        double squares = squaresOfDifference(a, b);
        if (isSafe(squares)) {
            return Math.sqrt(squares);
        }
        if (squares == 0 && Arrays.equals(a, b)) {
            return 0;
        }
        double[] distances = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            distances[i] = distance(a[i], b[i]);
        }
        return norm(distances);
    }

    /** Four independent sums take half as long as one, whose additions must wait for each other. */
    private static double squaresOfDifference(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            double d0 = a[i] - b[i];
            double d1 = a[i + 1] - b[i + 1];
            double d2 = a[i + 2] - b[i + 2];
            double d3 = a[i + 3] - b[i + 3];
            sum0 += d0 * d0;
            sum1 += d1 * d1;
            sum2 += d2 * d2;
            sum3 += d3 * d3;
        }
        for (; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum0 += difference * difference;
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static boolean isSafe(double squares) {
        return squares > SMALLEST_SAFE && squares < Double.POSITIVE_INFINITY;
    }

    private static double scaledNorm(double[] a) {
        double largest = max(Elementwise.abs(a));
        if (largest == 0 || Double.isNaN(largest) || Double.isInfinite(largest)) {
            return largest;
        }
        double squares = 0;
        for (double value : a) {
            double scaled = value / largest;
            squares += scaled * scaled;
        }
        return largest * Math.sqrt(squares);
    }

    /** The index of the first of the largest {@link #distance}s. */
    static int argmaxDistance(double[] a, double[] b) {
        int best = 0;
        double largest = -1;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            if (!(difference <= largest) && distance(a[i], b[i]) > largest) {
                largest = distance(a[i], b[i]);
                best = i;
            }
        }
        return best;
    }

    /** |a − b|; +∞ if either is NaN; 0 for equal infinities. */
    static double distance(double a, double b) {
        if (a == b) {
            return 0;
        }
        double difference = Math.abs(a - b);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
