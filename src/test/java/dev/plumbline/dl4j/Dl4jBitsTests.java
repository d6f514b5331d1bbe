package dev.plumbline.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A recorded training ends with the same bits as a plain loop around {@code MultiLayerNetwork.fit}, over the whole
 * vocabulary. So a check compares the reference with the numbers of plain DL4J.
 */
@Slow
class Dl4jBitsTests {

    @Test
    void aRecordedTrainingEndsWithTheBitsOfFit() {
        List<NetworkSpec> networks = WholeVocabulary.networks().toList();
        assertTrue(networks.size() > 1_800, "of " + networks.size() + " networks; no pair may be missing");
        networks.forEach(Dl4jBitsTests::assertEndsWithTheBitsOfFit);
    }

    private static void assertEndsWithTheBitsOfFit(NetworkSpec spec) {
        Experiment experiment = WholeVocabulary.experiment(spec);
        HandWritten expected = new HandWritten(experiment);
        try (Run run = new Dl4jEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                expected.fit(batch);
                run.step(batch);
            }
            assertArrayEquals(bits(expected.parameters()), bits(HandWritten.parametersOf(run.weights())), spec::name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVocabularyHasEveryLearningRate(LearningRate.ScheduleUnit per) {
        Set<Class<?>> changing = WholeVocabulary.changingRates(per).stream()
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertEquals(
                Stream.of(LearningRate.class.getPermittedSubclasses())
                        .filter(rate -> rate != LearningRate.Constant.class)
                        .collect(Collectors.toSet()),
                changing);
    }

    /** As bits, because 0.0 and -0.0 are equal as numbers. */
    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
