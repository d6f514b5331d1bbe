package dev.plumbline.diagnose.search;

import dev.plumbline.compare.run.PerturbedRuns;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures how much rounding changes a replay: the tensors that are not recorded are rounded differently in every step.
 * In a training that explodes or is chaotic, rounding errors become large, so that even a large difference from the
 * replay proves nothing.
 */
final class NoiseReplay implements AutoCloseable {
    private final Experiment experiment;
    private final Subject subject;
    private final Function<Replay.Noise, Replay> replays;
    private final UsedBatch usedBatch;
    private Optional<Lockstep> started = Optional.empty();
    private long step = -1;

    /** The batch that a network used. */
    @FunctionalInterface
    interface UsedBatch {
        Batch of(Batch planned, StepTrace recorded, TrainingState before);
    }

    /** The network and its replays, at the same step. */
    private record Lockstep(SubjectRun run, Iterator<Batch> planned, Replay plain, PerturbedRuns<Replay> perturbed) {
        double spread(Function<Replay, Matrix> tensor) {
            return perturbed.farthest(tensor, tensor.apply(plain));
        }
    }

    /**
     * Starts before the first step; the network runs only when a result is needed.
     *
     * @param replays creates a replay with a given noise
     */
    NoiseReplay(Experiment experiment, Subject subject, Function<Replay.Noise, Replay> replays, UsedBatch usedBatch) {
        this.experiment = experiment;
        this.subject = subject;
        this.replays = replays;
        this.usedBatch = usedBatch;
    }

    /** Whether a tensor is within the effect of rounding, or rounding dominates it. */
    boolean excuse(TensorMismatches off) {
        Key key = off.key();
        return excuse(off.recorded(), upTo(key.step()), replay -> expected(replay, key));
    }

    /** Whether the outputs of the trained network are within the effect of rounding, or rounding dominates them. */
    boolean excuseOutputs(Matrix recorded) {
        return excuse(recorded, upTo(experiment.steps() - 1), replay -> replay.outputs(experiment));
    }

    private static boolean excuse(Matrix recorded, Lockstep replays, Function<Replay, Matrix> tensor) {
        Matrix expected = tensor.apply(replays.plain());
        double spread = replays.spread(tensor);
        return expected.isFinite()
                && expected.hasShapeOf(recorded)
                && (recorded.normOfDifference(expected) <= spread || hasLost(spread, expected));
    }

    /** Whether rounding errors dominate a tensor. */
    boolean hasLost(Key key) {
        Lockstep replays = upTo(key.step());
        return hasLost(replays.spread(replay -> expected(replay, key)), expected(replays.plain(), key));
    }

    private static boolean hasLost(double spread, Matrix expected) {
        return !(spread <= DiagnosisTolerances.LOST * expected.norm());
    }

    private static Matrix expected(Replay replay, Key key) {
        return replay.expected().get(key).orElseThrow();
    }

    private Lockstep upTo(long wanted) {
        Lockstep lockstep = started.orElseGet(() -> new Lockstep(
                subject.start(experiment),
                experiment.batches().iterator(),
                replays.apply(Replay.Noise.NONE),
                new PerturbedRuns<>(experiment, noise -> replays.apply(noise::ofStep))));
        started = Optional.of(lockstep);
        while (step < wanted) {
            Batch next = lockstep.planned().next();
            StepTrace recorded = lockstep.run().step(next).orElseThrow();
            Batch batch = usedBatch.of(next, recorded, lockstep.plain().state());
            lockstep.plain().step(batch, recorded);
            lockstep.perturbed().forEach(replay -> replay.step(batch, recorded));
            step = next.step();
        }
        return lockstep;
    }

    @Override
    public void close() {
        started.ifPresent(lockstep -> {
            lockstep.run().close();
            lockstep.plain().close();
            lockstep.perturbed().forEach(Replay::close);
        });
    }
}
