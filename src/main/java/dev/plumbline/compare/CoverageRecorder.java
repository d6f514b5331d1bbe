package dev.plumbline.compare;

import dev.plumbline.compare.rounding.ElementScales;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records the {@link Coverage} of a comparison, step by step.
 *
 * <p>The bounds cost as much as the step. So they are measured in the first step, then after ever longer intervals, and in
 * some more steps while a tensor is not tested. Whether numbers are 0 is seen in every step.
 */
final class CoverageRecorder {
    /** The largest number of steps between two measurements; a prime, so that not always the same batch is measured. */
    private static final long MEASURED_EVERY = 997;

    /** The largest number of measurements outside these intervals. */
    private static final int MAX_EXTRA_MEASUREMENTS = 100;

    private final double tau;
    private final List<TensorRecord> tensors = new ArrayList<>(); // in causal order
    private long nextMeasurement;
    private int extraMeasurements;

    CoverageRecorder(Experiment experiment) {
        tau = Tolerances.of(experiment).tau();
    }

    /**
     * Adds a step of the reference from the state that the subject had.
     *
     * @param measures whether the bounds may be measured, which takes as long as a step
     */
    void step(StepTrace actual, ReferenceStep expected, boolean byElement, boolean measures) {
        step(actual, expected.trace(), expected.before(), expected::scales, byElement, measures);
    }

    /**
     * Adds a step.
     *
     * @param actual the subject's record of the step
     * @param expected the reference's record of it
     * @param before the state before the step
     * @param scales of the rounding errors of the step
     * @param byElement whether each element is compared with its own bound
     * @param measures whether the bounds may be measured
     */
    void step(
            StepTrace actual,
            StepTrace expected,
            TrainingState before,
            Supplier<? extends ElementScales> scales,
            boolean byElement,
            boolean measures) {
        if (tensors.isEmpty()) {
            expected.keys().stream()
                    .filter(key -> isCovered(key.quantity()))
                    .forEach(key -> tensors.add(new TensorRecord(key.quantity(), key.layer())));
        }
        boolean isDue = expected.step() >= nextMeasurement;
        boolean isOpen = false;
        for (TensorRecord tensor : tensors) {
            Sizes sizes = tensor.sizes(expected, before);
            tensor.see(sizes, actual.get(tensor.quantity, tensor.layer).isPresent(), byElement);
            isOpen |= tensor.isOpen(sizes);
        }
        if (measures && (isDue || isOpen && extraMeasurements < MAX_EXTRA_MEASUREMENTS)) {
            extraMeasurements += isDue ? 0 : 1;
            nextMeasurement =
                    isDue ? expected.step() + Math.max(1, Math.min(expected.step(), MEASURED_EVERY)) : nextMeasurement;
            for (TensorRecord tensor : tensors) {
                if (tensor.steps > 0) {
                    tensor.measure(tensor.sizes(expected, before), scales.get().of(tensor.quantity, tensor.layer), tau);
                }
            }
        }
    }

    /** The optimizer state is not covered by itself: the update follows from it. */
    private static boolean isCovered(Quantity quantity) {
        return !quantity.isOfState() || quantity.isLearned();
    }

    /** The coverage of all steps so far. */
    Coverage coverage() {
        List<TensorRecord> compared =
                tensors.stream().filter(tensor -> tensor.steps > 0).toList();
        if (compared.isEmpty()) {
            return Coverage.NONE;
        }
        long steps = compared.stream().mapToLong(tensor -> tensor.steps).max().orElse(0);
        List<Coverage.Gap> gaps = new ArrayList<>();
        int layers = tensors.stream().mapToInt(tensor -> tensor.layer).max().orElse(0);
        for (int l = 1; l <= layers; l++) {
            int layer = l;
            for (Coverage.Reason reason : List.of(Coverage.Reason.ZERO, Coverage.Reason.ROUNDING)) {
                List<TensorRecord> untested = tensors.stream()
                        .filter(tensor -> tensor.layer == layer && isRequired(tensor))
                        .filter(tensor -> tensor.gap().filter(reason::equals).isPresent())
                        .toList();
                if (!untested.isEmpty()) {
                    gaps.add(new Coverage.Gap(
                            layer,
                            untested.stream().map(tensor -> tensor.quantity).toList(),
                            reason,
                            steps,
                            untested.stream()
                                    .mapToDouble(tensor -> tensor.bound)
                                    .min()
                                    .orElse(Double.POSITIVE_INFINITY)));
                }
            }
        }
        return new Coverage(compared.stream().map(TensorRecord::result).toList(), gaps);
    }

