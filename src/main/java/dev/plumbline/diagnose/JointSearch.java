package dev.plumbline.diagnose;

import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Experiment;
import java.util.List;

/**
 * Finds the conventions and the mistakes of a network together. Each choice of conventions that may be the right one is
 * diagnosed, and the one is taken whose conventions and mistakes cost the least.
 */
final class JointSearch {
    private final SearchBudget budget;

    /** A search with one budget for all choices. */
    JointSearch(Experiment experiment) {
        budget = new SearchBudget(experiment.spec(), experiment.inputs().rows());
    }

    /** The cheapest diagnosis of a network in one of its readings. */
    Diagnosed cheapest(CanonicalSubject subject) {
        return cheapest(subject.readings());
    }

    private Diagnosed cheapest(List<CanonicalSubject> readings) {
        Diagnosed best = diagnosed(readings.get(0));
        for (CanonicalSubject reading : readings.subList(1, readings.size())) {
            int least = ExplanationCost.ofOneMistake(reading.conventions().size());
            if (!best.diagnosis().findings().isEmpty() && least < ExplanationCost.of(best.diagnosis())) {
                Diagnosed next = diagnosed(reading);
                if (ExplanationCost.of(next.diagnosis()) < ExplanationCost.of(best.diagnosis())) {
                    best = next;
                }
            }
        }
        return best;
    }

    /** The diagnosis in the first reading. */
    Diagnosed diagnosed(CanonicalSubject subject) {
        return new DiagnosisRun(subject.experiment(), subject, budget).diagnosed();
    }
}
