package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * How far a replay moves if what is not shown is rounded otherwise, in every step. A training that explodes, or is chaotic, makes
 * much of last digits; what it shows then proves nothing, though it is far from what the replay has.
 */
final class LastDigits implements AutoCloseable {
    static final int RUNS = 8;

    /** A network may be farther off than any of a few replays. */
    static final double FACTOR = 10;

    /** Relative to a tensor: beyond it nothing is learned of it any more. */
    static final double LOST = 1e-3;

    private final Experiment experiment;
    private final Subject subject;
    private final LongFunction<Replay> replays;
    private final Taken taken;
    private Optional<Lockstep> begun = Optional.empty();
    private long step = -1;

    /** Which batch a network has taken. */
    @FunctionalInterface
    interface Taken {
        Batch of(Batch planned, StepTrace shown, TrainingState before);
    }

    /** The network, and replays of it. */
    private record Lockstep(SubjectRun run, Iterator<Batch> planned, Replay plain, List<Replay> moved) {}

    /**
     * Before the first step; the network is started when something is asked.
     *
     * @param replays a replay with the last digits of a seed, and without a change for a negative one
     */
    LastDigits(Experiment experiment, Subject subject, LongFunction<Replay> replays, Taken taken) {
        this.experiment = experiment;
        this.subject = subject;
        this.replays = replays;
        this.taken = taken;
    }

    /** Whether what a network shows is no farther from the replay than last digits take it, or they decide what it is. */
    boolean excuse(Judged off) {
        Key key = off.key();
        return excuse(off.shown(), upTo(key.step()), each -> expected(each, key));
    }

    /** The same of what the trained network makes of all examples. */
    boolean excuseOutputs(Matrix shown) {
        return excuse(shown, upTo(experiment.steps() - 1), each -> each.outputs(experiment));
    }

    private static boolean excuse(Matrix shown, Lockstep replays, Function<Replay, Matrix> tensor) {
        Matrix expected = tensor.apply(replays.plain());
        double spread = spread(replays, tensor);
        return expected.isFinite()
                && expected.shape().equals(shown.shape())
                && (shown.normOfDifference(expected) <= FACTOR * spread || !(spread <= LOST * expected.norm()));
    }

    /** Whether last digits decide what a tensor is. */
    boolean hasLost(Key key) {
        Lockstep replays = upTo(key.step());
        double spread = spread(replays, each -> expected(each, key));
        return !(spread <= LOST * expected(replays.plain(), key).norm());
    }

    private static Matrix expected(Replay replay, Key key) {
        return replay.expected().get(key).orElseThrow();
    }

    /** How far the replays are from the one in which nothing is moved. */
    private static double spread(Lockstep replays, Function<Replay, Matrix> tensor) {
        Matrix plain = tensor.apply(replays.plain());
        return replays.moved().stream()
                .mapToDouble(each -> tensor.apply(each).normOfDifference(plain))
                .max()
                .orElse(0);
    }

    private Lockstep upTo(long wanted) {
        Lockstep lockstep = begun.orElseGet(() -> new Lockstep(
                subject.start(experiment),
                experiment.batches().iterator(),
                replays.apply(-1),
                LongStream.range(0, RUNS).mapToObj(replays).toList()));
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
