package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
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
import java.util.stream.Stream;

/** Detects tensors that are recorded under each other's name. */
final class AliasMatcher {
    private final StepTrace shown;
    private final StepTrace right;
    private final Set<Key> mismatches;

    private AliasMatcher(StepTrace shown, StepTrace right, Set<Key> mismatches) {
        this.mismatches = mismatches;
        this.shown = shown;
        this.right = right;
    }

    /**
     * Rejects a network in which two tensors of the first step are recorded under each other's name. Tensors that match
     * in the network's conventions are excluded, because conventions can make correct tensors look exchanged: with the
     * learning rate in db and not in ub, each equals the other of plain gradient descent.
     *
     * @param mismatches the tensors that do not match when the network is read in its conventions
     * @throws SubjectFailedException if two tensors are exchanged
     */
    static void require(Subject subject, Experiment experiment, Set<Key> mismatches) {
        if (mismatches.isEmpty()) {
            return;
        }
        Batch first = experiment.batches().iterator().next();
        try (SubjectRun run = subject.start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), DiagnosisTolerances.of(experiment))) {
            Optional<StepTrace> shown = run.step(first);
            if (shown.isPresent() && shown.get().size() > 1) {
                new AliasMatcher(shown.get(), replay.tensorsOf(first), mismatches).require();
            }
        }
    }

    private void require() {
        List<Key> keys = shown.keys();
        for (Key one : keys) {
            for (Key other : keys.subList(keys.indexOf(one), keys.size())) {
                if (doesNotMatch(one, other)
                        && !equalsCorrect(one, one)
                        && equalsCorrect(one, other)
                        && equalsCorrect(other, one)) {
                    throw new SubjectFailedException(
                            ErrorKind.MISPLACED_TENSOR,
                            name(one) + " and " + name(other)
                                    + " are recorded under each other's name: in the first step, each has the values that"
                                    + " the other has in a correct network");
                }
            }
        }
    }

    private boolean doesNotMatch(Key one, Key other) {
        return Stream.of(one, other).anyMatch(mismatches::contains);
    }

    /** Whether a tensor equals the correct value of another. */
    private boolean equalsCorrect(Key key, Key other) {
        Matrix tensor = shown.get(key).orElseThrow();
        return right.get(other)
                .filter(expected -> expected.size() > 1 && expected.norm() > 0)
                .filter(expected -> DiagnosisTolerances.areTheSame(tensor, expected))
                .isPresent();
    }

    private static String name(Key key) {
        return key.quantity().symbol() + (key.quantity() == Quantity.LOSS ? "" : key.layer());
    }
}
