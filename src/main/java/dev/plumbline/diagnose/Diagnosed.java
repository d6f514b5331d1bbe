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
 */
record Diagnosed(CanonicalSubject subject, Diagnosis diagnosis, List<Hypothesis> accepted) {
    Diagnosed {
        accepted = List.copyOf(accepted);
    }
}
