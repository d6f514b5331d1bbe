package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a comparison could have seen. An agreement over zeros, or within a bound that is larger than the numbers, proves
 * nothing.
 *
 * <p>A number is tested if it is finite and at least {@link Tolerances#DISCERNED} times its bound. W and b count by their
 * change in the step, because the value before the step is given: a missing or doubled update is otherwise within the
 * rounding of W.
 *
 * @param tensors the compared tensors of the network, in causal order
 * @param gaps the tensors that were compared but never tested, layer by layer; empty if all were tested
 */
public record Coverage(List<Tensor> tensors, List<Gap> gaps) {
    /** The coverage of a comparison of nothing. */
    public static final Coverage NONE = new Coverage(List.of(), List.of());

    public Coverage {
        tensors = List.copyOf(tensors);
        gaps = List.copyOf(gaps);
    }

    /**
     * The coverage of a quantity of a layer over all steps.
     *
     * @param steps the number of steps in which it was compared
     * @param stepsByElement the number of these steps in which each element had its own bound
     * @param stepsNonZero the number of these steps in which an element of the right value was finite and not 0
     * @param units the number of columns of the tensor: the units of the layer
     * @param unitsNonZero the number of units whose right value was finite and not 0 in some step
     * @param unitsTested the number of units of which a number was tested in some of the measured steps
     * @param measured the sum over the steps in which the bounds were measured
     * @param bound the smallest bound of a number in these steps, relative to the number; infinite without numbers other
     *     than 0
     */
    public record Tensor(
            Quantity quantity,
            int layer,
            long steps,
            long stepsByElement,
            long stepsNonZero,
            int units,
            int unitsNonZero,
            int unitsTested,
            Measured measured,
            double bound) {
        /** Whether a number of it was tested. */
        public boolean isTested() {
            return unitsTested > 0;
        }
    }

    /**
     * Counts over the steps in which bounds were measured: the first, then ever fewer, and more while a tensor is not
     * tested.
     *
     * @param steps the number of steps
     * @param elements the number of elements of the tensor in these steps
     * @param nonZero the number of these elements whose right value is finite and not 0
     * @param tested the number of these elements that were tested
     */
    public record Measured(long steps, long elements, long nonZero, long tested) {}

    /** Why nothing of a tensor was tested. */
    public enum Reason {
        /** It is 0 in all steps; weights do not change in any step. */
        ZERO,
        /** Its rounding is larger than itself; that of weights is larger than their change. */
        ROUNDING,
        /** The outputs of the trained network are those of the untrained network, within the tolerance. */
        UNTRAINED
    }

    /**
     * Tensors of a layer that were not tested.
     *
     * @param quantities in causal order
     * @param steps the number of steps
     * @param bound the smallest bound relative to its number
     */
    public record Gap(int layer, List<Quantity> quantities, Reason reason, long steps, double bound) {
        public Gap {
            quantities = List.copyOf(quantities);
        }
    }

    /** Whether something was compared that could not have shown a mistake. */
    public boolean hasGaps() {
        return !gaps.isEmpty();
    }

    /** A copy with another gap. */
    public Coverage with(Gap gap) {
        return new Coverage(
                tensors, Stream.concat(gaps.stream(), Stream.of(gap)).toList());
    }

    /** The number of steps of the comparison. */
    public long steps() {
        return tensors.stream().mapToLong(Tensor::steps).max().orElse(0);
    }

    /** The number of steps in which every compared tensor was compared element by element. */
    public long stepsByElement() {
        return tensors.stream().mapToLong(Tensor::stepsByElement).min().orElse(0);
    }

    /** The tensors of which some units, but not all, are 0 in every step. */
    public List<Tensor> withDeadUnits() {
        return tensors.stream()
                .filter(tensor -> tensor.quantity() == Quantity.DELTA)
                .filter(tensor -> tensor.unitsNonZero() > 0 && tensor.unitsNonZero() < tensor.units())
                .toList();
    }
}
