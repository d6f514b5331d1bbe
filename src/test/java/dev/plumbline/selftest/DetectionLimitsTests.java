package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.LimitRun.Extent;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.spec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the page of the limits of detection says is held to in a sample of it. */
@Slow
class DetectionLimitsTests {
    private static final double BOUNDS = 4;

    /** Measured once for all tests. */
    private static final DetectionLimits LIMITS =
            new LimitRun(new ReferenceEngine(), new Dl4jEngine(), Extent.QUICK, 1, 1).run(done -> {});

    private static List<Measurement> measured(Predicate<Measurement> chosen) {
        List<Measurement> measurements =
                LIMITS.measurements().stream().filter(chosen).toList();
        assertFalse(measurements.isEmpty());
        return measurements;
    }

    private static void assertNone(Predicate<Measurement> isTooLarge, Predicate<Measurement> chosen) {
        assertEquals(List.of(), measured(chosen).stream().filter(isTooLarge).toList());
    }

    @Test
    void oneElementFourBoundsOffIsFoundInTheVeryStep() {
        assertNone(
                each -> !(each.foundBounds() <= BOUNDS),
                each -> each.where() == Where.RECORD && each.shape().isElement());
    }

    @Test
    void aWholeTensorFourBoundsOffIsFoundInTheVeryStep() {
        assertNone(
                each -> !(each.foundBounds() <= BOUNDS),
                each -> each.where() == Where.RECORD && each.shape() == ErrorShape.TENSOR);
    }

    @Test
    void aTurnedSignIsFoundInARowHoweverSmall() {
        assertNone(
                each -> each.passed() > 0,
                each -> each.where() == Where.RECORD && each.shape() == ErrorShape.SIGN_OF_ROW);
        assertNone(
                each -> each.passed() > 0,
                each -> each.where() == Where.CODE && each.shape() == ErrorShape.SIGN_OF_ROW);
    }

    @Test
    void aForgottenInputIsFoundInTheFirstStep() {
        assertNone(each -> !(each.found() <= 1), each -> each.shape() == ErrorShape.FORGOTTEN_INPUT);
    }

    @Test
    void everythingThatIsRequiredIsSo() {
        assertEquals(
                List.of(),
                LIMITS.requirements().stream()
                        .filter(each -> !each.isMet())
                        .map(Requirement::sentence)
                        .toList());
    }

    @Test
    void thePublishedPageSaysSo() throws IOException {
        String page = Files.readString(Path.of("src/docs/limits.md"));

        assertTrue(page.contains("\n- met: "), "src/docs/limits.md");
        assertFalse(page.contains("not met"), "src/docs/limits.md");
    }

    /** The margin of the page covers networks that are not among those of the page. */
    @Test
    void thePublishedLimitOfWeightsAloneHoldsForOtherNetworks() throws IOException {
        double published = Files.readString(Path.of("src/docs/limits.md"))
                .lines()
                .filter(line -> line.startsWith("| whole tensor, weights | f64 |"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\|")[3].strip()))
                .findFirst()
                .orElseThrow();
        LimitNetwork network = new LimitNetwork(Precision.F64, 3, LimitNetwork.OPTIMIZERS.get(0), 5, 1001);
        List<Measurement> limits = new CodeLimits(network, network.experiment(), TraceLevel.WEIGHTS)
                .ofSizes(new ReferenceEngine(), List.of(ErrorShape.TENSOR));
        assertEquals(
                List.of(),
                limits.stream().filter(each -> each.found() > published).toList());
    }
}
