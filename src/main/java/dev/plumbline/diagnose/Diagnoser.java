package dev.plumbline.diagnose;

import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;

/**
 * Finds the cause of a difference between a network and its file.
 *
 * <p>The reference recomputes each recorded tensor from the network's preceding values, so the first tensor that does
 * not match was computed wrongly itself. Every known mistake that could cause this is then put into the reference, to
 * find those that reproduce the tensor, in this step and in the following ones. With that mistake in place, the search
 * continues with the next tensor that does not match.
 *
 * <pre>{@code
 * Diagnosis diagnosis = new Diagnoser(experiment).diagnose(subject);
 * }</pre>
 */
public final class Diagnoser {
    private final Experiment experiment;

    /** Diagnoses networks that implement this experiment. */
    public Diagnoser(Experiment experiment) {
        this.experiment = experiment;
    }

    /**
     * The network in this project's notation.
     *
     * @throws dev.plumbline.trace.SubjectFailedException if two tensors are recorded under each other's name
     */
    public CanonicalSubject adapt(Subject subject) {
        return CanonicalSubject.of(subject, experiment);
    }

    /** Diagnoses a network; without findings if no recorded tensor is wrong. */
    public Diagnosis diagnose(Subject subject) {
        return diagnose(adapt(subject));
    }

    /** Diagnoses a network whose conventions are known, except where a mistake hides them. */
    public Diagnosis diagnose(CanonicalSubject subject) {
        return diagnosed(subject).diagnosis();
    }

    /** The diagnosis, with the network in the conventions that were used in the end. */
    static Diagnosed diagnosed(CanonicalSubject subject) {
        Diagnosed all = new JointSearch(subject.experiment()).cheapest(subject);
        boolean isExact = !all.subject().isRounded(Quantity.BIAS);
        return all.diagnosis().findings().isEmpty() && isExact ? all : new WeightVerdict(subject).of(all);
    }

    /**
     * Goes through a training again and reports each tensor with the reference's value, computed from the network's own
     * preceding tensors: only tensors that were computed wrongly themselves differ.
     */
    public void compare(CanonicalSubject subject, StepObserver observer) {
        new DiagnosisRun(subject.experiment(), subject).compare(observer);
    }
}
