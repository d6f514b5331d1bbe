package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.StepTrace;
import java.math.BigDecimal;

/** Whether a recording was written with as many digits as its numbers have. */
final class RecordedPrecision {
    /** Of those that need it, one number in ten has 17 digits, and nearly half of them 16. */
    private static final int FEW = 15;

    private RecordedPrecision() {}

    /** Whether every number of a step has at most 15 significant digits, as if it were printed with that many. */
    static boolean areFew(StepTrace shown) {
        return shown.keys().stream().allMatch(key -> areFew(shown.get(key).orElseThrow()));
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
