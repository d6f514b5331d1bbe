package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The causal order of keys, and the record of a step. */
class KeyTests {
    private static final Matrix ONE = Matrix.ones(1, 1);

    @Test
    void keysAreOrderedAsAStepComputesThem() {
        TreeSet<Key> keys = new TreeSet<>();
        for (long step : List.of(1L, Key.BEFORE_TRAINING, 0L)) {
            for (Quantity quantity : Quantity.values()) {
                for (int layer : List.of(2, 1)) {
                    keys.add(new Key(step, quantity, layer));
                }
            }
        }

        assertEquals(
                """
                step 0, layer 1, pre-activation
                step 0, layer 1, activation
                step 0, layer 2, pre-activation
                step 0, layer 2, activation
                step 0, layer 1, loss
                step 0, layer 2, loss
                step 0, layer 2, delta
                step 0, layer 2, weight gradient
                step 0, layer 2, bias gradient
                step 0, layer 1, delta
                step 0, layer 1, weight gradient
                step 0, layer 1, bias gradient
                step 0, layer 1, weight state 1
                step 0, layer 1, weight state 2
                step 0, layer 1, weight state 3
                step 0, layer 1, bias state 1
                step 0, layer 1, bias state 2
                step 0, layer 1, bias state 3
                step 0, layer 1, weight update
                step 0, layer 1, bias update
                step 0, layer 1, updated weights
                step 0, layer 1, updated bias
                step 0, layer 2, weight state 1
                step 0, layer 2, weight state 2
                step 0, layer 2, weight state 3
                step 0, layer 2, bias state 1
                step 0, layer 2, bias state 2
                step 0, layer 2, bias state 3
                step 0, layer 2, weight update
                step 0, layer 2, bias update
                step 0, layer 2, updated weights
                step 0, layer 2, updated bias""",
                String.join(
                        "\n",
                        keys.stream()
                                .filter(key -> key.step() == 0)
                                .map(Key::toString)
                                .toList()));
        assertEquals(Key.BEFORE_TRAINING, keys.first().step());
        assertEquals(1, keys.last().step());
    }

    @Test
    void theTensorsBeforeTrainingAreCalledInitial() {
        assertEquals(
                "before training, layer 2, initial weights",
                new Key(Key.BEFORE_TRAINING, Quantity.WEIGHTS, 2).toString());
        assertEquals(
                "before training, layer 2, initial bias", new Key(Key.BEFORE_TRAINING, Quantity.BIAS, 2).toString());
    }

    @Test
    void aStepRecordsEachTensorOnce() {
        StepTrace trace = new StepTrace(7, 2).record(Quantity.DELTA, 2, ONE);

        assertEquals(Optional.of(ONE), trace.get(Quantity.DELTA, 2));
        assertEquals(Optional.empty(), trace.get(Quantity.DELTA, 1));
        assertEquals(
                "step 7, layer 2, delta is already recorded",
                message(() -> trace.record(Quantity.DELTA, 2, Matrix.zeros(1, 1))));
        assertEquals(Optional.of(ONE), trace.get(Quantity.DELTA, 2));
    }

    @Test
    void refusesLayersThatDoNotExist() {
        StepTrace trace = new StepTrace(7, 2);

        assertEquals("layer 3 of a network with 2 layers", message(() -> trace.record(Quantity.DELTA, 3, ONE)));
        assertEquals("layer 0 of a network with 2 layers", message(() -> trace.record(Quantity.DELTA, 0, ONE)));
        assertEquals(Optional.empty(), trace.get(Quantity.DELTA, 3));
        assertEquals(Optional.empty(), trace.get(Quantity.DELTA, 0));
        assertEquals(List.of(), trace.keys());
    }

    @Test
    void theKeyOfAnotherStepHasNoTensor() {
        StepTrace trace = new StepTrace(7, 2).record(Quantity.DELTA, 2, ONE);

        assertEquals(Optional.of(ONE), trace.get(new Key(7, Quantity.DELTA, 2)));
        assertEquals(Optional.empty(), trace.get(new Key(8, Quantity.DELTA, 2)));
    }

    @Test
    void listsRecordedKeysInCausalOrder() {
        StepTrace trace = new StepTrace(7, 2);
        trace.record(Quantity.WEIGHTS, 1, ONE).record(Quantity.DELTA, 1, ONE).record(Quantity.DELTA, 2, ONE);

        assertEquals(
                "[step 7, layer 2, delta, step 7, layer 1, delta, step 7, layer 1, updated weights]",
                trace.keys().toString());
    }

    private static String message(org.junit.jupiter.api.function.Executable call) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
