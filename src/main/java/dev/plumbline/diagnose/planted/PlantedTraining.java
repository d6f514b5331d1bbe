package dev.plumbline.diagnose.planted;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.Optional;
import java.util.Set;

/**
 * A training by the reference with a known mistake. It records the tensors that the checked network records, so that
 * the same check can be tried on it.
 */
public final class PlantedTraining implements Subject {
    private final PlantedMistake planted;
    private final RecordedParts parts;

    /**
     * Prepares a training.
     *
     * @param parts what the checked network records
     */
    public PlantedTraining(PlantedMistake planted, RecordedParts parts) {
        this.planted = planted;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "the network with a known mistake";
    }

    @Override
    public Run start(Experiment experiment) {
        return new Run(experiment);
    }

    /** A training in progress. */
    final class Run implements SubjectRun {
        private final Experiment experiment;
        private final Replay replay;

        private Run(Experiment experiment) {
            this.experiment = experiment;
            this.replay = new Replay(experiment, planted.hypotheses(), Set.of(), DiagnosisTolerances.of(experiment));
            planted.start().ifPresent(weights -> replay.restore(replay.state().with(weights)));
        }

        /** Takes a step and returns every tensor, recorded or not. */
        StepTrace whole(Batch batch) {
            replay.step(planted.batch().apply(batch));
            return replay.expected();
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            return Optional.of(whole(batch).only(parts::contain));
        }

        @Override
        public Optional<Matrix> outputs() {
            return parts.outputs() ? Optional.of(replay.outputs(experiment, planted.masks(replay))) : Optional.empty();
        }

        @Override
        public void close() {
            replay.close();
        }
    }
}
