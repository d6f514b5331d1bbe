package dev.plumbline.selftest;

import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The diagnoses of all injected mistakes, at each level of evidence.
 *
 * @param seed the seed of the networks
 * @param networks the number of networks for each mistake and each convention
 * @param levels the diagnoses of single mistakes, a table for each level
 * @param right the diagnoses of correct networks, a table for each level
 * @param pairs the diagnoses of two mistakes at once, with a full trace; a row for each pair
 * @param mutations the diagnoses of mistakes that are not in the catalogue, with a full trace; a row for each
 * @param seconds the duration
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
     * @param traceLevel what the networks record
     * @param rows a row for each injected mistake or convention
     */
    public record Table(TraceLevel traceLevel, List<Row> rows) {
        public Table {
            rows = List.copyOf(rows);
        }

        /** All rows combined. */
        public Row total() {
            return new Row(
                    "all", rows.stream().flatMap(row -> row.outcomes().stream()).toList());
        }
    }

    /**
     * The diagnoses of one injected mistake or convention.
     *
     * @param label the injected mistake or the convention
     * @param outcomes one for each network
     */
    public record Row(String label, List<DiagnosisBenchmark.Outcome> outcomes) {
        public Row {
            outcomes = List.copyOf(outcomes);
        }

        /** The number of diagnoses with one of these verdicts. */
        public int count(Verdict... verdicts) {
            List<Verdict> wanted = Arrays.asList(verdicts);
            return Math.toIntExact(outcomes.stream()
                    .filter(outcome -> wanted.contains(outcome.verdict()))
                    .count());
        }

        /** The named mistakes of the diagnoses with this verdict, and their numbers. */
        public Map<String, Integer> diagnosed(Verdict verdict) {
            Map<String, Integer> found = new TreeMap<>();
            outcomes.stream()
                    .filter(outcome -> outcome.verdict() == verdict)
                    .forEach(outcome -> found.merge(outcome.diagnosed(), 1, Integer::sum));
            return found;
        }

        /** The number of networks in which the mistake has a visible effect. */
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
     * A requirement on the diagnosis.
     *
     * @param sentence the requirement
     * @param isMet whether it is met
     */
    public record Requirement(String sentence, boolean isMet) {}

    /** All requirements. */
    public List<Requirement> requirements() {
        Table full = level(TraceLevel.EVERYTHING);
        return List.of(
                new Requirement(
                        "full trace: every mistake is named in at least 99 of 100 networks",
                        full.rows().stream().allMatch(row -> row.isNamed(99))),
                new Requirement(
                        "no correct network is flagged",
                        right.stream().allMatch(table -> table.total().isNamed(HUNDRED))),
                new Requirement(
                        "weights only: of 100 mistakes with a visible effect, at least 90 are named, alone or among"
                                + " alternatives",
                        level(TraceLevel.WEIGHTS).total().isNamedOrAmong(90)),
                new Requirement(
                        "two mistakes at once, full trace: both are named in at least 90 of 100",
                        pairs.total().isNamed(90)),
                new Requirement(
                        "mistakes that are not in the catalogue: at most 2 in 1,000 are named as a known one",
                        1000 * mutations.total().count(Verdict.CONFUSED)
                                <= 2 * mutations.total().outcomes().size()));
    }

    /** The single mistakes at one level of evidence. */
    public Table level(TraceLevel traceLevel) {
        return levels.stream()
                .filter(table -> table.traceLevel() == traceLevel)
                .findFirst()
                .orElseThrow();
    }

    /** Whether all requirements are met. */
    public boolean isGood() {
        return requirements().stream().allMatch(Requirement::isMet);
    }
}
