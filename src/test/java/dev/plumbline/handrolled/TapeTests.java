package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TapeTests {
    private final Tape tape = new Tape(7, 2);

    private static void refuses(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void recordsEveryQuantityByItsName() {
        double[][] w = {{1, 2}};
        double[] b = {3, 4};
        tape.Z(1, w)
                .A(1, w)
                .dZ(1, w)
                .dW(1, w)
                .uW(1, w)
                .W(1, w)
                .db(1, b)
                .ub(1, b)
                .b(1, b)
                .loss(5);

        assertEquals(10, tape.trace().size());
        assertEquals(Optional.of(Matrix.of(w)), tape.trace().get(Quantity.WEIGHTS, 1));
        assertEquals(Optional.of(Matrix.row(b)), tape.trace().get(Quantity.BIAS, 1));
        assertEquals(Optional.of(Matrix.row(5)), tape.trace().get(Quantity.LOSS, 2));
        for (Quantity quantity : Quantity.values()) {
            boolean isMemory = quantity.symbol().startsWith("m");
            int layer = quantity == Quantity.LOSS ? 2 : 1;
            assertEquals(!isMemory, tape.trace().get(quantity, layer).isPresent(), quantity.symbol());
        }
    }

    @Test
    void copiesImmediately() {
        double[][] w = {{1, 2}};
        tape.W(1, w);
        w[0][0] = 9;
        assertEquals(Optional.of(Matrix.row(1, 2)), tape.trace().get(Quantity.WEIGHTS, 1));
    }

    @Test
    void recordsNoBiasOfALayerWithoutBias() {
        tape.db(1, new double[0]);
        assertTrue(tape.trace().get(Quantity.BIAS_GRADIENT, 1).isEmpty());
    }

    @Test
    void reportsErrorsWithStepAndLayer() {
        double[][] w = {{1, 2}};
        refuses("step 7, activation: there is no layer 3; layers count from 1, and the last is 2", () -> tape.A(3, w));
        refuses(
                "step 7, weight gradient: there is no layer 0; layers count from 1, and the last is 2",
                () -> tape.dW(0, w));
        refuses(
                "step 7, layer 2, delta: row 0 has 2 numbers, and row 1 has 1",
                () -> tape.dZ(2, new double[][] {{1, 2}, {3}}));
        refuses("step 7, layer 2, pre-activation: row 1 is null", () -> tape.Z(2, new double[][] {{1}, null}));
        refuses("step 7, layer 1, updated weights is null", () -> tape.W(1, null));
        refuses("step 7, layer 1, updated bias: row 0 is null", () -> tape.b(1, null));
        refuses("step 7, layer 1, activation has no rows", () -> tape.A(1, new double[0][]));
        refuses("step 7, layer 1, activation: row 0 has no numbers", () -> tape.A(1, new double[1][0]));
        tape.A(1, w);
        refuses("step 7, layer 1, activation was recorded twice in one step", () -> tape.A(1, w));
        assertEquals(1, tape.trace().size());
    }
}
