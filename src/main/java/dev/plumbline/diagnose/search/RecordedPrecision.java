package dev.plumbline.diagnose.search;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.StepTrace;
import java.math.BigDecimal;

/** Detects recordings that were written with too few digits. */
public final class RecordedPrecision {
    /** Of random numbers in full precision, half need 17 digits or 16. */
    private static final int FEW = 15;

    private RecordedPrecision() {}

    /** Whether every number of a step has at most 15 significant digits. */
    public static boolean areFew(StepTrace recorded) {
        return recorded.keys().stream().allMatch(key -> areFew(recorded.get(key).orElseThrow()));
    }

    private static boolean areFew(Matrix tensor) {
        for (double value : tensor.toRowMajor()) {
            if (Double.isFinite(value) && BigDecimal.valueOf(value).precision() > FEW) {
                return false;
            }
        }
        return true;
    }
}
