package dev.plumbline.diagnose.correction;

import dev.plumbline.diagnose.findings.Operand;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Lists the numbers that an element of a tensor is computed from.
 *
 * @param before the state before the step
 * @param tensors the tensors of the step, recorded or recomputed
 * @param recorded the places that the network records
 */
public record ElementOperands(
        NetworkSpec spec, Batch batch, TrainingState before, StepTrace tensors, Set<Place> recorded) {

    /** The operands of an element, in the order of the formula. */
    public List<Operand> of(Key key, int row, int column) {
        int l = key.layer();
        return switch (key.quantity()) {
            case PRE_ACTIVATION -> preActivation(l, row, column);
            case ACTIVATION -> {
                boolean wholeRow = spec.layers().get(l - 1).activation() instanceof Activation.Softmax;
                yield List.of(
                        wholeRow
                                ? operand(Quantity.PRE_ACTIVATION, l, row, -1)
                                : operand(Quantity.PRE_ACTIVATION, l, row, column));
            }
            case LOSS -> List.of(operand(Quantity.ACTIVATION, l, 0, -1), targets(0));
            case DELTA -> delta(l, row, column);
            case WEIGHT_GRADIENT -> List.of(inputs(l, -1, row), operand(Quantity.DELTA, l, -1, column));
            case BIAS_GRADIENT -> List.of(operand(Quantity.DELTA, l, -1, column));
            default -> update(key.quantity().isOfBias(), l, row, column);
        };
    }

    private List<Operand> preActivation(int l, int row, int column) {
        List<Operand> operands = new ArrayList<>();
        operands.add(inputs(l, row, -1));
        operands.add(weights(l, -1, column));
        if (spec.layers().get(l - 1).bias()) {
            operands.add(bias(l, column));
        }
        return operands;
    }

    private List<Operand> delta(int l, int row, int column) {
        List<Operand> operands = new ArrayList<>();
        if (l == spec.layers().size()) {
            operands.add(operand(Quantity.ACTIVATION, l, row, column));
            operands.add(operand("y", batch.targets(), row, column, true));
        } else {
            operands.add(operand(Quantity.DELTA, l + 1, row, -1));
            operands.add(weights(l + 1, column, -1));
            operands.add(operand(Quantity.ACTIVATION, l, row, column));
        }
        operands.add(operand(Quantity.PRE_ACTIVATION, l, row, column));
        return operands;
    }

    private List<Operand> update(boolean ofBias, int l, int row, int column) {
        List<Operand> operands = new ArrayList<>();
        operands.add(operand(ofBias ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT, l, row, column));
        operands.add(ofBias ? bias(l, column) : weights(l, row, column));
        before.record(batch.step()).keys().stream()
                .filter(key -> key.layer() == l && !key.quantity().isLearned())
                .filter(key -> key.quantity().isOfBias() == ofBias)
                .forEach(key -> operands.add(operand(
                        key.quantity().symbol() + l,
                        before.record(batch.step()).get(key).orElseThrow(),
                        row,
                        column,
                        recorded.contains(new Place(key.quantity(), l)))));
        return operands;
    }

    private Operand inputs(int l, int row, int column) {
        return l == 1
                ? operand("X", batch.inputs(), row, column, true)
                : operand(Quantity.ACTIVATION, l - 1, row, column);
    }

    private Operand targets(int row) {
        return operand("y", batch.targets(), row, -1, true);
    }

    private Operand weights(int l, int row, int column) {
        boolean isRecorded = batch.step() == 0 || recorded.contains(new Place(Quantity.WEIGHTS, l));
        return operand("W" + l, before.weights().get(l - 1).weights(), row, column, isRecorded);
    }

    private Operand bias(int l, int column) {
        boolean isRecorded = batch.step() == 0 || recorded.contains(new Place(Quantity.BIAS, l));
        return operand("b" + l, before.weights().get(l - 1).bias().orElseThrow(), 0, column, isRecorded);
    }

    private Operand operand(Quantity quantity, int l, int row, int column) {
        return operand(
                quantity.symbol() + l,
                tensors.get(quantity, l).orElseThrow(),
                row,
                column,
                recorded.contains(new Place(quantity, l)));
    }

    /** Numbers of a tensor; an index of -1 is all of them. */
    private static Operand operand(String name, Matrix tensor, int row, int column, boolean isRecorded) {
        List<Double> values = new ArrayList<>();
        for (int i : range(row, tensor.rows())) {
            for (int j : range(column, tensor.columns())) {
                values.add(tensor.get(i, j));
            }
        }
        String index = (row < 0 ? ":" : String.valueOf(row)) + "," + (column < 0 ? ":" : String.valueOf(column));
        return new Operand(name + "[" + index + "]", values, isRecorded);
    }

    private static int[] range(int index, int size) {
        return index < 0 ? IntStream.range(0, size).toArray() : new int[] {index};
    }
}
