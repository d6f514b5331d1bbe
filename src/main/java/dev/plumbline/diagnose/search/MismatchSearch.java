package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The search for the next mismatch that rounding does not explain. */
final class MismatchSearch {
    /** Numbers of 64 and of 32 bits from which a product of two may overflow. */
    private static final double NEAR_OVERFLOW = 1e100;

    private static final double NEAR_OVERFLOW_IN_32_BITS = 1e15;

    private final Experiment experiment;
    private final CanonicalSubject subject;
    private final DiagnosisState state;
    private final BatchMatcher examples;

    private long steps;
    private long tensors;
    private @Nullable RoundingRange rounding; // computed on demand
    private boolean excused; // whether some mismatch was only rounding
    private boolean hasFewDigits; // whether the recording is rounded
    private boolean untraceable; // whether nothing can be compared from some step on
    private long firstOverflow = -1; // its step
    private Key firstFound = new Key(0, Quantity.PRE_ACTIVATION, 1); // the first mismatch

    /** A search with the mistakes that the state has accepted, at all places that it has not excluded. */
    MismatchSearch(DiagnosisState state, BatchMatcher examples) {
        this.experiment = state.experiment;
        this.subject = state.subject;
        this.state = state;
        this.examples = examples;
    }

    /** Compares all steps, and returns those around the first mismatch, if there is one. */
    Optional<StepWindow> next() {
        try (SubjectRun run = subject.start(experiment);
                Replay replay = state.newReplay();
                NoiseReplay digits = newNoiseReplay()) {
            RecentSteps recent = new RecentSteps(experiment.spec());
            steps = 0;
            tensors = 0;
            boolean hasMismatch = false;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> recorded = run.step(planned);
                boolean isWrong = !state.accepted.isEmpty() || !state.excluded.isEmpty();
                boolean overflows =
                        isWrong && recorded.flatMap(StepTrace::firstNotFinite).isPresent();
                if (hasMismatch && overflows) {
                    return Optional.of(recent.window());
                }
                if (recorded.isEmpty()) {
                    return hasMismatch ? Optional.of(recent.window()) : ofOutputs(run, replay, digits);
                }
                count(recorded.get());
                TrainingState before = replay.state();
                Batch batch = examples.batchOf(planned, recorded.get(), before);
                recent.add(before, batch, recorded.get());
                if (hasMismatch) {
                    replay.step(batch, recorded.get()); // advances the state; mismatches are replayed later
                    if (recent.isFull()) {
                        return Optional.of(recent.window());
                    }
                } else {
                    List<TensorMismatches> matches = replay.step(batch, recorded.get());
                    if (overflows && isExpected(replay, recorded.get())) {
                        loseNumbers(planned.step());
                        steps--;
                        tensors -= recorded.get().size();
                        return Optional.empty();
                    }
                    List<TensorMismatches> off = mismatches(matches, recorded.get());
                    if (off.isEmpty()) {
                        if (isChaotic(planned.step())) {
                            return Optional.empty();
                        }
                        continue;
                    }
                    excused |= off.stream().anyMatch(digits::excuse);
                    Optional<TensorMismatches> first = off.stream()
                            .filter(match -> !isRoundingNoise(match, digits))
                            .findFirst();
                    if (first.isPresent()) {
                        hasMismatch = true;
                        firstFound = first.get().key();
                        recent.keep();
                    } else if (off.stream().anyMatch(match -> digits.hasLost(match.key()))) {
                        loseTrack(planned.step());
                        return Optional.empty();
                    }
                }
            }
            return hasMismatch ? Optional.of(recent.window()) : ofOutputs(run, replay, digits);
        }
    }

    private void count(StepTrace recorded) {
        hasFewDigits = steps == 0 ? RecordedPrecision.areFew(recorded) : hasFewDigits;
        steps++;
        tensors += recorded.size();
    }

    /** The mismatches that the lanes of a comparison do not explain by rounding. */
    private List<TensorMismatches> mismatches(List<TensorMismatches> matches, StepTrace recorded) {
        List<TensorMismatches> off =
                matches.stream().filter(DiagnosisState::isWrong).toList();
        if (off.isEmpty()) {
            return off;
        }
        boolean rounding = off.stream().anyMatch(this::isLarge) && isRounding(recorded.step());
        boolean rounded = off.stream().anyMatch(match -> !isLarge(match)) && RecordedPrecision.areFew(recorded);
        return off.stream()
                .filter(match -> isLarge(match) ? !rounding : !rounded)
                .toList();
    }

    /**
     * Whether a mismatch is large in the norm of its tensor; otherwise only elements that are small beside the others
     * differ.
     */
    private boolean isLarge(TensorMismatches off) {
        return !state.tolerances.isExact(off.residual());
    }

    /** Whether rounding of tensors that are not recorded explains a mismatch. */
    private boolean isRoundingNoise(TensorMismatches off, NoiseReplay digits) {
        return digits.excuse(off) || excused && !isFinite(off);
    }

    private static boolean isFinite(TensorMismatches match) {
        return match.recorded().isFinite() && match.correct().isFinite();
    }

    /** Whether rounding explains the mismatches of a step; unknown if there are mistakes in the replay. */
    private boolean isRounding(long step) {
        if (!state.accepted.isEmpty()) {
            return false;
        }
        excused |= rounding().excuses(step);
        return rounding().excuses(step);
    }

    private RoundingRange rounding() {
        RoundingRange range = rounding;
        if (range == null) {
            range = RoundingRange.of(experiment, subject, examples::inOrder);
            rounding = range;
        }
        return range;
    }

    /** Whether rounding has made the training unpredictable from this step on. */
    private boolean isChaotic(long step) {
        boolean chaotic = excused && state.accepted.isEmpty() && rounding().isUnknown(step);
        if (chaotic) {
            loseTrack(step);
        }
        return chaotic;
    }

    private void loseTrack(long step) {
        untraceable = true;
        state.notes.add("From step " + step
                + " on, rounding errors dominate the training, so the recorded tensors cannot"
                + " be compared any more; with "
                + (state.shownPlaces.contains(new Place(Quantity.WEIGHTS, 1)) ? "every tensor" : "the weights")
                + " of every step they could be.");
    }

    /**
     * Whether the mistakes that were found explain the first number of a step that is not finite: their own number there is
     * not finite either, or too large for what follows from it, or nothing explains this tensor. Then nothing can be concluded from the step. An infinity
     * where they expect a usual number is a mismatch like any other.
     */
    private boolean isExpected(Replay replay, StepTrace recorded) {
        double large = state.spec().precision() == Precision.F32 ? NEAR_OVERFLOW_IN_32_BITS : NEAR_OVERFLOW;
        return recorded.firstNotFinite()
                .filter(number -> !state.excluded.contains(number.key().place()))
                .flatMap(number -> replay.expected().get(number.key()))
                .filter(expected -> expected.isFinite() && expected.abs().max() < large)
                .isEmpty();
    }

    private void loseNumbers(long step) {
        if (firstOverflow != step) {
            firstOverflow = step;
            state.notes.add("From step " + step + " on, its numbers are not finite, and are not compared.");
        }
    }

    /** Compares the final outputs, which need no window. */
    private Optional<StepWindow> ofOutputs(SubjectRun run, Replay replay, NoiseReplay digits) {
        Optional<Matrix> outputs = run.outputs();
        if (outputs.isPresent() && !state.findings.haveOutputs()) {
            boolean isBounded = state.boundsOutputs() && !hasFewDigits;
            TrainedOutputs trained = new TrainedOutputs(experiment, state.tolerances, isBounded);
            if (trained.areBeforeLastUpdate(outputs.get(), replay) && !state.notes.contains(TrainedOutputs.BEFORE)) {
                state.notes.add(TrainedOutputs.BEFORE);
            }
            trained.explain(outputs.get(), replay).ifPresent(finding -> {
                if (!isBounded && areRoundingNoise(outputs.get(), digits)) {
                    loseTrack(experiment.steps());
                } else {
                    state.findings.add(finding);
                }
            });
        }
        return Optional.empty();
    }

    private boolean areRoundingNoise(Matrix outputs, NoiseReplay digits) {
        boolean drifted = excused && (!outputs.isFinite() || !rounding().isByStep()); // and so has the replay
        return drifted || digits.excuseOutputs(outputs);
    }

    private NoiseReplay newNoiseReplay() {
        return new NoiseReplay(experiment, subject, state::newReplay, examples::batchOf);
    }

    /** The number of steps that the last search compared. */
    long steps() {
        return steps;
    }

    /** The number of tensors of these steps. */
    long tensors() {
        return tensors;
    }

    /** The first mismatch that the last search found. */
    Key firstFound() {
        return firstFound;
    }

    /** Whether every step was compared. Weights that are recorded before the update are missing for the last step. */
    boolean isWhole() {
        return !untraceable && steps == experiment.steps() && tensors >= (steps - 1) * state.shownPlaces.size();
    }
}
