package dev.plumbline.diagnose;

import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.search.Diagnosed;
import dev.plumbline.diagnose.search.DiagnosisRun;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
        Diagnosed cheapest = new JointSearch(subject.experiment()).cheapest(subject);
        boolean isExact = !cheapest.subject().isRounded(Quantity.BIAS);
        return cheapest.diagnosis().findings().isEmpty() && isExact
                ? cheapest
                : new WeightVerdict(subject).of(cheapest);
    }

    /**
     * Whether anything is wrong with a network, whatever conventions it uses. It does not search for the reason, so it
     * costs little more than the steps up to the first difference.
     *
     * @param subject a network that records its tensors in this project's notation, unless a mistake looks like another
     */
    boolean isDifferent(Subject subject) {
        CanonicalSubject plain = CanonicalSubject.asRecorded(subject, experiment);
        if (!isDifferentAs(plain)) {
            return false;
        }
        // Wrong weights are wrong in every convention, unless they are those before the update.
        if (movesWeights(plain)
                && isDifferentAs(plain.restrictedTo(key -> key.quantity().isLearned()))) {
            return true;
        }
        try {
            return adapt(subject).readings().stream().allMatch(Diagnoser::isDifferentAs);
        } catch (SubjectFailedException e) {
            return true; // a recording that contradicts itself
        }
    }

    private static boolean isDifferentAs(CanonicalSubject reading) {
        return new DiagnosisRun(reading).isDifferent();
    }

    /** Whether the weights of every layer are recorded, and the first ones are not the initial ones. */
    private boolean movesWeights(CanonicalSubject subject) {
        try (SubjectRun run = subject.start(experiment)) {
            List<LayerWeights> start = experiment.initialWeights();
            Optional<StepTrace> first = run.step(experiment.batches().iterator().next());
            return IntStream.rangeClosed(1, start.size())
                    .allMatch(l -> first.flatMap(step -> step.get(Quantity.WEIGHTS, l))
                            .filter(weights -> !weights.equals(start.get(l - 1).weights()))
                            .isPresent());
        }
    }

    /**
     * Goes through a training again and reports each tensor with the reference's value, computed from the network's own
     * preceding tensors: only tensors that were computed wrongly themselves differ.
     */
    public void compare(CanonicalSubject subject, StepObserver observer) {
        new DiagnosisRun(subject).compare(observer);
    }
}
