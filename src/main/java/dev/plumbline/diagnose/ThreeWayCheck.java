package dev.plumbline.diagnose;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.Lane;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.diagnose.Diagnoser.Diagnosed;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Distributed;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares a hand-written network with an engine such as DL4J and with the reference. If these two ever
 * disagree, central differences of the loss decide between them.
 *
 * <pre>{@code
 * ThreeWayResult result = new ThreeWayCheck(experiment, Optional.of(new Dl4jEngine())).run(subject);
 * }</pre>
 */
public final class ThreeWayCheck {
    private final Experiment experiment;
    private final PerturbableEngine reference;
    private final Optional<? extends Engine> engine;

    /**
     * A check.
     *
     * @param engine the other witness; empty to leave it out, as it takes the most time
     */
    public ThreeWayCheck(Experiment experiment, Optional<? extends Engine> engine) {
        this(experiment, new ReferenceEngine(), engine);
    }

    /** For tests in which it is the reference that is wrong. */
    ThreeWayCheck(Experiment experiment, PerturbableEngine reference, Optional<? extends Engine> engine) {
        Distributed.requireOne(experiment.spec(), "a check of your own network");
        this.experiment = experiment;
        this.reference = reference;
        this.engine = engine;
    }

    /** Who wants to see how it goes on. */
    public interface Listener {
        /** The network is diagnosed; the other engine comes next. */
        default void diagnosed(Diagnosis diagnosis) {}

        /** So many of all steps of the other engine are done. */
        default void stepped(long steps) {}

        /** Who sees the network beside the reference, once it is diagnosed; it is looked at once more for that. */
        default Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
            return Optional.empty();
        }

        /** Who sees the other engine beside the reference. */
        default StepObserver ofEngine() {
            return StepObserver.NONE;
        }
    }

    /** Runs all three trainings. */
    public ThreeWayResult run(Subject subject) {
        return run(subject, new Listener() {});
    }

    /** The same, while somebody looks on. */
    public ThreeWayResult run(Subject subject, Listener listener) {
        Diagnoser diagnoser = new Diagnoser(experiment);
        Diagnosed diagnosed = Diagnoser.diagnosed(diagnoser.adapt(subject));
        CanonicalSubject adapted = diagnosed.subject();
        Diagnosis diagnosis = diagnosed.diagnosis();
        Experiment started = adapted.experiment(); // from where the network has started
        listener.diagnosed(diagnosis);
        Optional<StepObserver> looksOn = listener.ofSubject(diagnosis);
        looksOn.ifPresent(observer -> diagnoser.compare(adapted, observer));
        SubjectResult freely = new SubjectCheck(reference, started, new BatchExamples(started)::inOrder)
                .run(adapted, looksOn.orElse(StepObserver.NONE));
        Optional<CheckResult> result =
                engine.map(other -> new Check(reference, other).run(started, passedOn(listener)));
        Optional<GradientVerdict> judgement =
                engine.flatMap(other -> result.flatMap(new GradientArbiter(started, reference, other)::of));
        return new ThreeWayResult(subject.name(), completed(diagnosis, freely), freely, result, judgement);
    }

    /** The diagnosis, with what only the lanes show where it has found nothing. */
    private Diagnosis completed(Diagnosis diagnosis, SubjectResult freely) {
        double exact = DiagnosisTolerances.of(experiment).exact();
        return Stream.of(
                        freely.local().flatMap(LaneResult::firstDifference),
                        freely.freeRunning().firstDifference())
                .flatMap(Optional::stream)
                .filter(difference -> diagnosis.agrees())
                // What is shown may have fewer digits, or constants of more, than the lanes allow for.
                .filter(difference -> !(difference.relative() <= exact))
                .findFirst()
                .map(difference -> diagnosis.with(FindingList.unexplained(difference)))
                .orElse(diagnosis);
    }

    private static Check.Listener passedOn(Listener listener) {
        StepObserver observer = listener.ofEngine();
        return new Check.Listener() {
            @Override
            public void stepped(long steps) {
                listener.stepped(steps);
            }

            @Override
            public void compared(Difference difference) {
                observer.compared(difference);
            }

            @Override
            public void taken(Lane lane, StepTrace subject, StepTrace expected) {
                observer.taken(lane, subject, expected);
            }
        };
    }
}
