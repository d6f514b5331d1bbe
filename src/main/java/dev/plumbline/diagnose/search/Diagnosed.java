package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import java.util.List;

/**
 * A network that is diagnosed.
 *
 * @param subject the network as it was compared
 * @param accepted the mistakes with which every tensor matches that is not found to be unexplained
 * @param isExhaustive whether every combination of mistakes was tested where no single mistake explains a tensor
 * @param isFinished whether no mismatch remains beside those that are found
 */
public record Diagnosed(
        CanonicalSubject subject,
        Diagnosis diagnosis,
        List<Hypothesis> accepted,
        boolean isExhaustive,
        boolean isFinished) {
    private static final int FEW = 3;

    public Diagnosed {
        accepted = List.copyOf(accepted);
    }

    /** A copy with another diagnosis, of this or of another reading of the network. */
    public Diagnosed with(CanonicalSubject reading, Diagnosis corrected) {
        return new Diagnosed(reading, corrected, accepted, isExhaustive, isFinished);
    }

    /**
     * The number of steps before the first mistake that changes the weights. A few do not count: the first steps of a
     * momentum or of Adam hardly depend on what is computed.
     */
    public long rightSteps() {
        long first = diagnosis.findings().stream()
                .filter(ExplanationCost::isOfTraining)
                .mapToLong(finding -> finding.first().step())
                .min()
                .orElse(Long.MAX_VALUE);
        return first < FEW ? 0 : first;
    }

    public int cost() {
        return ExplanationCost.of(diagnosis) + (isFinished ? 0 : ExplanationCost.ofUnexplained());
    }
}
