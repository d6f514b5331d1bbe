package dev.plumbline.diagnose;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Distributed;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares a hand-written network with an engine such as DL4J and with the reference. If the engine and the reference
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
     * Prepares a check.
     *
     * @param engine the other engine; empty to leave it out, because it takes the most time
     */
    public ThreeWayCheck(Experiment experiment, Optional<? extends Engine> engine) {
        this(experiment, new ReferenceEngine(), engine);
    }

    /** For tests in which the reference is wrong. */
    ThreeWayCheck(Experiment experiment, PerturbableEngine reference, Optional<? extends Engine> engine) {
        Distributed.requireOne(experiment.spec(), "a check of your own network");
        this.experiment = experiment;
        this.reference = reference;
        this.engine = engine;
    }

    /** Receives the progress of a check. */
    public interface Listener {
        /** Called when the network is diagnosed, before the other engine starts. */
        default void diagnosed(Diagnosis diagnosis) {}

        /** Called with the number of completed steps of the other engine. */
        default void stepped(long steps) {}

        /**
         * The observer of the comparison of the network with the reference, after the diagnosis; the training is then
         * repeated once.
         */
        default Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
            return Optional.empty();
        }

        /** The observer of the comparison of the other engine with the reference. */
        default StepObserver ofEngine() {
            return StepObserver.NONE;
        }
    }

    /** Runs all three trainings. */
    public ThreeWayResult run(Subject subject) {
        return run(subject, new Listener() {});
    }

    /** Runs all three trainings and reports the progress. */
    public ThreeWayResult run(Subject subject, Listener listener) {
        Diagnoser diagnoser = new Diagnoser(experiment);
        Diagnosed diagnosed = Diagnoser.diagnosed(diagnoser.adapt(subject));
        CanonicalSubject adapted = diagnosed.subject();
        Diagnosis diagnosis = diagnosed.diagnosis();
        Experiment started = adapted.experiment(); // with the network's initial weights
        listener.diagnosed(diagnosis);
        Optional<StepObserver> subjectObserver = listener.ofSubject(diagnosis);
        subjectObserver.ifPresent(observer -> diagnoser.compare(adapted, observer));
        SubjectResult freely = new SubjectCheck(reference, started, new BatchExamples(started)::inOrder)
                .run(adapted, subjectObserver.orElse(StepObserver.NONE));
        Optional<CheckResult> result =
                engine.map(other -> new Check(reference, other).run(started, forwarding(listener)));
        Optional<GradientVerdict> judgement =
                engine.flatMap(other -> result.flatMap(new GradientArbiter(started, reference, other)::of));
        return new ThreeWayResult(subject.name(), completed(diagnosis, freely), freely, result, judgement);
    }

    /** The diagnosis; if it has no finding, with a difference that only the lanes found. */
    private Diagnosis completed(Diagnosis diagnosis, SubjectResult freely) {
        double exact = DiagnosisTolerances.of(experiment).exact();
        return Stream.of(
                        freely.local().flatMap(LaneResult::firstDifference),
                        freely.freeRunning().firstDifference())
                .flatMap(Optional::stream)
                .filter(difference -> diagnosis.agrees())
                // The recorded numbers may have fewer digits, or constants more, than the lanes allow for.
                .filter(difference -> !(difference.relative() <= exact))
                .findFirst()
                .map(difference -> diagnosis.with(FindingList.unexplained(difference)))
                .orElse(diagnosis);
    }

    private static Check.Listener forwarding(Listener listener) {
        StepObserver observer = listener.ofEngine();
        return new Check.Listener() {
            @Override
            public void stepped(long steps) {
                listener.stepped(steps);
            }

            @Override
            public StepObserver observer() {
                return observer;
            }
        };
    }
}
