package dev.plumbline.diagnose;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.search.Diagnosed;
import dev.plumbline.diagnose.search.FindingList;
import dev.plumbline.diagnose.search.RecordedPrecision;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Distributed;
import dev.plumbline.subject.RecordedTrace;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.PerturbableEngine;
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
    private final boolean onlyTraining;

    /**
     * Prepares a check.
     *
     * @param engine the other engine; empty to leave it out, because it takes the most time
     */
    public ThreeWayCheck(Experiment experiment, Optional<? extends Engine> engine) {
        this(experiment, engine, false);
    }

    /**
     * Prepares a check.
     *
     * @param onlyTraining whether only the training is judged, and not whether each recorded tensor is what its name says
     */
    public ThreeWayCheck(Experiment experiment, Optional<? extends Engine> engine, boolean onlyTraining) {
        this(experiment, new ReferenceEngine(), engine, onlyTraining);
    }

    /** For tests in which the reference is wrong. */
    ThreeWayCheck(Experiment experiment, PerturbableEngine reference, Optional<? extends Engine> engine) {
        this(experiment, reference, engine, false);
    }

    private ThreeWayCheck(
            Experiment experiment,
            PerturbableEngine reference,
            Optional<? extends Engine> engine,
            boolean onlyTraining) {
        Distributed.requireOne(experiment.spec(), "a check of your own network");
        this.experiment = experiment;
        this.reference = reference;
        this.engine = engine;
        this.onlyTraining = onlyTraining;
    }

    /** Receives the progress of a check. */
    public interface Listener {
        /** Called when the network is diagnosed, before the other engine starts. */
        default void diagnosed(Diagnosis diagnosis) {}

        /** Called with the number of completed steps of the other engine. */
        default void stepped(long steps) {}

        /**
         * The observer of the comparison of the network with the reference, after the diagnosis; the recorded training is
         * then read once more.
         */
        default Optional<StepObserver> ofSubject(Diagnosis diagnosis) {
            return Optional.empty();
        }

        /** Whether to measure which known mistakes this check of the network would have found, if it finds none. */
        default boolean measuresPower() {
            return false;
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

    /** Runs all three trainings, each once, and reports the progress. */
    public ThreeWayResult run(Subject subject, Listener listener) {
        Subject recorded = RecordedTrace.of(subject, experiment);
        new ReusedArrays(experiment).requireNone(recorded);
        Diagnoser diagnoser = new Diagnoser(experiment);
        Diagnosed diagnosed = Diagnoser.diagnosed(diagnoser.adapt(recorded));
        CanonicalSubject adapted = diagnosed.subject();
        Experiment started = adapted.experiment(); // with the network's initial weights
        Optional<StepObserver> subjectObserver = listener.ofSubject(diagnosed.diagnosis());
        subjectObserver.ifPresent(observer -> diagnoser.compare(adapted, observer));
        SubjectResult compared = new SubjectCheck(reference, started, new BatchExamples(started)::inOrder)
                .run(adapted, subjectObserver.orElse(StepObserver.NONE));
        SubjectResult freely = subject.hasUnknownLoss() ? compared.withoutLosses() : compared;
        Diagnosis diagnosis = completed(
                        diagnosed.diagnosis(), freely, !subject.hasEstimatedConstants() && isExact(adapted))
                .in(subject)
                .withEquivalents();
        listener.diagnosed(diagnosis);
        Optional<CheckResult> result =
                engine.map(tested -> new Check(reference, tested).run(started, forwarding(listener)));
        Optional<GradientVerdict> judgement =
                engine.flatMap(tested -> result.flatMap(new GradientArbiter(started, reference, tested)::of));
        Optional<Power> power = listener.measuresPower() && diagnosis.findings().isEmpty()
                ? Optional.of(DetectionPower.ofNetwork(adapted))
                : Optional.empty();
        boolean isOpen = subject.hasUnknownOptimizer()
                || subject.hasGuessedLoss() && diagnosis.findings().isEmpty();
        return new ThreeWayResult(
                subject.name(), diagnosis, isOpen ? freely.withoutLanes() : freely, result, judgement, power);
    }

    /**
     * The diagnosis with the coverage of the comparison; if it has no finding, with a difference that only the lanes
     * found.
     *
     * @param isExact whether the recorded weights have all their digits, so that a drift of last places shows
     */
    private Diagnosis completed(Diagnosis ofTensors, SubjectResult freely, boolean isExact) {
        Coverage coverage = freely.coverage();
        Diagnosis covered = coverage.tensors().isEmpty() ? ofTensors : ofTensors.withCoverage(coverage);
        Diagnosis diagnosis = onlyTraining ? covered.ofOnlyTraining() : covered;
        double exact = DiagnosisTolerances.of(experiment).exact();
        Optional<Finding> ofStep = Stream.of(
                        freely.local().flatMap(LaneResult::firstDifference),
                        freely.freeRunning().firstDifference())
                .flatMap(Optional::stream)
                // The recorded numbers may have fewer digits, or constants more, than the lanes allow for.
                .filter(difference -> !(difference.relative() <= exact))
                .findFirst()
                .map(FindingList::unexplained);
        Optional<Finding> ofAllSteps = freely.local().filter(lane -> isExact).stream()
                .flatMap(lane -> lane.systematic().stream())
                .findFirst()
                .map(error -> FindingList.systematic(error, experiment.steps() - 1));
        return ofStep.or(() -> ofAllSteps)
                .filter(finding -> diagnosis.findings().isEmpty() && diagnosis.isWhole())
                .map(diagnosis::with)
                .orElse(diagnosis);
    }

    /** Whether the weights have the digits of the network's precision, and constants are those of the reference. */
    private static boolean isExact(CanonicalSubject subject) {
        if (DiagnosisTolerances.hasRoundedConstants(subject.experiment().spec()) || subject.isRounded(Quantity.BIAS)) {
            return false;
        }
        try (SubjectRun run = subject.start(subject.experiment())) {
            return run.step(subject.experiment().batches().iterator().next())
                    .filter(step -> !RecordedPrecision.areFew(step))
                    .isPresent();
        }
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
