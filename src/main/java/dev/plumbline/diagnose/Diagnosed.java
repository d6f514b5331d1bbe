package dev.plumbline.diagnose;

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
 */
record Diagnosed(CanonicalSubject subject, Diagnosis diagnosis, List<Hypothesis> accepted, boolean isExhaustive) {
    Diagnosed {
        accepted = List.copyOf(accepted);
    }

    /** A copy with another diagnosis, of this or of another reading of the network. */
    Diagnosed with(CanonicalSubject other, Diagnosis corrected) {
        return new Diagnosed(other, corrected, accepted, isExhaustive);
    }

    int cost() {
        return ExplanationCost.of(diagnosis);
    }
}
