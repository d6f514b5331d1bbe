package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Either engine's check finds a mistake in an option of a layer and names its place. */
class OptionMistakeTests {
    static Stream<Arguments> everyMistake() {
        return Arrays.stream(OptionMistake.values())
                .flatMap(mistake -> Stream.of(new ReferenceEngine(), new Dl4jEngine())
                        .map(engine -> Arguments.of(mistake, engine.name(), engine)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("everyMistake")
    void findsAMistakeInItsPlace(OptionMistake mistake, String name, Engine engine) {
        CheckResult result =
                new Check(new ReferenceEngine(), mistake.engine(engine)).run(Experiment.of(mistake.network()));

        assertFalse(result.agrees(), name);
        int layer = mistake.firstSeen == Quantity.LOSS ? 3 : 2; // the loss is the last layer's
        assertEquals(
                Optional.of(new Key(0, mistake.firstSeen, layer)),
                result.firstDifference().map(Difference::key),
                name);
    }
}
