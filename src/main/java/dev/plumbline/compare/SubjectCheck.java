package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.AllowedDistance;
import dev.plumbline.compare.run.ElementSteps;
import dev.plumbline.compare.run.PerturbedRuns;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.compare.run.Sensitivity;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the tensors of a hand-written network with the reference, over the whole training and, if the network
 * records all its weights, also step by step from these weights. A network need not record every tensor, so a missing
 * tensor is not a difference here.
 */
public final class SubjectCheck {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private final ExampleOrder order;

    /** A check of a network that keeps the examples of a batch in the experiment's order. */
    public SubjectCheck(PerturbableEngine reference, Experiment experiment) {
        this(reference, experiment, (planned, recorded, before) -> planned);
    }

    /** A check of a network that may reorder the examples of a batch. */
    public SubjectCheck(PerturbableEngine reference, Experiment experiment, ExampleOrder order) {
        this.reference = reference;
        this.experiment = experiment;
        this.order = order;
    }

    /** The order of the examples in the batches of a network. */
    @FunctionalInterface
    public interface ExampleOrder {
        /**
         * The batch in the order of the recorded tensors.
         *
         * @param before the state before the step
         */
        Batch order(Batch planned, StepTrace recorded, TrainingState before);
    }

    /** Compares the whole training, as far as the network records it. */
    public SubjectResult run(Subject subject) {
        return run(subject, StepObserver.NONE);
    }

    /** Compares the whole training, with an observer of the free-running lane. */
    public SubjectResult run(Subject subject, StepObserver observer) {
        try (SubjectRun theirs = subject.start(experiment);
                RunningCheck check = new RunningCheck(observer)) {
            return check.run(theirs);
        }
    }

    /**
     * The result of a comparison up to the first difference.
     *
     * @param lane the local lane if the network records its weights, otherwise the free-running lane
     * @param ended whether no later step can be compared
     */
    public record PartialResult(LaneResult lane, boolean ended) {}

    /** Compares the training up to the first difference. */
    public PartialResult runToDifference(Subject subject) {
        try (SubjectRun theirs = subject.start(experiment);
                RunningCheck check = new RunningCheck(StepObserver.NONE)) {
            return check.runToDifference(theirs);
        }
    }

    private final class RunningCheck implements AutoCloseable {
        private final int layers = experiment.spec().layers().size();
        private final int every = experiment.spec().reportEvery();
        private final Tolerances tolerances = Tolerances.of(experiment);
        private final ElementSteps elementSteps = new ElementSteps(experiment);
        private final PerturbableRun free = reference.start(experiment);
        private final PerturbableRun local = reference.start(experiment);
        private final Sensitivity sensitivity = new Sensitivity(reference, experiment);
        private final LaneComparison localLane =
                new LaneComparison(ComparisonMode.LOCAL, tolerances, false, StepObserver.NONE);
        private final Regression regression;
        private final CoverageRecorder coverage = new CoverageRecorder(experiment);
        private final StepObserver observer;
        private final LaneComparison freeLane;
        private final List<SubjectResult.Losses> losses = new ArrayList<>();
        private boolean showsWeights;

        private RunningCheck(StepObserver observer) {
            this.observer = observer;
            freeLane = new LaneComparison(ComparisonMode.FREE_RUNNING, tolerances, false, observer);
            // Its formulas may be other ones than the reference's, but rounding does not pull weights to one side.
            regression = new Regression(
                    tolerances.u(),
                    Tolerances.ofSystematicSums(experiment),
                    PerturbedRuns.isCostly(experiment),
                    Quantity::isLearned);
        }

        private SubjectResult run(SubjectRun theirs) {
            TrainingState before = initialState(theirs);
            long shownSteps = 0;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> recorded = theirs.step(planned);
                if (recorded.isEmpty() || recorded.get().size() == 0) {
                    break;
                }
                if (shownSteps == 0) {
                    showsWeights = showsWeights(recorded.get());
                }
                if (planned.startsEpoch() && planned.epoch() % every == 0) {
                    losses.add(losses(planned, recorded.get(), before));
                }
                before = step(order.order(planned, recorded.get(), before), recorded.get(), before);
                shownSteps++;
            }
            if (shownSteps == experiment.steps()) {
                losses.add(new SubjectResult.Losses(
                        experiment.spec().training().epochs(), ofWeights(before), evaluated(free)));
            }
            Optional<LaneResult> ofSteps =
                    showsWeights ? Optional.of(localLane.result(regression.found())) : Optional.empty();
            return new SubjectResult(
                    experiment.steps(), shownSteps, losses, ofSteps, freeLane.result(), coverage.coverage());
        }

