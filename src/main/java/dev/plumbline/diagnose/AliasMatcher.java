package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what a network shows is what it says that it is. */
final class AliasMatcher {
    private final StepTrace shown;
    private final StepTrace right;

    private AliasMatcher(StepTrace shown, StepTrace right) {
        this.shown = shown;
        this.right = right;
    }

    /**
     * Asks of the first step that no two of its tensors are each what the other should be.
     *
     * @throws SubjectFailedException if two are
     */
    static void require(Subject subject, Experiment experiment) {
        Batch first = experiment.batches().iterator().next();
        try (SubjectRun run = subject.start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), DiagnosisTolerances.of(experiment))) {
            Optional<StepTrace> shown = run.step(first);
            if (shown.isPresent() && shown.get().size() > 1) {
                new AliasMatcher(shown.get(), replay.tensorsOf(first)).require();
            }
        }
    }

    private void require() {
        for (Key one : shown.keys()) {
            for (Key other : shown.keys().tailSet(one)) {
                if (!isRightAs(one, one) && isRightAs(one, other) && isRightAs(other, one)) {
                    throw new SubjectFailedException(name(one) + " and " + name(other)
                            + " are recorded under each other's name: in the first step, each holds what a right network"
                            + " has as the other");
                }
            }
        }
    }

    /** Whether a tensor is what another should be. */
    private boolean isRightAs(Key key, Key other) {
        Matrix tensor = shown.get(key).orElseThrow();
        return right.get(other)
                .filter(expected -> expected.hasShapeOf(tensor)
                        && expected.size() > 1
                        && expected.norm() > 0
                        && tensor.normOfDifference(expected) <= DiagnosisTolerances.SAME * expected.norm())
                .isPresent();
    }

    private static String name(Key key) {
        return key.quantity().symbol() + (key.quantity() == Quantity.LOSS ? "" : key.layer());
    }
}
