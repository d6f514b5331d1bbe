package dev.plumbline.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.HandRolledSubject;
import dev.plumbline.report.check.DiagnosisText;
import dev.plumbline.report.check.DiagnosisText.Language;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The check of {@code plumbline check --against} for a network of a library, without DL4J. */
final class Audit {
    /** The library computes in 64 bits; its sums may be in another order. */
    private static final double ROUNDING = 1e-13;

    private final ThreeWayResult result;

    private Audit(ThreeWayResult result) {
        this.result = result;
    }

    /** Trains a network with the library, and compares each step with the reference. */
    static Audit of(NetworkSpec expected, Supplier<? extends HandRolledNetwork> library) {
        HandRolledSubject subject = new HandRolledSubject("the library", library);
        return new Audit(new ThreeWayCheck(Experiment.of(expected), Optional.empty()).run(subject));
    }

    /** Asserts that every recorded tensor is the reference's, up to rounding. */
    void agrees() {
        assertTrue(result.agrees(), this::text);
        LaneResult steps = result.freely().local().orElseThrow();
        double largest = steps.largest().map(Difference::relative).orElse(0.0);
        assertTrue(largest < ROUNDING, () -> "largest relative difference: " + largest);
    }

    /** Asserts the place of the first difference, and the mistakes that explain it; none if no known one does. */
    void differs(long step, int layer, Quantity quantity, Mistake... mistakes) {
        assertTrue(!result.agrees(), "the library agrees");
        Finding finding = result.diagnosis().findings().get(0);
        assertEquals(step, finding.first().step(), this::text);
        assertEquals(layer, finding.first().layer(), this::text);
        assertEquals(quantity, finding.first().quantity(), this::text);
        assertEquals(
                List.of(mistakes),
                finding.explanations().stream().map(Explanation::mistake).toList(),
                this::text);
    }

    private String text() {
        return DiagnosisText.of(result.diagnosis(), result.subject(), Language.JAVA, Style.PLAIN);
    }
}
