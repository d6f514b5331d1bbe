package dev.plumbline.selftest;

import static dev.plumbline.selftest.CodingConvention.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Sample;
import dev.plumbline.Slow;
import dev.plumbline.selftest.DiagnosisBenchmark.Outcome;
import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mistake is named in whatever convention the network is written, and never a second one that undoes it. A build tests a
 * part of the styles; the slow tests, all.
 */
class MistakesInConventionsTests {
    /** Conventions as they come together in the code that people write. */
    private static final List<Set<CodingConvention>> STYLES = List.of(
            EnumSet.of(TARGET_MINUS_OUTPUT, UPDATES_ADDED),
            EnumSet.of(MEAN_IN_DELTA),
            EnumSet.of(RATE_IN_DELTA, RATE_IN_GRADIENT),
            EnumSet.of(TARGET_MINUS_OUTPUT, UPDATES_ADDED, MEAN_IN_DELTA),
            EnumSet.of(TARGET_MINUS_OUTPUT, UPDATES_ADDED, RATE_IN_DELTA, RATE_IN_GRADIENT),
            EnumSet.of(MEAN_IN_UPDATE, RATE_OUTSIDE_UPDATE),
            EnumSet.of(TARGET_MINUS_OUTPUT, UPDATES_ADDED, MEAN_IN_DELTA, TRANSPOSED, EXAMPLES_IN_COLUMNS),
            EnumSet.of(MEAN_IN_DELTA, RATE_IN_DELTA, RATE_IN_GRADIENT),
            EnumSet.of(TARGET_MINUS_OUTPUT, UPDATES_ADDED, BIAS_AS_LAST_INPUT, ONES_COLUMN),
            EnumSet.of(ACTIVATION_IN_PLACE, MEAN_IN_DELTA, WEIGHTS_BEFORE_UPDATE));

    private static final List<InjectedFault> AT_THE_OUTPUT = List.of(
            InjectedFault.SLOPE_FORGOTTEN,
            InjectedFault.TWO_TOO_MANY,
            InjectedFault.ERROR_SQUARED,
            InjectedFault.SLOPE_OF_ACTIVATED,
            InjectedFault.TARGETS_ONE_ROW_OFF);

    /** Of these the order of the examples is a part: in another order the mistake is another one. */
    private static final Set<InjectedFault> OF_THE_ORDER =
            EnumSet.of(InjectedFault.UPDATED_PER_EXAMPLE, InjectedFault.TARGETS_ONE_ROW_OFF, InjectedFault.BROADCAST);

    private final DiagnosisBenchmark test = new DiagnosisBenchmark(8111);

    static List<Pair> pairs() {
        boolean all = System.getProperty("plumbline.styles", "").equals("all");
        Stream<Pair> pairs = IntStream.range(0, STYLES.size())
                .boxed()
                .flatMap(i -> (all ? Stream.of(0, 1) : Stream.of(i / 2 % 2))
                        .map(half -> new Pair(
                                AT_THE_OUTPUT.get((i + 2 * half) % AT_THE_OUTPUT.size()),
                                STYLES.get(i),
                                (i + half) % 2 == 1)));
        return Sample.of(pairs.toList(), 7);
    }

    record Pair(InjectedFault fault, Set<CodingConvention> style, boolean reordered) {
        Set<CodingConvention> conventions() {
            Set<CodingConvention> all = EnumSet.copyOf(style);
            if (reordered && !OF_THE_ORDER.contains(fault)) {
                all.add(EXAMPLES_REORDERED);
            }
            return all;
        }
    }

    /** A mistake in the first delta hides each of these conventions, and so does another order of the examples. */
    @ParameterizedTest
    @MethodSource("pairs")
    void areNamedAtTheOutput(Pair pair) {
        Outcome all = test.inject(pair.fault(), pair.conventions(), TraceLevel.EVERYTHING, 0);
        assertEquals(Verdict.NAMED, all.verdict(), all::diagnosed);
    }

    /** Weights of the time before each update, and nothing else: no tensor then matches, in this convention or without. */
    @ParameterizedTest
    @EnumSource(names = {"DIVIDED_BY_HALF_THE_BATCH", "RATE_TWICE", "BIAS_FORGOTTEN", "OTHER_OPTIMIZER"})
    void areNamedInWeightsBeforeTheUpdate(InjectedFault fault) {
        Outcome weights = test.inject(fault, EnumSet.of(WEIGHTS_BEFORE_UPDATE), TraceLevel.WEIGHTS, 0);
        assertEquals(Verdict.NAMED, weights.verdict(), weights::diagnosed);
    }

    /** Every eleventh mistake in a style or convention; before a release, {@code -Dplumbline.styles=all} tests all in all. */
    @Slow
    @Test
    void areNamedInEveryStyle() {
        boolean all = System.getProperty("plumbline.styles", "").equals("all");
        List<String> wrong = new ArrayList<>();
        InjectedFault[] faults = InjectedFault.values();
        for (int i = 0; i < faults.length; i += all ? 1 : 11) {
            for (Set<CodingConvention> style : all ? everyStyle() : List.of(styleOf(i / 11))) {
                wrong.addAll(contradictions(faults[i], new Pair(faults[i], style, i % 2 == 0).conventions(), i % 3));
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<Set<CodingConvention>> everyStyle() {
        return Stream.concat(
                        STYLES.stream(),
                        Stream.of(CodingConvention.values())
                                .filter(convention -> convention != EXAMPLES_REORDERED)
                                .map(Set::of))
                .toList();
    }

    private static Set<CodingConvention> styleOf(int number) {
        List<Set<CodingConvention>> all = everyStyle();
        return all.get(number % all.size());
    }

    /** What the levels of evidence say that is false, or that a level with less of it contradicts. */
    private List<String> contradictions(InjectedFault fault, Set<CodingConvention> conventions, int network) {
        List<String> wrong = new ArrayList<>();
        Outcome weights = test.inject(fault, conventions, TraceLevel.WEIGHTS, network);
        for (TraceLevel level : TraceLevel.values()) {
            Outcome outcome = level == TraceLevel.WEIGHTS ? weights : test.inject(fault, conventions, level, network);
            boolean isLess = level == TraceLevel.EVERYTHING && outcome.verdict() != Verdict.NAMED;
            boolean isAlternative = weights.verdict() != Verdict.CONFUSED
                    && List.of(weights.diagnosed().split(" or ")).contains(outcome.diagnosed());
            if (outcome.verdict() == Verdict.CONFUSED && !isAlternative
                    || isLess && weights.verdict() == Verdict.NAMED) {
                wrong.add(fault + " " + conventions + ", network " + network + ", " + level + ": " + outcome.diagnosed()
                        + "; weights: " + weights.diagnosed());
            }
        }
        return wrong;
    }

    /** Right networks in every style, in another order of their examples. */
    @ParameterizedTest
    @MethodSource("styles")
    void anotherOrderOfTheExamplesHidesNoConvention(Set<CodingConvention> style) {
        Set<CodingConvention> conventions = EnumSet.copyOf(style);
        conventions.add(EXAMPLES_REORDERED);
        for (int network = 0; network < 3; network++) {
            assertEquals(
                    "nothing",
                    test.right(conventions, TraceLevel.EVERYTHING, network).diagnosed());
        }
    }

    static List<Set<CodingConvention>> styles() {
        return Sample.of(STYLES, 4);
    }
}
