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
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trains networks on two engines, and says what came of each. */
public final class Trials {
    private final Check check;
    private final PerturbableEngine reference;
    private final Engine engine;

    /**
     * Trials of an engine.
     *
     * @param reference what is held to be right
     * @param engine what is tried
     */
    public Trials(PerturbableEngine reference, Engine engine) {
        this.check = new Check(reference, engine);
        this.reference = reference;
        this.engine = engine;
    }

    /** Whether the training itself leads to finite numbers alone, so that all of it can be compared. */
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

    /** Trains one network, whose data stand in it. */
    public Trial of(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        CheckResult result;
        try {
            result = check.run(experiment);
        } catch (RuntimeException thrown) {
            // Whatever an engine throws on a network that was accepted is a finding, and the next network is to be
            // tried.
            return new Trial(spec, Trial.Outcome.DISAGREES, Optional.empty(), Optional.empty(), "threw " + thrown);
        }
        if (result.agrees()) {
            return new Trial(spec, Trial.Outcome.AGREES, Optional.empty(), Optional.of(result), "");
        }
        Optional<Difference> first = result.firstDifference();
        if (first.isEmpty()) {
            return disagreement(spec, result, first);
        }
        Difference difference = first.get();
        if (difference.kind() == Difference.Kind.NOT_FINITE
                && !isFinite(difference.expected(), spec.precision())
                && !Double.isFinite(difference.actual())) {
            return excused(spec, Trial.Outcome.FAILS_ON_BOTH, Optional.empty(), result);
        }
        Optional<KnownDefect> known = KnownDefect.of(experiment, difference, engine);
        if (known.isPresent()) {
            return excused(spec, Trial.Outcome.KNOWN, known, result);
        }
        return isOverflow(difference)
                                && isBeyondF32(experiment, difference.key().step())
                        || isOfEvaluation(difference)
                                && comesToInfinity(experiment, difference.key().step())
                ? excused(spec, Trial.Outcome.BEYOND_F32, Optional.empty(), result)
                : disagreement(spec, result, first);
    }

    /** Whether it may be what an overflow makes, or what is left where one is divided by. */
    private static boolean isOverflow(Difference difference) {
        return difference.kind() == Difference.Kind.NOT_FINITE
                || difference.kind() == Difference.Kind.DIFFERS && difference.actual() == 0;
    }

    /** Of an evaluation only the outputs are seen: what is infinite below them may have become a number again. */
    private static boolean isOfEvaluation(Difference difference) {
        return difference.detail().contains("evaluated");
    }

    /** Whether on the way to the outputs of all examples there are numbers that are too large for 32 bits. */
    private boolean comesToInfinity(Experiment experiment, long step) {
        if (experiment.spec().precision() != Precision.F32) {
            return false;
        }
        StepTrace right = Witness.of(experiment, reference, step).ofAll();
        return IntStream.rangeClosed(1, right.layers())
                .boxed()
                .flatMap(layer -> right.get(Quantity.PRE_ACTIVATION, layer).stream())
                .anyMatch(z -> !isFinite(z.abs().max(), Precision.F32));
    }

    private static Trial excused(
            NetworkSpec spec, Trial.Outcome outcome, Optional<KnownDefect> known, CheckResult result) {
        String message = result.firstDifference().map(Trials::text).orElse("");
        return new Trial(spec, outcome, known, Optional.of(result), message);
    }

    /**
     * Whether the training itself comes at this step to numbers that 32 bits do not hold: they, or a learning rate, are too
     * large, or they are outputs that are 0 there, and not here, of which the loss takes the logarithm or by which it divides; or 1 + a is.
     */
    private boolean isBeyondF32(Experiment experiment, long step) {
        if (experiment.spec().precision() != Precision.F32) {
            return false;
        }
        Witness right = Witness.of(experiment, reference, step);
        boolean tooLarge = Stream.concat(right.ofBatch().stream(), Stream.of(right.ofAll()))
                .flatMap(
                        trace -> trace.keys().stream().map(key -> trace.get(key).orElseThrow()))
                .anyMatch(tensor -> !isFinite(tensor.abs().max(), Precision.F32));
        return tooLarge
                || hasInfiniteRateIn32Bits(experiment, step)
                || isSingularIn32Bits(experiment.spec().loss(), right);
    }

    /** Times a gradient of 0, such a rate is NaN. */
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

    private static boolean isSingularIn32Bits(Loss loss, Witness right) {
        DoublePredicate isLost;
        if (loss instanceof Loss.KlDivergence || loss instanceof Loss.Poisson) {
            isLost = a -> a != 0 && abs(a) < Float.MIN_NORMAL;
        } else if (loss instanceof Loss.MeanSquaredLogarithmicError) {
            isLost = a -> a > -1 && a + 1 <= 2 * Math.ulp(1f); // two engines may round it to either side
        } else {
            return false;
        }
        int last = right.experiment().spec().layers().size();
        return right.both(Quantity.ACTIVATION, last)
                .flatMapToDouble(outputs -> Arrays.stream(outputs.toRowMajor()))
                .anyMatch(isLost);
    }

    private static Trial disagreement(NetworkSpec spec, CheckResult result, Optional<Difference> first) {
        String message = first.map(Trials::text)
                .or(() -> result.local().systematic().stream().findFirst().map(SystematicError::toString))
                .orElse("nothing was compared");
        return new Trial(spec, Trial.Outcome.DISAGREES, Optional.empty(), Optional.of(result), message);
    }

    /** Whether the engine could have this number; the reference calculates in 64 bits also where the engine does not. */
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
