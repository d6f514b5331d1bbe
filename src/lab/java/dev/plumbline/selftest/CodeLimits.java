package dev.plumbline.selftest;

import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.math.Matrix;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Errors injected into the computation of a hand-written network, each checked by a whole {@link ThreeWayCheck}. */
final class CodeLimits {
    private final LimitNetwork network;
    private final Experiment experiment;
    private final TraceLevel level;

    /** Errors in a network that records this trace level. */
    CodeLimits(LimitNetwork network, Experiment experiment, TraceLevel level) {
        this.network = network;
        this.experiment = experiment;
        this.level = level;
        if (!diagnosis(Perturbation.NONE).findings().isEmpty()) {
            throw new IllegalStateException("without an error, " + network + " in hand-written code does not agree");
        }
    }

    private Diagnosis diagnosis(Perturbation error) {
        Set<InjectedFault> precision =
                network.precision() == Precision.F32 ? Set.of(InjectedFault.SINGLE_PRECISION) : Set.of();
        FaultyNetwork faulty = new FaultyNetwork(precision, CodingStyle.plain(level), error);
        return new ThreeWayCheck(experiment, Optional.empty()).run(faulty).diagnosis();
    }

    private boolean isFound(Perturbation error) {
        return diagnosis(error).findings().stream().map(Finding::first).anyMatch(first -> first.step() == 0);
    }

    /** Injects errors of decreasing size into the same elements at every step; the check must report the first step. */
    List<Measurement> ofSizes(PerturbableEngine reference, List<ErrorShape> shapes) {
        List<Measurement> measurements = new ArrayList<>();
        try (PerturbableRun run = reference.start(experiment)) {
            Batch batch = experiment.batches().iterator().next();
            RoundingBounds bounds = RoundingBounds.of(reference, experiment, run.state(), batch);
            StepTrace first = run.step(batch);
            for (Key key : first.keys()) {
                for (ErrorShape shape : shapes) {
                    Matrix tensor = first.get(key).orElseThrow();
                    int[] elements = shape.in(tensor);
                    if (FaultyNetwork.COMPUTED.contains(key.quantity()) && elements.length > 0) {
                        measurements.add(sizes(key, shape, tensor, elements, bounds));
                    }
                }
            }
        }
        return measurements;
    }

    private Measurement sizes(Key key, ErrorShape shape, Matrix tensor, int[] elements, RoundingBounds bounds) {
        double[] allowed =
                bounds.of(key.quantity(), key.layer()).div(tensor.abs()).toRowMajor();
        double bound =
                Arrays.stream(elements).mapToDouble(at -> allowed[at]).min().orElseThrow();
        DetectionThreshold limit = DetectionThreshold.search(
                bound, size -> isFound(error(key.quantity(), key.layer(), elements, 1 + size)));
        Where where = level == TraceLevel.WEIGHTS ? Where.CODE_OF_WEIGHTS : Where.CODE;
        return network.measurement(where, key, shape, limit, bound, bound / bounds.unit());
    }

    /** Whether the reversed sign of the first row of the first weight gradient is found in the first step. */
    boolean findsSignOfRow() {
        int[] row = ErrorShape.SIGN_OF_ROW.in(experiment.initialWeights().get(0).weights());
        return isFound(error(Quantity.WEIGHT_GRADIENT, 1, row, -1));
    }

    /** Whether a first input that is replaced by 0 is found in the first step. */
    boolean findsForgottenInput() {
        int[] column = ErrorShape.FORGOTTEN_INPUT.in(experiment.inputs());
        return isFound(error(Quantity.ACTIVATION, 0, column, 0));
    }

    private Perturbation error(Quantity quantity, int layer, int[] elements, double factor) {
        return (each, l, tensor) -> each == quantity && l == layer
                ? ErrorShape.changed(tensor, elements, factor, network.precision())
                : tensor;
    }
}
