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
    private final StepTrace recorded;
    private final StepTrace correct;
    private final Set<Key> mismatches;

    private AliasMatcher(StepTrace recorded, StepTrace correct, Set<Key> mismatches) {
        this.mismatches = mismatches;
        this.recorded = recorded;
        this.correct = correct;
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
            Optional<StepTrace> recorded = run.step(first);
            if (recorded.isPresent() && recorded.get().size() > 1) {
                new AliasMatcher(recorded.get(), replay.tensorsOf(first), mismatches).require();
            }
        }
    }

    private void require() {
        List<Key> keys = recorded.keys();
        for (Key first : keys) {
            for (Key second : keys.subList(keys.indexOf(first), keys.size())) {
                if (doesNotMatch(first, second)
                        && !equalsCorrect(first, first)
                        && equalsCorrect(first, second)
                        && equalsCorrect(second, first)) {
                    throw new SubjectFailedException(
                            ErrorKind.MISPLACED_TENSOR,
                            name(first) + " and " + name(second)
                                    + " are recorded under each other's name: in the first step, each has the values that"
                                    + " the other has in a correct network");
                }
            }
        }
    }

    private boolean doesNotMatch(Key first, Key second) {
        return Stream.of(first, second).anyMatch(mismatches::contains);
    }

    /** Whether a tensor equals the correct value of another. */
    private boolean equalsCorrect(Key key, Key second) {
        Matrix tensor = recorded.get(key).orElseThrow();
        return correct.get(second)
                .filter(expected -> expected.size() > 1 && expected.norm() > 0)
                .filter(expected -> DiagnosisTolerances.areTheSame(tensor, expected))
                .isPresent();
    }

    private static String name(Key key) {
        return key.quantity().symbol() + (key.quantity() == Quantity.LOSS ? "" : key.layer());
    }
}
