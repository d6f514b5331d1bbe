package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the examples of a step from the weights after it, by trying all possible batches. */
final class BatchExampleSearch {
    /** The maximum number of steps that are tried over the whole training. */
    private static final long MOST = 100_000;

    private final Experiment experiment;
    private final BatchExamples examples;
    private final DiagnosisTolerances tolerances;
    private final Function<Key, Replay.Criterion> criterion;
    private final SearchBudget budget;

    /** A search in which a step matches by the criterion that found the planned batch not to match. */
    BatchExampleSearch(
            Experiment experiment,
            DiagnosisTolerances tolerances,
            Function<Key, Replay.Criterion> criterion,
            SearchBudget budget) {
        this.budget = budget;
        this.experiment = experiment;
        this.examples = new BatchExamples(experiment);
        this.tolerances = tolerances;
        this.criterion = criterion;
    }

    /** The batches of all steps of a window, if with them every step matches; otherwise empty. */
    List<Batch> takenIn(StepWindow window) {
        List<Batch> batches = new ArrayList<>();
        TrainingState state = window.start();
        for (int i = 0; i < window.batches().size(); i++) {
            Batch planned = window.batches().get(i);
            StepTrace recorded = window.recorded().get(i);
            int choices = examples.choices(planned).size();
            if (choices == 0 || experiment.steps() * choices > MOST) {
                budget.giveUp("Other examples in the batches were not tested: there are too many possible batches.");
                return List.of();
            }
            Optional<Batch> taken = taken(planned, recorded, state);
            if (taken.isEmpty()) {
                return List.of();
            }
            batches.add(taken.get());
            state = after(taken.get(), recorded, state).state();
        }
        return batches;
    }

    /** The planned batch or another one with which the step matches. */
    Optional<Batch> taken(Batch planned, StepTrace recorded, TrainingState before) {
        if (after(planned, recorded, before).matches()) {
            return Optional.of(planned);
        }
        return examples.choices(planned).stream()
                .filter(batch -> !batch.masks().isEmpty() || !BatchExamples.areTheSame(planned, batch))
                .filter(batch -> after(batch, recorded, before).matches())
                .findFirst();
    }

    private record After(TrainingState state, boolean matches) {}

    private After after(Batch batch, StepTrace recorded, TrainingState before) {
        try (Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances, criterion, Replay.Noise.NONE)) {
            replay.restore(before);
            List<TensorMismatches> matches = replay.step(batch, recorded);
            return new After(replay.state(), matches.stream().allMatch(TensorMismatches::matches));
        }
    }
}
