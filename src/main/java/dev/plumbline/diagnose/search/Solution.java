package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Hypothesis;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Hypotheses that together explain a mismatch, and the mismatches that remain with them.
 *
 * @param hypotheses one, or two
 */
record Solution(List<Hypothesis> hypotheses, ReplayResult left) {
    /** Mistakes that explain much; a specific one that also fits is preferred. */
    private static final Set<Mistake> GENERAL = EnumSet.of(
            Mistake.OTHER_ACTIVATION,
            Mistake.OTHER_LOSS,
            Mistake.OTHER_LOSS_SLOPE,
            Mistake.OTHER_SLOPE,
            Mistake.OTHER_OPTIMIZER,
            Mistake.OTHER_PARAMETER,
            Mistake.OTHER_RATE,
            Mistake.TARGETS_PERMUTED,
            Mistake.SCALED);

    static boolean isGeneral(Mistake mistake) {
        return GENERAL.contains(mistake);
    }

    /** Whether one of its mistakes is general. */
    boolean isGeneral() {
        return hypotheses.stream().anyMatch(hypothesis -> isGeneral(hypothesis.mistake()));
    }

    boolean has(Mistake mistake) {
        return hypotheses.stream().anyMatch(hypothesis -> hypothesis.mistake() == mistake);
    }
}
