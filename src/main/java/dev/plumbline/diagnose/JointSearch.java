package dev.plumbline.diagnose;

import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.search.Diagnosed;
import dev.plumbline.diagnose.search.DiagnosisRun;
import dev.plumbline.diagnose.search.ExplanationCost;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the conventions and the mistakes of a network together. Each choice of conventions that may be the right one is
 * diagnosed, first with single mistakes and then, the cheapest, with combinations of them. The one is taken whose
 * conventions and mistakes cost the least.
 */
final class JointSearch {
    /**
     * The better of two diagnoses. A reading in which the first steps are right without any mistake refutes mistakes in
     * these steps, whatever they explain later; otherwise the cheaper one is better.
     */
    static final Comparator<Diagnosed> BETTER =
            Comparator.comparing(Diagnosed::rightSteps).reversed().thenComparing(Diagnosed::cost);

    /** The number of readings in which combinations of mistakes are tested. */
    private static final int MOST_COMBINED = 2;

    private final Experiment experiment;
    private final SearchBudget budget; // for more readings than the first two

    JointSearch(Experiment experiment) {
        this.experiment = experiment;
        this.budget = new SearchBudget(experiment);
    }

    /** The cheapest diagnosis of a network in one of its readings. */
    Diagnosed cheapest(CanonicalSubject subject) {
        List<CanonicalSubject> readings = subject.readings();
        List<Diagnosed> tested = new ArrayList<>();
        test(readings, ExplanationCost.ofOneMistake(), tested);
        Diagnosed best = best(tested);
        test(best.subject().withLaterConvention(latest(best)), 0, tested);
        List<Diagnosed> cheapest =
                tested.stream().sorted(BETTER).limit(MOST_COMBINED).toList();
        for (Diagnosed candidate : cheapest) {
            boolean mayBeCheaper = ExplanationCost.ofOneMistake() < best(tested).cost();
            if (!candidate.isExhaustive() && mayBeCheaper) {
                tested.set(tested.indexOf(candidate), diagnosed(candidate.subject()));
            }
        }
        // Where combinations were not tested, a tensor may be unexplained, and so cheaper than two mistakes, for that
        // alone.
        List<Diagnosed> complete = tested.stream()
                .filter(candidate ->
                        candidate.isExhaustive() || candidate.diagnosis().isExplained())
                .toList();
        return best(complete.isEmpty() ? tested : complete);
    }

    /** The last step in which a mistake begins. */
    private static long latest(Diagnosed diagnosed) {
        return diagnosed.diagnosis().findings().stream()
                .map(Finding::first)
                .filter(first -> !first.isAfterTraining())
                .mapToLong(Key::step)
                .max()
                .orElse(Key.BEFORE_TRAINING);
    }

    private static Diagnosed best(List<Diagnosed> tested) {
        return tested.stream().min(BETTER).orElseThrow();
    }

    /** Tests the readings that may be cheaper than all before: each costs its conventions, and at least this. */
    private void test(List<CanonicalSubject> readings, int least, List<Diagnosed> tested) {
        for (CanonicalSubject reading : readings) {
            int cost = least + ExplanationCost.of(reading.conventions());
            if (tested.isEmpty()
                    || cost < best(tested).cost() && (tested.size() == 1 || budget.allows(experiment.steps()))) {
                tested.add(new DiagnosisRun(reading, SearchBudget.none(experiment)).diagnosed());
            }
        }
    }

    /** The diagnosis in the first reading. */
    static Diagnosed diagnosed(CanonicalSubject subject) {
        return new DiagnosisRun(subject).diagnosed();
    }
}
