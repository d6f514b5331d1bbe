package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The comparison of a window that is replayed with some mistakes.
 *
 * @param tensors every recorded tensor, in causal order
 * @param mismatches the tensors that do not match
 * @param byElement the tensors for which the elements and the norm give different results
 * @param batchSizes the number of examples of each replayed step
 */
record ReplayResult(
        List<TensorMismatches> tensors,
        List<TensorMismatches> mismatches,
        Set<Key> byElement,
        Map<Long, Integer> batchSizes) {

    /**
     * Replays a window.
     *
     * @param criterion the criterion for whether a tensor matches
     */
    static ReplayResult of(
            StepWindow window,
            Experiment experiment,
            Collection<Hypothesis> hypotheses,
            Set<Place> excluded,
            DiagnosisTolerances tolerances,
            Function<Key, Replay.Criterion> criterion) {
        List<TensorMismatches> tensors = new ArrayList<>();
        try (Replay replay = new Replay(experiment, hypotheses, excluded, tolerances, criterion, Replay.Noise.NONE)) {
            replay.restore(window.start());
            for (int i = 0; i < window.batches().size(); i++) {
                tensors.addAll(
                        replay.step(window.batches().get(i), window.recorded().get(i)));
            }
        }
        return new ReplayResult(
                tensors,
                tensors.stream().filter(match -> !match.matches()).toList(),
                tensors.stream()
                        .filter(match -> match.matches() != tolerances.isExact(match.residual()))
                        .map(TensorMismatches::key)
                        .collect(Collectors.toSet()),
                window.batches().stream().collect(Collectors.toMap(Batch::step, Batch::size)));
    }

    /** The number of replayed steps. */
    int steps() {
        return batchSizes.size();
    }

    /**
     * The criterion for the same tensors in a replay with a mistake: tensors that only the elements decide here must be
     * decided by the elements then.
     */
    Replay.Criterion criterion(Key key) {
        return byElement.contains(key) ? Replay.Criterion.ELEMENTS : Replay.Criterion.HYPOTHESIS;
    }

    int size() {
        return mismatches.size();
    }

    Optional<TensorMismatches> first() {
        return mismatches.stream().findFirst();
    }

    boolean fails(Key key) {
        return mismatches.stream().anyMatch(mismatch -> mismatch.key().equals(key));
    }

    /** The number of mismatches at a place, over all steps. */
    long failuresAt(Place place) {
        return mismatches.stream()
                .filter(mismatch -> mismatch.place().equals(place))
                .count();
    }

    /** The residual of a tensor. */
    double residualOf(Key key) {
        return tensors.stream()
                .filter(match -> match.key().equals(key))
                .mapToDouble(TensorMismatches::residual)
                .findFirst()
                .orElse(Double.NaN);
    }
}
