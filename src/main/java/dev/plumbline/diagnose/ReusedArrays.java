package dev.plumbline.diagnose;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rejects recordings of one array that was changed in place. An array with the same numbers in every step is one only if a
 * right training changes it: after an overflow, or when all units are saturated or dead, nothing changes any more.
 */
record ReusedArrays(Experiment experiment) {
    /** The number of steps in which a right training must change the array. */
    private static final int STEPS = 4;

    /**
     * Rejects them.
     *
     * @throws SubjectFailedException that names all of them
     */
    void requireNone(Subject subject) {
        try (SubjectRun run = subject.start(experiment)) {
            List<SubjectRun.Unchanged> unchanged = run.unchanged();
            if (unchanged.isEmpty()) {
                return;
            }
            StepTrace recorded = run.step(experiment.batches().iterator().next())
                    .orElseThrow(() -> new IllegalStateException("an array that does not change, without steps"));
            List<StepTrace> expected = rightSteps(run);
            String reused = unchanged.stream()
                    .filter(tensor -> isReused(tensor, recorded, expected))
                    .map(SubjectRun.Unchanged::message)
                    .collect(Collectors.joining(System.lineSeparator()));
            if (!reused.isEmpty()) {
                throw new SubjectFailedException(ErrorKind.MISPLACED_TENSOR, reused);
            }
        }
    }

    private List<StepTrace> rightSteps(SubjectRun subject) {
        List<StepTrace> steps = new ArrayList<>();
        try (PerturbableRun run = new ReferenceEngine().start(experiment)) {
            subject.ownInitialWeights()
                    .ifPresent(weights -> run.restore(run.state().with(weights)));
            for (Batch batch : experiment.batches()) {
                if (steps.size() == STEPS) {
                    break;
                }
                steps.add(run.step(batch, Perturbation.NONE));
            }
        }
        return steps;
    }

    /** Whether the tensor is wrong in the first step, and changes in the others of a right training. */
    private static boolean isReused(SubjectRun.Unchanged tensor, StepTrace recorded, List<StepTrace> expected) {
        Optional<Matrix> first = expected.get(0).get(tensor.quantity(), tensor.layer());
        boolean isRightAtFirst = first.equals(recorded.get(tensor.quantity(), tensor.layer()));
        return !isRightAtFirst
                && expected.stream()
                        .skip(1)
                        .anyMatch(step -> differs(step.get(tensor.quantity(), tensor.layer()), first));
    }

    private static boolean differs(Optional<Matrix> tensor, Optional<Matrix> first) {
        return tensor.isPresent()
                && first.isPresent()
                && tensor.get().isFinite()
                && !DiagnosisTolerances.areTheSame(tensor.get(), first.get());
    }
}
