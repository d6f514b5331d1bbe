package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network whose tensors are written as this project writes them, whatever conventions it has itself.
 *
 * @param subject as it shows itself
 * @param conventions in which it writes otherwise
 */
public record Adapted(Subject subject, List<Convention> conventions) implements Subject {
    private static final int STEPS = 4;

    public Adapted {
        conventions = List.copyOf(conventions);
    }

    /**
     * Finds a network's conventions. One is taken for one only if with it some tensors match that did not, and none fails to
     * match that did: a mistake moves a mismatch to another place, a convention makes it go.
     */
    public static Adapted of(Subject subject, Experiment experiment) {
        Adapted adapted = new Adapted(subject, List.of());
        Mismatches left = adapted.mismatches(experiment, STEPS, true);
        boolean found = true;
        while (found && !left.places().isEmpty()) {
            found = false;
            for (Convention convention : Convention.values()) {
                if (adapted.conventions.contains(convention)) {
                    continue;
                }
                Adapted next = adapted.with(convention);
                Set<Replay.Place> then =
                        next.mismatches(experiment, left.steps(), false).places();
                if (then.size() < left.places().size() && left.places().containsAll(then)) {
                    adapted = next;
                    left = adapted.mismatches(experiment, STEPS, true);
                    found = true;
                    break;
                }
            }
        }
        return adapted;
    }

    /** What does not match in so many steps. */
    private record Mismatches(Set<Replay.Place> places, int steps) {}

    /** The same, not written otherwise in this. */
    Adapted without(Convention convention) {
        List<Convention> fewer = new ArrayList<>(conventions);
        fewer.remove(convention);
        return new Adapted(subject, fewer);
    }

    private Adapted with(Convention convention) {
        List<Convention> more = new ArrayList<>(conventions);
        more.add(convention);
        return new Adapted(subject, more);
    }

    /** What does not match in the first steps; perhaps only up to the first step where something does not. */
    private Mismatches mismatches(Experiment experiment, int most, boolean upToTheFirst) {
        Set<Replay.Place> found = new HashSet<>();
        DiagnosisTolerances exact = DiagnosisTolerances.of(experiment);
        int steps = 0;
        try (SubjectRun run = start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), exact)) {
            run.ownInitialWeights()
                    .filter(own -> Beginning.fits(own, experiment))
                    .ifPresent(own -> replay.restore(replay.state().with(own)));
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> shown = steps == most ? Optional.empty() : run.step(batch);
                if (shown.isEmpty() || shown.get().size() == 0) {
                    break;
                }
                steps++;
                // One that calculates in 32 bits by mistake may have conventions all the same.
                boolean f32 = DiagnosisTolerances.isF32(shown.get());
                replay.step(batch, shown.get()).stream()
                        .filter(each -> !each.matches())
                        .filter(each -> !f32 || each.residual() > DiagnosisTolerances.exact(Precision.F32))
                        .map(Judged::place)
                        .forEach(found::add);
                if (upToTheFirst && !found.isEmpty()) {
                    break;
                }
            }
        }
        return new Mismatches(found, steps);
    }

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        SubjectRun own = subject.start(experiment);
        return conventions.isEmpty() ? own : new Run(own, experiment);
    }

    private final class Run implements SubjectRun {
        private final SubjectRun own;
        private final Experiment experiment;

        private Run(SubjectRun own, Experiment experiment) {
            this.own = own;
            this.experiment = experiment;
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            return own.step(batch).map(shown -> {
                StepTrace adapted = shown;
                for (Convention convention : conventions) {
                    adapted = convention.adapt(adapted, experiment.spec(), batch);
                }
                return adapted;
            });
        }

        @Override
        public Optional<Matrix> outputs() {
            return own.outputs()
                    .map(outputs -> conventions.contains(Convention.EXAMPLES_IN_COLUMNS)
                                    && outputs.columns() == experiment.inputs().rows()
                            ? outputs.transpose()
                            : outputs);
        }

        @Override
        public Optional<List<LayerWeights>> ownInitialWeights() {
            return own.ownInitialWeights()
                    .map(weights -> {
                        List<LayerWeights> adapted = weights;
                        for (Convention convention : conventions) {
                            adapted = convention.adapt(adapted, experiment.spec());
                        }
                        return adapted;
                    })
                    .filter(weights -> !weights.equals(experiment.initialWeights()));
        }

        @Override
        public void close() {
            own.close();
        }
    }
}
