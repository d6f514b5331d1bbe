package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Comparator;
import java.util.Set;

/**
 * The first steps of a network, read in some conventions.
 *
 * @param conventions the conventions
 * @param mismatches the tensors that do not match
 */
record Reading(Set<Convention> conventions, Set<Key> mismatches) {
    /** The fewest mismatches, and among these the fewest conventions. */
    static final Comparator<Reading> FEWEST_MISMATCHES = Comparator.comparing(
                    (Reading reading) -> reading.mismatches().size())
            .thenComparing(reading -> reading.conventions().size());

    /** The fewest mistakes that can explain the mismatches, and among these the fewest conventions. */
    static final Comparator<Reading> FEWEST_MISTAKES = Comparator.comparing(Reading::kinds)
            .thenComparing(Comparator.comparing(reading -> reading.conventions().size()))
            .thenComparing(FEWEST_MISMATCHES);

    boolean fits() {
        return mismatches.isEmpty();
    }

    /**
     * Whether it is another reading with more conventions that change no mismatch. Weights of another time are other
     * numbers, also where they mismatch in the same tensors.
     */
    boolean addsNothingTo(Reading simpler) {
        return conventions.containsAll(simpler.conventions)
                && mismatches.equals(simpler.mismatches)
                && isBeforeUpdate() == simpler.isBeforeUpdate();
    }

    private boolean isBeforeUpdate() {
        return conventions.contains(Convention.WEIGHTS_BEFORE_UPDATE);
    }

    long mismatchesOf(Set<Quantity> quantities) {
        return mismatches.stream()
                .filter(key -> quantities.contains(key.quantity()))
                .count();
    }

    /** The number of different quantities that do not match; those of a weight and its bias count as one. */
    private long kinds() {
        return mismatches.stream()
                .map(key -> switch (key.quantity()) {
                    case BIAS_GRADIENT -> Quantity.WEIGHT_GRADIENT;
                    case BIAS_UPDATE -> Quantity.WEIGHT_UPDATE;
                    case BIAS -> Quantity.WEIGHTS;
                    default -> key.quantity();
                })
                .distinct()
                .count();
    }
}
