package dev.plumbline.recording;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.List;
import java.util.Optional;

/** A network that was trained elsewhere; its steps come from a recording. */
public final class RecordedSubject implements Subject {
    private final Recording recording;

    /** The network of this recording. */
    public RecordedSubject(Recording recording) {
        this.recording = recording;
    }

    /** The recording. */
    public Recording recording() {
        return recording;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(experiment);
    }

    private final class Run implements SubjectRun {
        private final Experiment experiment;
        private final Recording.Steps steps = recording.start();

        private Run(Experiment experiment) {
            this.experiment = experiment;
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            return steps.next(batch);
        }

        @Override
        public Optional<Matrix> outputs() {
            return recording.outputs();
        }

        @Override
        public Optional<List<LayerWeights>> ownInitialWeights() {
            List<LayerWeights> given = experiment.initialWeights();
            List<LayerWeights> recorded = recording.initialWeights(given);
            return recorded.equals(given) ? Optional.empty() : Optional.of(recorded);
        }

        @Override
        public List<String> notes() {
            return recording.notes();
        }

        @Override
        public List<Unchanged> unchanged() {
            return recording.unchanged();
        }

        @Override
        public void close() {
            steps.close();
        }
    }
}
