package dev.plumbline.diagnose.search;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last steps up to the first mismatch, and the steps after it. */
final class RecentSteps {
    /** A mismatch in one of the first steps is replayed from the beginning, with all states. */
    private static final int EARLY = 10;

    private static final int BEFORE = 2;
    private static final int AFTER = 12;

    /** The maximum size in numbers; the window of a large network has fewer steps. */
    private static final long LARGEST = 40_000_000;

    private final int before;
    private final int after;
    private final Deque<TrainingState> states = new ArrayDeque<>();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final Deque<StepTrace> recorded = new ArrayDeque<>();
    private int steps;
    private int keptSince = -1;

    RecentSteps(NetworkSpec spec) {
        long fitting = LARGEST / (4 * spec.parameters() + 1);
        before = (int) Math.min(EARLY, Math.max(BEFORE, fitting / 2));
        after = (int) Math.min(AFTER, Math.max(BEFORE, fitting / 2));
    }

    void add(TrainingState state, Batch batch, StepTrace trace) {
        states.add(state);
        batches.add(batch);
        recorded.add(trace);
        steps++;
        if (keptSince < 0 && steps > before) {
            states.removeFirst();
            batches.removeFirst();
            recorded.removeFirst();
        }
    }

    void keep() {
        keptSince = steps;
    }

    boolean isFull() {
        return steps - keptSince >= after;
    }

    StepWindow window() {
        return new StepWindow(states.getFirst(), List.copyOf(batches), List.copyOf(recorded));
    }
}
