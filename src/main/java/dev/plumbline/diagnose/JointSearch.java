package dev.plumbline.diagnose;

import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.List;

/**
 * Finds the conventions and the mistakes of a network together. Each choice of conventions that may be the right one is
 * diagnosed, and the one is taken whose conventions and mistakes cost the least.
 */
final class JointSearch {
    private final Experiment experiment;
    private final SearchBudget budget; // for more readings than the first two

    JointSearch(Experiment experiment) {
        this.experiment = experiment;
        this.budget = newBudget();
    }

    private SearchBudget newBudget() {
        return new SearchBudget(experiment.spec(), experiment.inputs().rows());
    }

    /** The cheapest diagnosis of a network in one of its readings. */
    Diagnosed cheapest(CanonicalSubject subject) {
        List<CanonicalSubject> readings = subject.readings();
        Diagnosed best = diagnosed(readings.get(0));
        best = cheapest(best, readings.subList(1, readings.size()), ExplanationCost.ofOneMistake());
        long latest = best.diagnosis().findings().stream()
                .mapToLong(finding -> finding.first().step())
                .filter(step -> step != Long.MAX_VALUE)
                .max()
                .orElse(Key.BEFORE_TRAINING);
        return cheapest(best, best.subject().withLaterConvention(latest), 0);
    }

    /** Diagnoses the readings that may be cheaper: each costs its conventions, and at least this. */
    private Diagnosed cheapest(Diagnosed first, List<CanonicalSubject> others, int least) {
        Diagnosed best = first;
        for (CanonicalSubject reading : others) {
            int cost = ExplanationCost.of(best.diagnosis());
            boolean mayBeCheaper = least + ExplanationCost.of(reading.conventions()) < cost;
            boolean isAllowed = reading == others.get(0) || budget.allows(best.diagnosis().steps());
            if (!best.diagnosis().findings().isEmpty() && mayBeCheaper && isAllowed) {
                Diagnosed next = diagnosed(reading);
                best = ExplanationCost.of(next.diagnosis()) < cost ? next : best;
            }
        }
        return best;
    }

    /** The diagnosis in the first reading. */
    Diagnosed diagnosed(CanonicalSubject subject) {
        return new DiagnosisRun(subject.experiment(), subject, newBudget()).diagnosed();
    }
}