    /**
     * Whether a tensor must be tested: if it was compared; a delta also if it was not, because without it no update tests
     * the backward pass.
     */
    private static boolean isRequired(TensorRecord tensor) {
        return tensor.steps > 0 || tensor.quantity == Quantity.DELTA;
    }

    /** The size of each number that a mistake can change. */
    @FunctionalInterface
    private interface Sizes {
        double of(int row, int column);
    }

    private static final class TensorRecord {
        private final Quantity quantity;
        private final int layer;
        private final BitSet nonZero = new BitSet(); // units
        private final BitSet tested = new BitSet(); // units
        private int rows;
        private int units;
        private long steps;
        private long stepsByElement;
        private long stepsNonZero;
        private long measuredSteps;
        private long elements;
        private long elementsNonZero;
        private long elementsTested;
        private double bound = Double.POSITIVE_INFINITY;

        private TensorRecord(Quantity quantity, int layer) {
            this.quantity = quantity;
            this.layer = layer;
        }

        /**
         * |value|; for W and b the larger of their change and their update, which differ if a constraint takes back the
         * update.
         */
        private Sizes sizes(StepTrace expected, TrainingState before) {
            Matrix value = expected.get(quantity, layer).orElseThrow();
            rows = value.rows();
            units = value.columns();
            if (!quantity.isLearned()) {
                return (row, column) -> Math.abs(value.get(row, column));
            }
            Matrix from = ReferenceStep.in(before, new Key(expected.step() - 1, quantity, layer))
                    .orElseThrow();
            Optional<Matrix> update =
                    expected.get(quantity == Quantity.BIAS ? Quantity.BIAS_UPDATE : Quantity.WEIGHT_UPDATE, layer);
            return (row, column) -> Math.max(
                    Math.abs(value.get(row, column) - from.get(row, column)),
                    update.map(u -> Math.abs(u.get(row, column))).orElse(0.0));
        }

        private void see(Sizes sizes, boolean isCompared, boolean byElement) {
            steps += isCompared ? 1 : 0;
            stepsByElement += isCompared && byElement ? 1 : 0;
            stepsNonZero += hasNumber(sizes) ? 1 : 0;
            for (int unit = 0; unit < units; unit++) {
                for (int row = 0; row < rows && !nonZero.get(unit); row++) {
                    nonZero.set(unit, isNumber(sizes.of(row, unit)));
                }
            }
        }

        private boolean hasNumber(Sizes sizes) {
            for (int row = 0; row < rows; row++) {
                for (int unit = 0; unit < units; unit++) {
                    if (isNumber(sizes.of(row, unit))) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean isNumber(double size) {
            return size > 0 && size <= Double.MAX_VALUE;
        }

        /** Whether a measurement of this step may show that the tensor is tested. */
        private boolean isOpen(Sizes sizes) {
            return steps > 0 && tested.isEmpty() && hasNumber(sizes);
        }

        private void measure(Sizes sizes, Matrix scale, double tau) {
            measuredSteps++;
            for (int row = 0; row < rows; row++) {
                for (int unit = 0; unit < units; unit++) {
                    double size = sizes.of(row, unit);
                    elements++;
                    if (isNumber(size)) {
                        double relative = tau * scale.get(row, unit) / size;
                        boolean isTested = relative * Tolerances.DISCERNED <= 1;
                        elementsNonZero++;
                        elementsTested += isTested ? 1 : 0;
                        tested.set(unit, isTested || tested.get(unit));
                        bound = Math.min(bound, relative);
                    }
                }
            }
        }

        private Optional<Coverage.Reason> gap() {
            if (nonZero.isEmpty()) {
                return Optional.of(Coverage.Reason.ZERO);
            }
            return steps > 0 && tested.isEmpty() ? Optional.of(Coverage.Reason.ROUNDING) : Optional.empty();
        }

        private Coverage.Tensor result() {
            return new Coverage.Tensor(
                    quantity,
                    layer,
                    steps,
                    stepsByElement,
                    stepsNonZero,
                    units,
                    nonZero.cardinality(),
                    tested.cardinality(),
                    new Coverage.Measured(measuredSteps, elements, elementsNonZero, elementsTested),
                    bound);
        }
    }
}
