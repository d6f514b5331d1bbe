package dev.plumbline.fuzz;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.spec.NetworkSpec;
import java.util.Optional;

/**
 * One network, trained on both engines.
 *
 * @param spec the network
 * @param outcome the outcome
 * @param known the known defect that explains the first difference, if the outcome is {@link Outcome#KNOWN}
 * @param result the comparison; empty if the engine threw
 * @param message a description in one line; empty if everything agrees
 */
public record FuzzResult(
        NetworkSpec spec, Outcome outcome, Optional<KnownDefect> known, Optional<CheckResult> result, String message) {

    /** The outcome of a trial. */
    public enum Outcome {
        /** Every tensor of every step agrees. */
        AGREES,
        /** The training itself leads to NaN or infinity on both sides. */
        FAILS_ON_BOTH,
        /** The engine computes in f32 and leaves its range; the reference computes in f64. */
        BEYOND_F32,
        /** The first difference is a known defect of the engine. */
        KNOWN,
        /** The engines differ without a known reason. */
        DISAGREES
    }

    /** The first difference, if there is one. */
    public Optional<Difference> firstDifference() {
        return result.flatMap(CheckResult::firstDifference);
    }
}