        private PartialResult runToDifference(SubjectRun theirs) {
            TrainingState before = initialState(theirs);
            LaneComparison lane = freeLane;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> recorded = theirs.step(planned);
                if (recorded.isEmpty() || recorded.get().size() == 0) {
                    break;
                }
                if (planned.step() == 0) {
                    showsWeights = showsWeights(recorded.get());
                    lane = showsWeights ? localLane : freeLane;
                }
                Batch batch = order.order(planned, recorded.get(), before);
                if (showsWeights) {
                    before = locally(batch, recorded.get(), before);
                } else {
                    before = step(batch, recorded.get(), before);
                }
                if (lane.ended() || showsWeights && lane.hasDiffered()) {
                    break;
                }
            }
            return new PartialResult(lane.result(), lane.ended());
        }

        /** Takes and compares a step from the recorded weights, without a free run. */
        private TrainingState locally(Batch batch, StepTrace recorded, TrainingState before) {
            ReferenceStep expected = ReferenceStep.take(source(batch, before));
            localLane.compare(recorded, before, expected, AllowedDistance.NONE, elementSteps.contain(batch));
            return CheckRun.state(recorded, expected.trace());
        }

        /** The state before the first step, with the network's own initial weights if it records them. */
        private TrainingState initialState(SubjectRun theirs) {
            TrainingState given = local.state();
            return theirs.ownInitialWeights()
                    .filter(weights -> shapes(weights).equals(shapes(given.weights())))
                    .map(given::with)
                    .orElse(given);
        }

        private static List<String> shapes(List<LayerWeights> weights) {
            return weights.stream()
                    .map(layer -> layer.weights().shape() + " " + layer.bias().map(Matrix::shape))
                    .toList();
        }

        private boolean showsWeights(StepTrace first) {
            return Place.areAll(
                    experiment.spec(),
                    Quantity.WEIGHTS,
                    Quantity.BIAS,
                    place -> first.get(place.quantity(), place.layer()).isPresent());
        }

        /** Takes a step on all sides and compares it. Returns the state for the next local step. */
        private TrainingState step(Batch batch, StepTrace recorded, TrainingState before) {
            ReferenceStep.Source freeSource = source(batch, free.state());
            ReferenceStep expected = ReferenceStep.take(source(batch, before));
            StepTrace freely = free.step(batch);
            ReferenceStep locally = showsWeights
                    ? localLane.compare(recorded, before, expected, AllowedDistance.NONE, elementSteps.contain(batch))
                    : expected;
            coverage.step(recorded, locally, showsWeights, true);
            if (showsWeights && !localLane.hasDiffered()) {
                regression.step(recorded, locally);
            }
            if (!freeLane.ended()) {
                sensitivity.step(batch, recorded, locally);
                TrainingState theirs = showsWeights ? before : freeSource.before();
                freeLane.compare(
                        recorded,
                        theirs,
                        ReferenceStep.of(freeSource, freely),
                        sensitivity.between(recorded, freely, locally.trace()),
                        false);
            }
            observer.taken(ComparisonMode.FREE_RUNNING, recorded, freely);
            return CheckRun.state(recorded, expected.trace());
        }

        private ReferenceStep.Source source(Batch batch, TrainingState before) {
            return new ReferenceStep.Source(local, before, batch, experiment.spec(), tolerances);
        }

        private SubjectResult.Losses losses(Batch batch, StepTrace recorded, TrainingState before) {
            boolean ofAll = batch.size() == experiment.inputs().rows()
                    && batch.masks().stream().allMatch(Optional::isEmpty);
            Optional<Double> recordedLoss = recorded.get(Quantity.LOSS, layers)
                    .filter(loss -> ofAll && loss.size() == 1)
                    .map(loss -> loss.get(0, 0));
            return new SubjectResult.Losses(batch.epoch(), recordedLoss.or(() -> ofWeights(before)), evaluated(free));
        }

        private Optional<Double> ofWeights(TrainingState state) {
            if (!showsWeights) {
                return Optional.empty();
            }
            local.restore(state);
            return Optional.of(evaluated(local));
        }

        private double evaluated(PerturbableRun run) {
            return run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights())
                    .loss();
        }

        @Override
        public void close() {
            sensitivity.close();
            local.close();
            free.close();
        }
    }
}
