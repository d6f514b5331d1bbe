package dev.plumbline.diagnose;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is left when the steps of a window are replayed with some mistakes in them.
 *
 * @param tensors every tensor that is shown, in causal order
 * @param mismatches those that do not match
 * @param byElement those of which the elements say something else than the norm
 * @param batchSizes of each step that was replayed the number of its examples
 */
record ReplayResult(
        List<TensorMatch> tensors, List<TensorMatch> mismatches, Set<Key> byElement, Map<Long, Integer> batchSizes) {

    /**
     * Replays a window.
     *
     * @param criterion what tells of a tensor whether it matches
     */
    static ReplayResult of(
            StepWindow window,
            Experiment experiment,
            Collection<Hypothesis> hypotheses,
            Set<Replay.Place> aside,
            DiagnosisTolerances tolerances,
            Function<Key, Replay.Criterion> criterion) {
        List<TensorMatch> all = new ArrayList<>();
        try (Replay replay = new Replay(experiment, hypotheses, aside, tolerances, criterion, Replay.Noise.NONE)) {
            replay.restore(window.start());
            for (int i = 0; i < window.batches().size(); i++) {
                all.addAll(replay.step(window.batches().get(i), window.shown().get(i)));
            }
        }
        return new ReplayResult(
                all,
                all.stream().filter(each -> !each.matches()).toList(),
                all.stream()
                        .filter(each -> each.matches() != tolerances.isExact(each.residual()))
                        .map(TensorMatch::key)
                        .collect(Collectors.toSet()),
                window.batches().stream().collect(Collectors.toMap(Batch::step, Batch::size)));
    }

    /** How many steps were replayed. */
    int steps() {
        return batchSizes.size();
    }

    /** How the same tensors are told with a mistake in them: what only elements tell here, they have to tell then. */
    Replay.Criterion criterion(Key key) {
        return byElement.contains(key) ? Replay.Criterion.ELEMENTS : Replay.Criterion.HYPOTHESIS;
    }

    int size() {
        return mismatches.size();
    }

    Optional<TensorMatch> first() {
        return mismatches.stream().findFirst();
    }

    boolean fails(Key key) {
        return mismatches.stream().anyMatch(each -> each.key().equals(key));
    }

    /** How often this tensor does not match, over all steps. */
    long failuresAt(Replay.Place place) {
        return mismatches.stream().filter(each -> each.place().equals(place)).count();
    }

    /** The residual of a tensor. */
    double residualOf(Key key) {
        return tensors.stream()
                .filter(each -> each.key().equals(key))
                .mapToDouble(TensorMatch::residual)
                .findFirst()
                .orElse(Double.NaN);
    }
}
