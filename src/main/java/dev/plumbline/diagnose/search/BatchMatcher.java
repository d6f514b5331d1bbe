package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The examples that a network uses in each step, which may be others than the experiment's. */
final class BatchMatcher {
    private final DiagnosisState state;
    private final SearchBudget budget;
    private final BatchExamples examples;
    private final Map<Long, Batch> unseen = new HashMap<>(); // the batch of each step, if only the weights identify it
    private boolean reordered; // the examples of some batch are in another order
    private boolean shuffled; // some batch has other examples
    private boolean shuffledUnseen; // other examples, identified by the weights only

    BatchMatcher(DiagnosisState state, SearchBudget budget) {
        this.state = state;
        this.budget = budget;
        this.examples = new BatchExamples(state.experiment);
    }

    /** Whether the examples of some batch are in another order, and no batch has other examples. */
    boolean areOnlyReordered() {
        return reordered && !shuffled;
    }

    /** The planned batch in the order of the recorded tensors. */
    Batch inOrder(Batch planned, StepTrace recorded, TrainingState before) {
        return examples.inOrder(planned, recorded, before);
    }

    /** The batch that the network used: the planned one, unless the recorded tensors show other examples. */
    Batch batchOf(Batch planned, StepTrace recorded, TrainingState before) {
        if (shuffledUnseen) {
            return unseen.computeIfAbsent(
                    planned.step(),
                    step -> otherExamples().taken(planned, recorded, before).orElse(planned));
        }
        Optional<Batch> taken = examples.taken(planned, recorded, before);
        if (taken.isEmpty()) {
            return planned;
        }
        if (BatchExamples.areTheSame(planned, taken.get())) {
            if (!reordered && !isBetter(taken.get(), planned, recorded, before)) {
                return planned;
            }
            reordered = true;
        } else if (!shuffled) {
            otherExamples(planned, taken.get());
        }
        return taken.get();
    }

    /** Whether a step has fewer mismatches with these examples; rows may also be reversed in one tensor only. */
    private boolean isBetter(Batch taken, Batch planned, StepTrace recorded, TrainingState before) {
        return mismatches(taken, recorded, before) < mismatches(planned, recorded, before);
    }

    private long mismatches(Batch batch, StepTrace recorded, TrainingState before) {
        try (Replay replay = state.newReplay()) {
            replay.restore(before);
            return replay.step(batch, recorded).stream()
                    .filter(DiagnosisState::isWrong)
                    .count();
        }
    }

    private void otherExamples(Batch planned, Batch taken) {
        shuffled = true;
        Key key = new Key(planned.step(), Quantity.PRE_ACTIVATION, 1);
        state.findings.add(
                FindingList.structural(key, taken.inputs(), planned.inputs(), Explanation.of(Mistake.SHUFFLED, "", 1)));
    }

    private BatchExampleSearch otherExamples() {
        return new BatchExampleSearch(state.experiment, state.tolerances, state::criterion, budget);
    }

    /** Whether other examples are the only mistake of a network that records only weights. */
    boolean areOtherExamplesTaken(StepWindow window) {
        if (state.evidence != Evidence.WEIGHTS || shuffled || !state.accepted.isEmpty()) {
            return false;
        }
        List<Batch> taken = otherExamples().takenIn(window);
        if (taken.isEmpty()) {
            return false;
        }
        shuffledUnseen = true;
        IntStream.range(0, taken.size())
                .filter(i -> !BatchExamples.areTheSame(window.batches().get(i), taken.get(i)))
                .findFirst()
                .ifPresentOrElse(i -> otherExamples(window.batches().get(i), taken.get(i)), () -> reordered = true);
        return true;
    }
}
