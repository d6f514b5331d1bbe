package dev.plumbline.diagnose;

import dev.plumbline.compare.PerturbedRuns;
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
 * How far a replay moves if what is not shown is rounded otherwise, in every step. A training that explodes, or is chaotic, makes
 * much of last digits; what it shows then proves nothing, though it is far from what the replay has.
 */
final class NoiseReplay implements AutoCloseable {
    private final Experiment experiment;
    private final Subject subject;
    private final Function<Replay.Noise, Replay> replays;
    private final Taken taken;
    private Optional<Lockstep> begun = Optional.empty();
    private long step = -1;

    /** Which batch a network has taken. */
    @FunctionalInterface
    interface Taken {
        Batch of(Batch planned, StepTrace shown, TrainingState before);
    }

    /** The network, and replays of it. */
    private record Lockstep(SubjectRun run, Iterator<Batch> planned, Replay plain, PerturbedRuns<Replay> moved) {
        double spread(Function<Replay, Matrix> tensor) {
            return moved.farthest(tensor, tensor.apply(plain));
        }
    }

    /**
     * Before the first step; the network is started when something is asked.
     *
     * @param replays a replay with some noise
     */
    NoiseReplay(Experiment experiment, Subject subject, Function<Replay.Noise, Replay> replays, Taken taken) {
        this.experiment = experiment;
        this.subject = subject;
        this.replays = replays;
        this.taken = taken;
    }

    /** Whether what a network shows is no farther from the replay than last digits take it, or they decide what it is. */
    boolean excuse(TensorMatch off) {
        Key key = off.key();
        return excuse(off.shown(), upTo(key.step()), each -> expected(each, key));
    }

    /** The same of what the trained network makes of all examples. */
    boolean excuseOutputs(Matrix shown) {
        return excuse(shown, upTo(experiment.steps() - 1), each -> each.outputs(experiment));
    }

    private static boolean excuse(Matrix shown, Lockstep replays, Function<Replay, Matrix> tensor) {
        Matrix expected = tensor.apply(replays.plain());
        double spread = replays.spread(tensor);
        return expected.isFinite()
                && expected.hasShapeOf(shown)
                && (shown.normOfDifference(expected) <= spread || hasLost(spread, expected));
    }

    /** Whether last digits decide what a tensor is. */
    boolean hasLost(Key key) {
        Lockstep replays = upTo(key.step());
        return hasLost(replays.spread(each -> expected(each, key)), expected(replays.plain(), key));
    }

    private static boolean hasLost(double spread, Matrix expected) {
        return !(spread <= DiagnosisTolerances.LOST * expected.norm());
    }

    private static Matrix expected(Replay replay, Key key) {
        return replay.expected().get(key).orElseThrow();
    }

    private Lockstep upTo(long wanted) {
        Lockstep lockstep = begun.orElseGet(() -> new Lockstep(
                subject.start(experiment),
                experiment.batches().iterator(),
                replays.apply(Replay.Noise.NONE),
                new PerturbedRuns<>(experiment, noise -> replays.apply(noise::ofStep))));
        begun = Optional.of(lockstep);
        while (step < wanted) {
            Batch next = lockstep.planned().next();
            StepTrace shown = lockstep.run().step(next).orElseThrow();
            Batch batch = taken.of(next, shown, lockstep.plain().state());
            lockstep.plain().step(batch, shown);
            lockstep.moved().forEach(each -> each.step(batch, shown));
            step = next.step();
        }
        return lockstep;
    }

    @Override
    public void close() {
        begun.ifPresent(lockstep -> {
            lockstep.run().close();
            lockstep.plain().close();
            lockstep.moved().forEach(Replay::close);
        });
    }
}
