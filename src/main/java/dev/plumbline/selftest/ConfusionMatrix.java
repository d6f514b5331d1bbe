package dev.plumbline.selftest;

import dev.plumbline.selftest.SelfTest.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every planted mistake was called, at each level of evidence.
 *
 * @param seed from which the networks were drawn
 * @param networks how many there were for each mistake, and for each way of writing a right one
 * @param levels what single mistakes were called, a table for each level
 * @param right what networks without a mistake were called, likewise
 * @param pairs what two mistakes at once were called, with a full trace; a row for each pair
 * @param mutations what mistakes of no catalogue were called, with a full trace; a row for each
 * @param seconds how long it took
 */
public record ConfusionMatrix(
        long seed, int networks, List<Table> levels, List<Table> right, Table pairs, Table mutations, double seconds) {
    private static final int HUNDRED = 100;

    public ConfusionMatrix {
        levels = List.copyOf(levels);
        right = List.copyOf(right);
    }

    /**
     * The diagnoses at one level of evidence.
     *
     * @param shows what the networks show
     * @param rows one for each thing that was planted
     */
    public record Table(TraceLevel shows, List<Row> rows) {
        public Table {
            rows = List.copyOf(rows);
        }

        /** All rows in one. */
        public Row total() {
            return new Row(
                    "all", rows.stream().flatMap(row -> row.outcomes().stream()).toList());
        }
    }

    /**
     * The diagnoses of one thing that was planted.
     *
     * @param label what was planted
     * @param outcomes network after network
     */
    public record Row(String label, List<SelfTest.Outcome> outcomes) {
        public Row {
            outcomes = List.copyOf(outcomes);
        }

        /** How many diagnoses came to one of these. */
        public int count(Verdict... verdicts) {
            List<Verdict> wanted = Arrays.asList(verdicts);
            return Math.toIntExact(outcomes.stream()
                    .filter(outcome -> wanted.contains(outcome.verdict()))
                    .count());
        }

        /** What it was called where it came to this, and how often. */
        public Map<String, Integer> called(Verdict verdict) {
            Map<String, Integer> found = new TreeMap<>();
            outcomes.stream()
                    .filter(outcome -> outcome.verdict() == verdict)
                    .forEach(outcome -> found.merge(outcome.called(), 1, Integer::sum));
            return found;
        }

        /** How many leave something to see. */
        public int visible() {
            return outcomes.size() - count(Verdict.NO_TRACE);
        }

        private boolean isShare(int of, int all, int percent) {
            return HUNDRED * of >= percent * all;
        }

        boolean isNamed(int percent) {
            return isShare(count(Verdict.NAMED), outcomes.size(), percent);
        }

        boolean isNamedOrAmong(int percent) {
            return isShare(count(Verdict.NAMED, Verdict.AMONG), visible(), percent);
        }
    }

    /**
     * What the diagnosis is held to.
     *
     * @param sentence what is required
     * @param isMet whether it is so
     */
    public record Requirement(String sentence, boolean isMet) {}

    /** All of them. */
    public List<Requirement> requirements() {
        Table full = level(TraceLevel.EVERYTHING);
        return List.of(
                new Requirement(
                        "full trace: every mistake is named in at least 99 of 100",
                        full.rows().stream().allMatch(row -> row.isNamed(99))),
                new Requirement(
                        "no right network is accused",
                        right.stream().allMatch(table -> table.total().isNamed(HUNDRED))),
                new Requirement(
                        "weights only: of 100 that leave a trace, at least 90 are named, or said to be one of several",
                        level(TraceLevel.WEIGHTS).total().isNamedOrAmong(90)),
                new Requirement(
                        "two mistakes at once, full trace: both are named in at least 90 of 100",
                        pairs.total().isNamed(90)),
                new Requirement(
                        "mistakes of no catalogue: at most 2 in 1,000 are given the name of one",
                        1000 * mutations.total().count(Verdict.CONFUSED)
                                <= 2 * mutations.total().outcomes().size()));
    }

    /** The single mistakes at one level of evidence. */
    public Table level(TraceLevel shows) {
        return levels.stream()
                .filter(table -> table.shows() == shows)
                .findFirst()
                .orElseThrow();
    }

    /** Whether all that is required is so. */
    public boolean isGood() {
        return requirements().stream().allMatch(Requirement::isMet);
    }
}
