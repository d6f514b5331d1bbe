package dev.plumbline.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ExactSumsTests {
    @Test
    void losesNothing() {
        assertEquals(1, sum(1e308, 1, -1e308));
        assertEquals(Double.MIN_VALUE, sum(1e300, Double.MIN_VALUE, -1e300));
        assertEquals(0.0, sum());
        assertEquals(-3.0, sum(-1, -2));
    }

    @Test
    void roundsOnceToTheNearestEven() {
        double half = Math.ulp(1.0) / 2;
        assertEquals(1, sum(1, half));
        assertEquals(1 + 4 * half, sum(1 + 2 * half, half));
        assertEquals(1 + 2 * half, sum(1, half, Double.MIN_VALUE));
        assertEquals(-1 - 2 * half, sum(-1, -half, -Double.MIN_VALUE));
        assertEquals(Double.POSITIVE_INFINITY, sum(Double.MAX_VALUE, Double.MAX_VALUE));
        assertEquals(Double.MAX_VALUE, sum(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE));
    }

    @Test
    void keepsTheRulesForNumbersThatAreNotFinite() {
        assertEquals(Double.POSITIVE_INFINITY, sum(1, Double.POSITIVE_INFINITY));
        assertEquals(Double.NaN, sum(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertEquals(Double.NaN, sum(Double.NaN, 1));
    }

    /** Many terms of all sizes and both signs, in several orders and several parts, against exact decimal numbers. */
    @RepeatedTest(20)
    void dependsNeitherOnTheOrderNorOnTheParts(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int range = 1 + 100 * (repetition.getCurrentRepetition() % 11);
        List<Double> terms = new ArrayList<>();
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < 5000; i++) {
            double term = Math.scalb(random.nextGaussian(), random.nextInt(2 * range) - range);
            term = Double.isFinite(term) && Math.abs(term) < 1e300 ? term : 1;
            terms.add(term);
            exact = exact.add(new BigDecimal(term));
        }
        for (int parts = 1; parts <= 3; parts++) {
            Collections.shuffle(terms, random);
            ExactSums sums = new ExactSums(2);
            for (int part = 0; part < parts; part++) {
                ExactSums other = new ExactSums(2);
                for (int i = part; i < terms.size(); i += parts) {
                    other.add(1, terms.get(i));
                }
                sums.merge(other);
            }
            assertEquals(exact.doubleValue(), sums.of(1));
            assertEquals(0, sums.of(0));
        }
    }

    @Test
    void mergesOnlyAsManySums() {
        assertThrows(IllegalArgumentException.class, () -> new ExactSums(1).merge(new ExactSums(2)));
    }

    private static double sum(double... terms) {
        ExactSums sums = new ExactSums(1);
        for (double term : terms) {
            sums.add(0, term);
        }
        return sums.of(0);
    }
}
