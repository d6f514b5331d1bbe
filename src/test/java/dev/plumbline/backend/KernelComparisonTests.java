package dev.plumbline.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelComparisonTests {
    private static KernelTrial trial(Kernel kernel, double f64, double f32) {
        return new KernelTrial(kernel, List.of(f64, f64, f32, f32), Optional.empty());
    }

    private static KernelTrial faulty(Kernel kernel) {
        return new KernelTrial(kernel, List.of(), Optional.of("the product of 1×1 and 1×1 in f64 is wrong"));
    }

    private static Optional<Kernel> choice(KernelTrial usual, KernelTrial... candidates) {
        return new KernelComparison(Optional.of(usual), List.of(candidates)).choice();
    }

    private static final KernelTrial PRESCOTT = trial(Kernel.PRESCOTT, 8, 16);

    @Test
    void theFastestIsChosen() {
        assertEquals(
                Optional.of(Kernel.SKYLAKEX),
                choice(PRESCOTT, trial(Kernel.HASWELL, 20, 40), trial(Kernel.SKYLAKEX, 40, 80)));
    }

    @Test
    void aSmallGainLeavesTheChoiceToOpenBlas() {
        assertEquals(Optional.empty(), choice(PRESCOTT, trial(Kernel.HASWELL, 9, 18)));
        assertEquals(Optional.empty(), choice(PRESCOTT));
    }

    /** Cooperlake is faster in f32 and slower in f64: no clear gain. */
    @Test
    void theGainIsThatOfAllProducts() {
        assertEquals(Optional.empty(), choice(trial(Kernel.COOPERLAKE, 17, 140), trial(Kernel.SKYLAKEX, 25, 100)));
    }

    @Test
    void aWrongKernelIsNotChosenHoweverFast() {
        assertEquals(
                Optional.of(Kernel.HASWELL), choice(PRESCOTT, faulty(Kernel.SKYLAKEX), trial(Kernel.HASWELL, 20, 40)));
        assertEquals(Optional.empty(), choice(PRESCOTT, faulty(Kernel.SKYLAKEX)));
    }

    @Test
    void aRightKernelReplacesAWrongChoiceOfOpenBlas() {
        assertEquals(Optional.of(Kernel.HASWELL), choice(faulty(Kernel.PRESCOTT), trial(Kernel.HASWELL, 20, 40)));
    }

    @Test
    void nothingIsChosenWhereOpenBlasDoesNotStart() {
        assertEquals(Optional.empty(), new KernelComparison(Optional.empty(), List.of()).choice());
    }
}
