package dev.plumbline.diagnose.planted;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trainings with a mistake each, beside a correct one until the first recorded bit differs. */
public final class PlantedTrials {
    /** Trainings that run together hold at most this many numbers. */
    private static final long MOST_NUMBERS = 20_000_000;

    private final Experiment experiment;
    private final RecordedParts parts;
    private final double rounding;
    private double budget;
    private long steps;

    /**
     * Prepares trainings.
     *
     * @param parts what is recorded
     * @param budget the number of steps of all trainings together
     * @param rounding the relative difference up to which a tensor counts as unchanged
     */
    public PlantedTrials(Experiment experiment, RecordedParts parts, double budget, double rounding) {
        this.rounding = rounding;
        this.experiment = experiment;
        this.parts = parts;
        this.budget = budget;
        this.steps = experiment.steps();
    }

    /**
     * The effect of a mistake.
     *
     * @param changes whether it changes any number
     * @param isRecorded whether it changes a recorded one
     */
    public record Effect(PlantedMistake mistake, boolean changes, boolean isRecorded) {}

    /** The number of steps that every training without an effect was examined for. */
    public long steps() {
        return steps;
    }

    /** The effect of each mistake, in the same order. */
    public List<Effect> run(List<PlantedMistake> mistakes) {
        int together = (int) Math.max(1, MOST_NUMBERS / (8 * experiment.numbersOfStep()));
        List<Effect> effects = new ArrayList<>();
        for (int from = 0; from < mistakes.size(); from += together) {
            effects.addAll(together(mistakes.subList(from, Math.min(mistakes.size(), from + together))));
        }
        return effects;
    }

    private List<Effect> together(List<PlantedMistake> mistakes) {
        List<Trial> trials = mistakes.stream().map(Trial::new).toList();
        List<Trial> equal = new ArrayList<>(trials);
        try (PlantedTraining.Run correct = new PlantedTraining(PlantedMistake.NONE, parts).start(experiment)) {
            for (Batch batch : experiment.batches()) {
                budget -= equal.size();
                if (equal.isEmpty() || budget < 0) {
                    steps = equal.isEmpty() ? steps : Math.min(steps, batch.step());
                    break;
                }
                StepTrace expected = correct.whole(batch);
                equal.removeIf(trial -> trial.hasChanged(batch, expected));
            }
            if (steps == experiment.steps()) {
                Optional<Matrix> outputs = correct.outputs();
                equal.forEach(trial -> trial.compare(outputs));
            }
            return trials.stream().map(Trial::effect).toList();
        } finally {
            trials.forEach(Trial::close);
        }
    }

    /** A training with a mistake. */
    private final class Trial implements AutoCloseable {
        private final PlantedMistake mistake;
        private final PlantedTraining.Run run;
        private boolean changes;
        private boolean isRecorded;

        private Trial(PlantedMistake mistake) {
            this.mistake = mistake;
            this.run = new PlantedTraining(mistake, parts).start(experiment);
        }

        private boolean hasChanged(Batch batch, StepTrace expected) {
            StepTrace whole = run.whole(batch);
            for (Key key : expected.keys()) {
                if (isOther(whole.get(key).orElseThrow(), expected.get(key).orElseThrow())) {
                    changes = true;
                    isRecorded |= parts.contain(key);
                }
            }
            return isRecorded;
        }

        private boolean isOther(Matrix mistaken, Matrix expected) {
            return !mistaken.equals(expected) && !DiagnosisTolerances.areClose(mistaken, expected, rounding);
        }

        private void compare(Optional<Matrix> expected) {
            isRecorded |= !run.outputs().equals(expected);
            changes |= isRecorded;
        }

        private Effect effect() {
            return new Effect(mistake, changes, isRecorded);
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
