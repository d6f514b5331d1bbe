package dev.plumbline.math;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * One loop for each element-wise operation. The just-in-time compiler can vectorize it because it sees the operation; a
 * shared loop that calls a lambda is many times slower. The arguments are not modified.
 */
final class Elementwise {
    private Elementwise() {}

    static double[] add(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] + b[i];
        }
        return c;
    }

    static double[] subtract(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] - b[i];
        }
        return c;
    }

    static double[] multiply(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] * b[i];
        }
        return c;
    }

    static double[] divide(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] / b[i];
        }
        return c;
    }

    static double[] add(double[] a, double b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] + b;
        }
        return c;
    }

    static double[] multiply(double[] a, double b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] * b;
        }
        return c;
    }

    static double[] divide(double[] a, double b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] / b;
        }
        return c;
    }

    static double[] negate(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = -a[i];
        }
        return c;
    }

    static double[] abs(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.abs(a[i]);
        }
        return c;
    }

    static double[] sqrt(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.sqrt(a[i]);
        }
        return c;
    }

    static double[] exp(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.exp(a[i]);
        }
        return c;
    }

    static double[] log(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.log(a[i]);
        }
        return c;
    }

    static double[] tanh(double[] a) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.tanh(a[i]);
        }
        return c;
    }

    static double[] pow(double[] a, double exponent) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.pow(a[i], exponent);
        }
        return c;
    }

    static double[] maximum(double[] a, double b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.max(a[i], b);
        }
        return c;
    }

    static double[] minimum(double[] a, double b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = Math.min(a[i], b);
        }
        return c;
    }

    static double[] map(double[] a, DoubleUnaryOperator operation) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = operation.applyAsDouble(a[i]);
        }
        return c;
    }

    static double[] zip(double[] a, double[] b, DoubleBinaryOperator operation) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = operation.applyAsDouble(a[i], b[i]);
        }
        return c;
    }
}
