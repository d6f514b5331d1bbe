package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.Locale;

/**
 * A mistake that is not in the catalogue: another operator or index in a hand-written loop, in one tensor of one layer,
 * in every step.
 *
 * @param operator the change
 * @param quantity the quantity of the tensor
 * @param layer the layer of the tensor
 */
record Mutation(Operator operator, Quantity quantity, int layer) implements Perturbation {
    /** A change of a tensor. */
    enum Operator {
        EVERY_OTHER_NEGATED,
        LAST_COLUMN_FORGOTTEN,
        LAST_ROW_FORGOTTEN,
        COLUMNS_REVERSED,
        ROWS_REVERSED,
        COLUMN_BEFORE,
        SUM_RUNS_ON,
        ABSOLUTE,
        ADDED,
        CUBED,
        COLUMN_SCALED,
        CUT_OFF,
        HELD
    }

    @FunctionalInterface
    private interface Element {
        double of(double value, int row, int column);
    }

    private static Matrix mapped(Matrix tensor, Element element) {
        double[] values = tensor.toRowMajor();
        for (int i = 0; i < tensor.rows(); i++) {
            for (int j = 0; j < tensor.columns(); j++) {
                values[i * tensor.columns() + j] = element.of(tensor.get(i, j), i, j);
            }
        }
        return Matrix.wrap(tensor.rows(), tensor.columns(), values);
    }

    /** A random mutation for a network with this many layers. */
    static Mutation draw(NumpyRandom random, int layers) {
        Operator[] operators = Operator.values();
        return new Mutation(
                operators[(int) (random.random() * operators.length)],
                FaultyNetwork.COMPUTED.get((int) (random.random() * FaultyNetwork.COMPUTED.size())),
                1 + (int) (random.random() * layers));
    }

    @Override
    public Matrix perturb(Quantity of, int l, Matrix tensor) {
        return of == quantity && l == layer ? changed(tensor) : tensor;
    }

    private Matrix changed(Matrix x) {
        return switch (operator) {
            case EVERY_OTHER_NEGATED -> mapped(x, (value, i, j) -> (i + j) % 2 == 0 ? -value : value);
            case LAST_COLUMN_FORGOTTEN -> mapped(x, (value, i, j) -> j == x.columns() - 1 ? 0 : value);
            case LAST_ROW_FORGOTTEN -> mapped(x, (value, i, j) -> i == x.rows() - 1 ? 0 : value);
            case COLUMNS_REVERSED -> mapped(x, (value, i, j) -> x.get(i, x.columns() - 1 - j));
            case ROWS_REVERSED -> mapped(x, (value, i, j) -> x.get(x.rows() - 1 - i, j));
            case COLUMN_BEFORE -> mapped(x, (value, i, j) -> x.get(i, Math.max(0, j - 1)));
            case SUM_RUNS_ON -> mapped(x, (value, i, j) -> j == 0 ? value : value + x.get(i, j - 1));
            case ABSOLUTE -> x.map(Math::abs);
            case ADDED -> x.map(value -> value + 0.1);
            case CUBED -> x.map(value -> value + value * value * value);
            case COLUMN_SCALED -> mapped(x, (value, i, j) -> j == 0 ? 1.3 * value : value);
            case CUT_OFF -> x.map(value -> Math.rint(value * 100) / 100);
            case HELD -> x.map(value -> Math.max(-0.05, Math.min(0.05, value)));
        };
    }

    String label() {
        return operator.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " in " + quantity.symbol() + layer;
    }
}
