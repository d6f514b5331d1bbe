package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitRunTests {
    private static final Optimizer SGD = LimitNetwork.OPTIMIZERS.get(0);

    @Test
    void everyOptimizerIsMeasured() {
        Set<Class<?>> measured =
                LimitNetwork.OPTIMIZERS.stream().map(Object::getClass).collect(Collectors.toSet());

        assertEquals(Set.copyOf(Arrays.asList(Optimizer.class.getPermittedSubclasses())), measured);
    }

    @Test
    void aTrainingThatIsWrongWithoutAnErrorIsRefused() {
        LimitNetwork network = new LimitNetwork(Precision.F64, 3, SGD, 2, 1);
        TamperedReference wrong = TamperedReference.by(new Key(1, Quantity.WEIGHT_GRADIENT, 1), 0, 0, 1);

        assertThrows(IllegalStateException.class, () -> new RecordLimits(new ReferenceEngine(), wrong, network));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aLargeErrorInAWholeTensorIsFoundInItsStepAndNoLastDigitIs(Precision precision) {
        ReferenceEngine reference = new ReferenceEngine();
        LimitNetwork network = new LimitNetwork(precision, 3, SGD, 3, 1);
        List<Measurement> measurements = new RecordLimits(reference, reference, network)
                .ofLastStep(key -> key.quantity() != Quantity.LOSS, List.of(ErrorShape.TENSOR));

        assertEquals(18, measurements.size(), measurements.toString());
        for (Measurement each : measurements) {
            assertEquals(2, each.key().step());
            assertTrue(each.found() < 1, each.toString());
            assertTrue(each.passed() > precision.unitRoundoff(), each.toString());
        }
    }

    @Test
    void theLastStepAloneIsMeasuredFromTrainedWeights() {
        ReferenceEngine reference = new ReferenceEngine();
        LimitNetwork network = new LimitNetwork(Precision.F32, 3, SGD, 20, 1);
        Measurement measurement = RecordLimits.ofLastStepAlone(reference, reference, network)
                .ofLastStep(key -> key.quantity() == Quantity.LOSS, List.of(ErrorShape.LARGEST))
                .get(0);

        assertEquals(new Key(19, Quantity.LOSS, 2), measurement.key());
    }

    /** One network alone had published a limit that another passed. */
    @Test
    void thePublishedSizeIsTwiceTheLargestOfAllNetworks() {
        List<Measurement> measurements = new RecordLimits(
                        new ReferenceEngine(), new ReferenceEngine(), new LimitNetwork(Precision.F64, 3, SGD, 1, 1))
                .ofLastStep(key -> key.quantity() == Quantity.DELTA, List.of(ErrorShape.TENSOR));
        DetectionLimits.Limit limit = new DetectionLimits.Limit(measurements);

        assertEquals(
                2 * measurements.stream().mapToDouble(Measurement::found).max().orElseThrow(), limit.published());
    }
}
