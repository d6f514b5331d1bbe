package dev.plumbline.fuzz;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.spec.NetworkSpec;
import java.util.Optional;

/**
 * One network, trained on both engines.
 *
 * @param spec the network
 * @param outcome what came of it
 * @param known of an overflow that is known, which
 * @param result the comparison; empty if the engine threw
 * @param message what happened, in a line; empty where all agrees
 */
public record Trial(
        NetworkSpec spec, Outcome outcome, Optional<KnownDefect> known, Optional<CheckResult> result, String message) {

    /** What may come of a network. */
    public enum Outcome {
        /** Every tensor of every step agrees. */
        AGREES,
        /** The training itself leads to numbers that are not finite, on both sides. */
        FAILS_ON_BOTH,
        /** The engine leaves the numbers of 32 bits, in which it calculates and the reference does not. */
        BEYOND_F32,
        /** The engine goes wrong where it is known to. */
        KNOWN,
        /** The two differ. */
        DISAGREES
    }

    /** Where the two first part, if they do. */
    public Optional<Difference> firstDifference() {
        return result.flatMap(CheckResult::firstDifference);
    }
}
