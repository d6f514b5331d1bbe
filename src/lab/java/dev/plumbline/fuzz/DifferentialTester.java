package dev.plumbline.fuzz;

import static java.lang.Math.abs;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SystematicError;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trains networks on two engines and classifies the outcomes. */
public final class DifferentialTester {
    private final Check check;
    private final PerturbableEngine reference;
    private final Engine engine;

    /**
     * Trials of an engine.
     *
     * @param reference the engine that is assumed to be correct
     * @param engine the engine under test
     */
    public DifferentialTester(PerturbableEngine reference, Engine engine) {
        this.check = new Check(reference, engine);
        this.reference = reference;
        this.engine = engine;
    }

    /** Whether all numbers of the reference's training are finite in the network's precision. */
    boolean staysFinite(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run run = reference.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace trace = run.step(batch);
                for (Key key : trace.keys()) {
                    double largest = trace.get(key).orElseThrow().abs().max();
                    if (!isFinite(largest, spec.precision())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Trains one network with inline data on both engines. */
    public FuzzResult of(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        CheckResult result;
        try {
            result = check.run(experiment);
        } catch (RuntimeException thrown) {
            // An exception on a valid network is a finding, and must not end the run.
            return new FuzzResult(
                    spec, FuzzResult.Outcome.DISAGREES, Optional.empty(), Optional.empty(), "threw " + thrown);
        }
        if (result.hasNoDifference()) {
            return new FuzzResult(spec, FuzzResult.Outcome.AGREES, Optional.empty(), Optional.of(result), "");
        }
        Optional<Difference> first = result.firstDifference();
        if (first.isEmpty()) {
            return disagreement(spec, result, first);
        }
        Difference difference = first.get();
        if (difference.kind() == Difference.Kind.NOT_FINITE
                && !isFinite(difference.expected(), spec.precision())
                && !Double.isFinite(difference.actual())) {
            return excused(spec, FuzzResult.Outcome.FAILS_ON_BOTH, Optional.empty(), result);
        }
        Optional<KnownDefect> known = KnownDefect.of(experiment, difference, engine);
        if (known.isPresent()) {
            return excused(spec, FuzzResult.Outcome.KNOWN, known, result);
        }
        return isOverflow(difference)
                                && isBeyondF32(experiment, difference.key().step())
                        || isOfEvaluation(difference)
                                && comesToInfinity(experiment, difference.key().step())
                ? excused(spec, FuzzResult.Outcome.BEYOND_F32, Optional.empty(), result)
                : disagreement(spec, result, first);
    }

    /** Whether the difference may come from an overflow: NaN, infinity, or 0 from a division by infinity. */
    private static boolean isOverflow(Difference difference) {
        return difference.kind() == Difference.Kind.NOT_FINITE
                || difference.kind() == Difference.Kind.DIFFERS && difference.actual() == 0;
    }

    /**
     * Whether the difference was found in an evaluation. It shows only outputs, so an infinity in an earlier layer may
     * have become finite.
     */
    private static boolean isOfEvaluation(Difference difference) {
        return difference.detail().contains("evaluated");
    }

    /** Whether a pre-activation is too large for f32 when all examples are evaluated. */
    private boolean comesToInfinity(Experiment experiment, long step) {
        if (experiment.spec().precision() != Precision.F32) {
            return false;
        }
        StepTrace right = EngineSnapshot.of(experiment, reference, step).ofAll();
        return IntStream.rangeClosed(1, right.layers())
                .boxed()
                .flatMap(layer -> right.get(Quantity.PRE_ACTIVATION, layer).stream())
                .anyMatch(z -> !isFinite(z.abs().max(), Precision.F32));
    }

    private static FuzzResult excused(
            NetworkSpec spec, FuzzResult.Outcome outcome, Optional<KnownDefect> known, CheckResult result) {
        String message = result.firstDifference().map(DifferentialTester::text).orElse("");
        return new FuzzResult(spec, outcome, known, Optional.of(result), message);
    }

    /**
     * Whether the training reaches numbers outside the range of f32 at this step: a number or a learning rate is too
     * large, or the loss takes the logarithm of, or divides by, an output a (or 1 + a) that is 0 in f32 but not in f64.
     */
    private boolean isBeyondF32(Experiment experiment, long step) {
        if (experiment.spec().precision() != Precision.F32) {
            return false;
        }
        EngineSnapshot right = EngineSnapshot.of(experiment, reference, step);
        boolean tooLarge = Stream.concat(right.ofBatch().stream(), Stream.of(right.ofAll()))
                .flatMap(
                        trace -> trace.keys().stream().map(key -> trace.get(key).orElseThrow()))
                .anyMatch(tensor -> !isFinite(tensor.abs().max(), Precision.F32));
        return tooLarge
                || hasInfiniteRateIn32Bits(experiment, step)
                || isSingularIn32Bits(experiment.spec().loss(), right);
    }

    /** Whether a learning rate is infinite in f32. Its product with a gradient of 0 is NaN. */
    private boolean hasInfiniteRateIn32Bits(Experiment experiment, long step) {
        try (PerturbableRun run = reference.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() == step) {
                    return IntStream.rangeClosed(1, experiment.spec().layers().size())
                            .anyMatch(layer -> !isFinite(run.learningRate(layer, batch), Precision.F32));
                }
            }
        }
        return false;
    }

    private static boolean isSingularIn32Bits(Loss loss, EngineSnapshot right) {
        DoublePredicate isLost;
        if (loss instanceof Loss.KlDivergence || loss instanceof Loss.Poisson) {
            isLost = a -> a != 0 && abs(a) < Float.MIN_NORMAL;
        } else if (loss instanceof Loss.MeanSquaredLogarithmicError) {
            isLost = a -> a > -1 && a + 1 <= 2 * Math.ulp(1f); // two engines may round it differently
        } else {
            return false;
        }
        int last = right.experiment().spec().layers().size();
        return right.both(Quantity.ACTIVATION, last)
                .flatMapToDouble(outputs -> Arrays.stream(outputs.toRowMajor()))
                .anyMatch(isLost);
    }

    private static FuzzResult disagreement(NetworkSpec spec, CheckResult result, Optional<Difference> first) {
        String message = first.map(DifferentialTester::text)
                .or(() -> result.local().systematic().stream().findFirst().map(SystematicError::toString))
                .orElse("nothing was compared");
        return new FuzzResult(spec, FuzzResult.Outcome.DISAGREES, Optional.empty(), Optional.of(result), message);
    }

    /** Whether a number of the reference, which always computes in f64, is finite in the engine's precision. */
    private static boolean isFinite(double value, Precision precision) {
        return precision == Precision.F32 ? Math.abs(value) <= Float.MAX_VALUE : Double.isFinite(value);
    }

    private static String text(Difference difference) {
        String many = difference.beyond() == 0
                ? ""
                : ", in " + difference.beyond() + " of " + difference.elements() + " elements; the worst is "
                        + difference.excess() + " times its bound";
        String numbers = Double.isNaN(difference.actual()) && Double.isNaN(difference.expected())
                ? ""
                : ": " + difference.actual() + " where the reference has " + difference.expected();
        String detail = difference.detail().isEmpty() ? "" : "; " + difference.detail();
        return difference.key() + numbers + many + detail;
    }
}
