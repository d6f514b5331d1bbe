package dev.plumbline.selftest;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.math.Matrix;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/** Errors injected into one recorded training of an engine, each checked by a whole {@link Check}. */
final class RecordLimits {
    private final PerturbableEngine reference;
    private final LimitNetwork network;
    private final Experiment experiment;
    private final RecordedTraining recorded;

    /** Records a training of the engine. */
    RecordLimits(PerturbableEngine reference, Engine engine, LimitNetwork network) {
        this(reference, engine, network, network.experiment());
    }

    /**
     * Records only the last step of a training of the engine. The duration of its check does not depend on the step;
     * for optimizers without state, it is the same step.
     */
    static RecordLimits ofLastStepAlone(PerturbableEngine reference, Engine engine, LimitNetwork network) {
        RecordedTraining before = RecordedTraining.of(engine, network.allButLast());
        Experiment last = network.lastOf(before.before(network.steps() - 1L).weights());
        return new RecordLimits(reference, engine, network, last);
    }

    /** Records a training of the engine on this experiment. */
    RecordLimits(PerturbableEngine reference, Engine engine, LimitNetwork network, Experiment experiment) {
        this.reference = reference;
        this.network = network;
        this.experiment = experiment;
        this.recorded = RecordedTraining.of(engine, experiment);
        if (!check((key, tensor) -> tensor).hasNoDifference()) {
            throw new IllegalStateException("without an error, " + network + " does not agree");
        }
    }

    private CheckResult check(BiFunction<Key, Matrix, Matrix> injected) {
        return new Check(reference, recorded.replay(reference, injected)).run(experiment);
    }

    /** Injects into the last step, which the check must report. */
    List<Measurement> ofLastStep(Predicate<Key> isInjected, List<ErrorShape> shapes) {
        long last = experiment.steps() - 1;
        RoundingBounds bounds = RoundingBounds.of(reference, experiment, recorded.before(last), lastBatch());
        List<Measurement> measurements = new ArrayList<>();
        for (Key key : recorded.steps().get((int) last).keys()) {
            for (ErrorShape shape : shapes) {
                int[] elements = shape.in(recorded.get(key));
                if (isInjected.test(key) && elements.length > 0) {
                    measurements.add(
                            shape == ErrorShape.SIGN ? signs(key, bounds) : sizes(key, shape, elements, bounds));
                }
            }
        }
        return measurements;
    }

    private Batch lastBatch() {
        Batch last = experiment.batches().iterator().next();
        for (Batch batch : experiment.batches()) {
            last = batch;
        }
        return last;
    }

    private Measurement sizes(Key key, ErrorShape shape, int[] elements, RoundingBounds bounds) {
        double[] allowed = allowed(key, bounds);
        int nearest = Arrays.stream(elements)
                .boxed()
                .min((one, other) -> Double.compare(allowed[one], allowed[other]))
                .orElseThrow();
        DetectionThreshold limit =
                DetectionThreshold.search(allowed[nearest], size -> isFound(key, elements, 1 + size));
        double terms = allowed[nearest] / bounds.unit();
        return measurement(Where.RECORD, key, shape, limit, allowed[nearest], terms);
    }

    /** The bound of each element, relative to the element. */
    private double[] allowed(Key key, RoundingBounds bounds) {
        return bounds.of(key.quantity(), key.layer())
                .div(recorded.get(key).abs())
                .toRowMajor();
    }

    private boolean isFound(Key where, int[] elements, double factor) {
        CheckResult result = check((key, tensor) -> key.equals(where) ? changed(tensor, elements, factor) : tensor);
        return !result.hasNoDifference()
                && result.firstDifference()
                        .filter(first -> first.key().step() == where.step())
                        .isPresent();
    }

    private Matrix changed(Matrix tensor, int[] elements, double factor) {
        return ErrorShape.changed(tensor, elements, factor, network.precision());
    }

    /**
     * Reverses the sign of the element that is smallest relative to its bound, and of elements with larger sizes in
     * units of the bound.
     */
    private Measurement signs(Key key, RoundingBounds bounds) {
        double[] allowed = allowed(key, bounds);
        int[] sorted = Arrays.stream(ErrorShape.smallestFirst(recorded.get(key)))
                .boxed()
                .sorted((one, other) -> Double.compare(allowed[other], allowed[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] tested = DoubleStream.of(0, 1, 2, 4, 16, 256)
                .mapToInt(size -> Arrays.stream(sorted)
                        .filter(at -> 2 / allowed[at] >= size)
                        .findFirst()
                        .orElse(sorted[sorted.length - 1]))
                .distinct()
                .toArray();
        double found = Double.POSITIVE_INFINITY;
        double passed = 0;
        int limiting = tested[0];
        for (int i = tested.length - 1; i >= 0; i--) {
            double size = 2 / allowed[tested[i]];
            if (isFound(key, new int[] {tested[i]}, -1)) {
                found = passed == 0 ? size : found;
            } else if (size > passed) {
                passed = size;
                limiting = tested[i];
            }
        }
        double terms = allowed[limiting] / bounds.unit();
        return measurement(Where.RECORD, key, ErrorShape.SIGN, new DetectionThreshold(found, passed), 1, terms);
    }

    /** Injects a factor into the weight gradient of a layer in every step; the check may report any step. */
    Measurement ofEveryStep(int layer) {
        Key first = new Key(0, Quantity.WEIGHT_GRADIENT, layer);
        DetectionThreshold limit = DetectionThreshold.search(
                16 * network.precision().unitRoundoff(),
                size -> !check((key, tensor) -> key.quantity() == first.quantity() && key.layer() == first.layer()
                                ? changed(tensor, ErrorShape.TENSOR.in(tensor), 1 + size)
                                : tensor)
                        .hasNoDifference());
        return measurement(Where.EVERY_STEP, first, ErrorShape.TENSOR, limit, Double.NaN, Double.NaN);
    }

    /** Whether the reversed sign of the first row of the first weight gradient is found in the first step. */
    boolean findsSignOfRow() {
        Key gradient = new Key(0, Quantity.WEIGHT_GRADIENT, 1);
        return isFound(gradient, ErrorShape.SIGN_OF_ROW.in(recorded.get(gradient)), -1);
    }

    private Measurement measurement(
            Where where, Key key, ErrorShape shape, DetectionThreshold limit, double bound, double terms) {
        Key reported = where == Where.RECORD ? new Key(network.steps() - 1L, key.quantity(), key.layer()) : key;
        return network.measurement(where, reported, shape, limit, bound, terms);
    }
}
