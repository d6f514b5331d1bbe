package dev.plumbline.cli;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A network of the user with a time limit for each call. */
final class TimedSubject implements Subject {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Subject subject;
    private final Duration limit;
    private final Consumer<SubjectFailedException> overdue;
    private volatile Call call = new Call("", Long.MAX_VALUE);

    /**
     * Wraps a network.
     *
     * @param overdue called once, by another thread, when a call takes longer than the limit
     */
    TimedSubject(Subject subject, Duration limit, Consumer<SubjectFailedException> overdue) {
        this.subject = subject;
        this.limit = limit;
        this.overdue = overdue;
        Thread watch = new Thread(this::watch, "timeout");
        watch.setDaemon(true);
        watch.start();
    }

    /** A call and its deadline in nanoseconds of {@link System#nanoTime()}. */
    private record Call(String what, long end) {
        private boolean isOverdue() {
            return !what.isEmpty() && System.nanoTime() - end > 0;
        }
    }

    private void watch() {
        try {
            while (!call.isOverdue()) {
                Thread.sleep(LOOK.toMillis());
            }
            overdue.accept(new SubjectFailedException(subject.name() + " did not return from " + call.what()
                    + " within " + limit.toSeconds() + " s, so Plumbline ended it; --timeout sets a longer limit"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T timed(String what, Supplier<T> code) {
        call = new Call(what, System.nanoTime() + limit.toNanos());
        try {
            return code.get();
        } finally {
            call = new Call("", Long.MAX_VALUE);
        }
    }

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        SubjectRun run = timed("start", () -> subject.start(experiment));
        return new SubjectRun() {
            @Override
            public Optional<StepTrace> step(Batch batch) {
                return timed("step " + batch.step(), () -> run.step(batch));
            }

            @Override
            public Optional<Matrix> outputs() {
                return timed("outputs", run::outputs);
            }

            @Override
            public Optional<List<LayerWeights>> ownInitialWeights() {
                return run.ownInitialWeights();
            }

            @Override
            public List<String> notes() {
                return run.notes();
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }
}
