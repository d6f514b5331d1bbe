package dev.plumbline.diagnose;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.GradientVerdict.Element;
import dev.plumbline.diagnose.findings.GradientVerdict.Verdict;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.NumericalGradients;
import dev.plumbline.reference.NumericalGradients.Derivative;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which of an engine and the reference is right when they disagree, by central differences of the loss. */
final class GradientArbiter {
    /** The number of elements of a gradient to check: those in which the two differ most. */
    private static final int ELEMENTS = 8;

    private final Experiment experiment;
    private final PerturbableEngine reference;
    private final Engine engine;

    GradientArbiter(Experiment experiment, PerturbableEngine reference, Engine engine) {
        this.experiment = experiment;
        this.reference = reference;
        this.engine = engine;
    }

    /** The verdict at the first difference in a step from the same weights; empty if there is none. */
    Optional<GradientVerdict> of(CheckResult result) {
        return result.local()
                .firstDifference()
                .map(Difference::key)
                .filter(key -> key.step() >= 0 && key.step() < experiment.steps())
                .map(this::verdict);
    }

    private GradientVerdict verdict(Key where) {
        if (where.quantity().compareTo(Quantity.LOSS) <= 0) {
            return new GradientVerdict(where, Verdict.FORWARD, Optional.empty());
        }
        try (Run run = engine.start(experiment);
                PerturbableRun expected = reference.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() < where.step()) {
                    run.step(batch);
                    continue;
                }
                TrainingState before = run.state();
                expected.restore(before);
                return verdict(where, before, batch, run.step(batch), expected.step(batch));
            }
        }
        throw new IllegalStateException("the training has no " + where);
    }

    private GradientVerdict verdict(Key where, TrainingState before, Batch batch, StepTrace theirs, StepTrace ours) {
        List<Element> elements = new ArrayList<>();
        try (NumericalGradients slopes = new NumericalGradients(experiment, before.weights(), batch)) {
            for (Quantity gradient : List.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT)) {
                Optional<Matrix> theirGradient = theirs.get(gradient, where.layer());
                Optional<Matrix> ourGradient = ours.get(gradient, where.layer());
                if (theirGradient.isPresent()
                        && ourGradient.isPresent()
                        && theirGradient.get().hasShapeOf(ourGradient.get())) {
                    Key key = new Key(where.step(), gradient, where.layer());
                    elements.addAll(elements(key, theirGradient.get(), ourGradient.get(), slopes));
                }
            }
        }
        double size = elements.stream()
                .mapToDouble(element -> Math.abs(element.slope()))
                .max()
                .orElse(0);
        return elements.stream()
                .map(element -> new GradientVerdict(where, verdict(element, size), Optional.of(element)))
                .min(Comparator.comparing(GradientArbiter::isInconclusive).thenComparing(GradientArbiter::distance))
                .orElse(new GradientVerdict(where, Verdict.UNDECIDED, Optional.empty()));
    }

    /** Whether the verdict does not single out one of the two. */
    private static boolean isInconclusive(GradientVerdict verdict) {
        return verdict.verdict() != Verdict.ENGINE && verdict.verdict() != Verdict.REFERENCE;
    }

    private static double distance(GradientVerdict verdict) {
        Element element = verdict.element().orElseThrow();
        return -Math.abs(element.engine() - element.reference());
    }

    private static List<Element> elements(Key key, Matrix theirs, Matrix ours, NumericalGradients slopes) {
        double[] actual = theirs.toRowMajor();
        double[] expected = ours.toRowMajor();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            places.add(i);
        }
        // NaN differs most.
        places.sort(Comparator.comparingDouble((Integer i) -> -Math.abs(actual[i] - expected[i]))
                .thenComparingDouble(i -> -Math.abs(expected[i])));
        return places.stream()
                .sorted(Comparator.comparing(i -> Double.isFinite(actual[i] - expected[i])))
                .limit(ELEMENTS)
                .map(i -> {
                    int row = i / ours.columns();
                    int column = i % ours.columns();
                    Derivative slope = slopes.derivative(key.quantity(), key.layer(), row, column);
                    return new Element(key, row, column, actual[i], expected[i], slope.value(), slope.uncertainty());
                })
                .toList();
    }

    private Verdict verdict(Element element, double size) {
        double exact = Math.max(4 * element.uncertainty(), 1e-8 * size);
        double apart = Math.abs(element.engine() - element.reference());
        if (!Double.isFinite(element.slope()) || !(exact <= 1e-4 * size) || apart > 0 && apart < exact) {
            return Verdict.UNDECIDED;
        }
        boolean f32 = experiment.spec().precision() == Precision.F32;
        boolean engineIsRight = isNear(element.engine(), element.slope(), f32 ? Math.max(exact, 1e-4 * size) : exact);
        boolean referenceIsRight = isNear(element.reference(), element.slope(), exact);
        if (engineIsRight == referenceIsRight) {
            return engineIsRight ? Verdict.BOTH : Verdict.NEITHER;
        }
        return engineIsRight ? Verdict.ENGINE : Verdict.REFERENCE;
    }

    private static boolean isNear(double value, double slope, double allowed) {
        return Math.abs(value - slope) <= allowed;
    }
}
