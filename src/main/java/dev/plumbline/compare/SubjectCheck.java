package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the tensors of a hand-written network with the reference: in a free run and, if it shows all its weights, step by
 * step from these weights. A network need not show every tensor, so a missing tensor is not a difference here.
 */
public final class SubjectCheck {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private final ExampleOrder taken;

    /** A check in which the network takes the experiment's batches as they are. */
    public SubjectCheck(PerturbableEngine reference, Experiment experiment) {
        this(reference, experiment, (planned, shown, before) -> planned);
    }

    /** A check of a network that may take the examples of a batch in another order. */
    public SubjectCheck(PerturbableEngine reference, Experiment experiment, ExampleOrder taken) {
        this.reference = reference;
        this.experiment = experiment;
        this.taken = taken;
    }

    /** How a network has ordered the examples of a batch. */
    @FunctionalInterface
    public interface ExampleOrder {
        /**
         * The batch in the order of what is shown.
         *
         * @param before the state before the step
         */
        Batch order(Batch planned, StepTrace shown, TrainingState before);
    }

    /** Runs the whole training, as far as the network shows it. */
    public SubjectResult run(Subject subject) {
        return run(subject, StepObserver.NONE);
    }

    /** The same, while somebody looks on in the free-running lane. */
    public SubjectResult run(Subject subject, StepObserver observer) {
        try (SubjectRun theirs = subject.start(experiment);
                Steps steps = new Steps(observer)) {
            return steps.toTheEnd(theirs);
        }
    }

    /**
     * How far a network is the reference's but for rounding.
     *
     * @param lane the lane that tells, step by step where the weights are shown and else freely, up to that step
     * @param ended whether no step after it can be compared
     */
    public record PartialResult(LaneResult lane, boolean ended) {}

    /** Runs the training only as far as a difference is looked for. */
    public PartialResult runToDifference(Subject subject) {
        try (SubjectRun theirs = subject.start(experiment);
                Steps steps = new Steps(StepObserver.NONE)) {
            return steps.runToDifference(theirs);
        }
    }

    private final class Steps implements AutoCloseable {
        private final int layers = experiment.spec().layers().size();
        private final int every = experiment.spec().reportEvery();
        private final Tolerances tolerances = Tolerances.of(experiment);
        private final ElementSteps elementSteps = new ElementSteps(experiment);
        private final PerturbableRun free = reference.start(experiment);
        private final PerturbableRun local = reference.start(experiment);
        private final Sensitivity sensitivity = new Sensitivity(reference, experiment);
        private final LaneComparison localLane = new LaneComparison(Lane.LOCAL, tolerances, false, StepObserver.NONE);
        private final StepObserver observer;
        private final LaneComparison freeLane;
        private final List<SubjectResult.Losses> losses = new ArrayList<>();
        private boolean showsWeights;

        private Steps(StepObserver observer) {
            this.observer = observer;
            freeLane = new LaneComparison(Lane.FREE_RUNNING, tolerances, false, observer);
        }

        private SubjectResult toTheEnd(SubjectRun theirs) {
            TrainingState before = beginning(theirs);
            long shownSteps = 0;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = theirs.step(planned);
                if (shown.isEmpty() || shown.get().size() == 0) {
                    break;
                }
                if (shownSteps == 0) {
                    showsWeights = showsWeights(shown.get());
                }
                if (planned.startsEpoch() && planned.epoch() % every == 0) {
                    losses.add(losses(planned, shown.get(), before));
                }
                before = step(taken.order(planned, shown.get(), before), shown.get(), before);
                shownSteps++;
            }
            if (shownSteps == experiment.steps()) {
                losses.add(new SubjectResult.Losses(
                        experiment.spec().training().epochs(), ofWeights(before), evaluated(free)));
            }
            Optional<LaneResult> ofSteps = showsWeights ? Optional.of(localLane.result()) : Optional.empty();
            return new SubjectResult(experiment.steps(), shownSteps, losses, ofSteps, freeLane.result());
        }

        private PartialResult runToDifference(SubjectRun theirs) {
            TrainingState before = beginning(theirs);
            LaneComparison telling = freeLane;
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = theirs.step(planned);
                if (shown.isEmpty() || shown.get().size() == 0) {
                    break;
                }
                if (planned.step() == 0) {
                    showsWeights = showsWeights(shown.get());
                    telling = showsWeights ? localLane : freeLane;
                }
                Batch batch = taken.order(planned, shown.get(), before);
                if (showsWeights) {
                    before = locally(batch, shown.get(), before);
                } else {
                    before = step(batch, shown.get(), before);
                }
                if (telling.ended() || showsWeights && telling.hasDiffered()) {
                    break;
                }
            }
            return new PartialResult(telling.result(), telling.ended());
        }

        /** Takes a step only from the weights that the network shows. */
        private TrainingState locally(Batch batch, StepTrace shown, TrainingState before) {
            ReferenceStep expected = ReferenceStep.take(source(batch, before));
            localLane.compare(shown, before, expected, AllowedDistance.NONE, elementSteps.contain(batch));
            return CheckRun.state(shown, expected.trace());
        }

        /** The state before the first step, with the weights that the network says it has started from. */
        private TrainingState beginning(SubjectRun theirs) {
            TrainingState given = local.state();
            return theirs.ownInitialWeights()
                    .filter(own -> shapes(own).equals(shapes(given.weights())))
                    .map(given::with)
                    .orElse(given);
        }

        private static List<String> shapes(List<LayerWeights> weights) {
            return weights.stream()
                    .map(layer -> layer.weights().shape() + " " + layer.bias().map(Matrix::shape))
                    .toList();
        }

        private boolean showsWeights(StepTrace first) {
            for (int l = 1; l <= layers; l++) {
                boolean bias = experiment.initialWeights().get(l - 1).bias().isPresent();
                if (first.get(Quantity.WEIGHTS, l).isEmpty()
                        || bias && first.get(Quantity.BIAS, l).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        /** Takes a step on all sides and compares; returns the state from which the next is to be taken locally. */
        private TrainingState step(Batch batch, StepTrace shown, TrainingState before) {
            ReferenceStep.Source freeSource = source(batch, free.state());
            ReferenceStep expected = ReferenceStep.take(source(batch, before));
            StepTrace freely = free.step(batch);
            ReferenceStep locally = showsWeights
                    ? localLane.compare(shown, before, expected, AllowedDistance.NONE, elementSteps.contain(batch))
                    : expected;
            if (!freeLane.ended()) {
                sensitivity.step(batch, shown, locally);
                TrainingState theirs = showsWeights ? before : freeSource.before();
                freeLane.compare(
                        shown,
                        theirs,
                        ReferenceStep.of(freeSource, freely),
                        sensitivity.between(shown, freely, locally.trace()),
                        false);
            }
            observer.taken(Lane.FREE_RUNNING, shown, freely);
            return CheckRun.state(shown, expected.trace());
        }

        private ReferenceStep.Source source(Batch batch, TrainingState before) {
            return new ReferenceStep.Source(local, before, batch, experiment.spec(), tolerances);
        }

        private SubjectResult.Losses losses(Batch batch, StepTrace shown, TrainingState before) {
            boolean ofAll = batch.size() == experiment.inputs().rows()
                    && batch.masks().stream().allMatch(Optional::isEmpty);
            Optional<Double> own = shown.get(Quantity.LOSS, layers)
                    .filter(loss -> ofAll && loss.size() == 1)
                    .map(loss -> loss.get(0, 0));
            return new SubjectResult.Losses(batch.epoch(), own.or(() -> ofWeights(before)), evaluated(free));
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
