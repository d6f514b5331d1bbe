package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From which weights a network has started, where its first steps show that they are not the experiment's.
 *
 * @param evidence what the network shows
 * @param shownPlaces the same, tensor by tensor
 * @param batches of the first steps
 * @param shown what the network shows of each of them
 * @param variants every way of every mistake
 * @param budget that looking for weights besides another mistake may take
 */
record InitialWeightSearch(
        Experiment experiment,
        Evidence evidence,
        Set<Replay.Place> shownPlaces,
        DiagnosisTolerances tolerances,
        List<Batch> batches,
        List<StepTrace> shown,
        Variants variants,
        SearchBudget budget) {

    /** So many numbers are calculated in Newton's method, of each equation of three unknowns. */
    private static final double NEWTON = 15 / 3.0;

    /** Weights with which what was wrong of the forward pass is right, or all that is shown where that is only weights. */
    Optional<InitialWeightCandidates.Candidate> find() {
        List<TensorMatch> wrong = wrong(experiment.initialWeights(), List.of(), 1);
        if (wrong.stream().noneMatch(each -> isOfTheStart(each.key()))) {
            return Optional.empty();
        }
        return InitialWeightCandidates.mistaken(experiment).stream()
                .filter(candidate -> InitialWeightCandidates.fits(candidate.weights(), experiment))
                .filter(candidate -> explains(candidate.weights(), List.of(), wrong))
                .findFirst()
                .or(() -> inferred(solved(List.of()), List.of(), wrong))
                .or(() -> showsForward() ? Optional.empty() : inferred(remembered(), List.of(), wrong))
                .or(() -> showsForward() && !isOfOneMistake() ? besidesAnother(wrong) : Optional.empty());
    }

    /** Whether from the experiment's weights a single mistake makes the forward pass what it is. */
    private boolean isOfOneMistake() {
        return variants.everything().stream()
                .filter(hypothesis -> hypothesis.variant().of().contains(Quantity.PRE_ACTIVATION)
                        || hypothesis.variant().of().contains(Quantity.ACTIVATION))
                .anyMatch(hypothesis -> wrong(experiment.initialWeights(), List.of(hypothesis), 1).stream()
                        .noneMatch(each -> isOfTheStart(each.key())));
    }

    /** The forward pass tells whether weights are right, whatever mistake was made besides. */
    private Optional<InitialWeightCandidates.Candidate> besidesAnother(List<TensorMatch> wrong) {
        List<List<LayerWeights>> plain = solved(List.of()).toList();
        double unknown = experiment.spec().parameters();
        List<Hypothesis> everywhereFirst = variants.everything().stream()
                .sorted(Comparator.comparing(Hypothesis::isOfOneLayer))
                .toList();
        for (Hypothesis hypothesis : everywhereFirst) {
            if (!budget.allows(1) || !isSeparate() && !budget.allowsNumbers(NEWTON * unknown * unknown * unknown)) {
                budget.giveUp("Whether it has started from other weights, besides another mistake, was not tried with"
                        + " every mistake.");
                return Optional.empty();
            }
            List<Hypothesis> one = List.of(hypothesis);
            Optional<InitialWeightCandidates.Candidate> found =
                    inferred(isHidden(hypothesis) ? solved(one) : plain.stream(), one, wrong);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a mistake changes what the weights are concluded to be: something that is not shown, or what becomes of an update
     * that is.
     */
    private boolean isHidden(Hypothesis hypothesis) {
        return changesLearned(hypothesis)
                || hypothesis.variant().of().stream()
                        .anyMatch(quantity -> IntStream.rangeClosed(
                                        1, experiment.spec().layers().size())
                                .anyMatch(l -> hypothesis.changes(quantity, l, experiment.spec())
                                        && !shownPlaces.contains(new Replay.Place(quantity, l))));
    }

    private static boolean changesLearned(Hypothesis hypothesis) {
        return hypothesis.variant().of().stream().anyMatch(Quantity::isLearned);
    }

    /** Whether all gradients are shown, so that no weight's update depends on another weight. */
    private boolean isSeparate() {
        return IntStream.rangeClosed(1, experiment.spec().layers().size())
                .allMatch(l -> shownPlaces.contains(new Replay.Place(Quantity.WEIGHT_GRADIENT, l))
                        && (!experiment.spec().layers().get(l - 1).bias()
                                || shownPlaces.contains(new Replay.Place(Quantity.BIAS_GRADIENT, l))));
    }

    private Optional<InitialWeightCandidates.Candidate> inferred(
            Stream<List<LayerWeights>> solved, List<Hypothesis> hypotheses, List<TensorMatch> wrong) {
        return solved.filter(weights -> explains(weights, hypotheses, wrong))
                .map(weights -> InitialWeightCandidates.named(weights, experiment))
                .findFirst();
    }

    /** Weights from which the first step comes to what it shows, with these mistakes in it. */
    private Stream<List<LayerWeights>> solved(List<Hypothesis> hypotheses) {
        Optional<StepInversion> rewinding = StepInversion.of(
                experiment.initialWeights(), shown.get(0), isSeparate(), weights -> firstStep(weights, hypotheses));
        if (rewinding.isEmpty()) {
            return Stream.empty();
        }
        Stream<Supplier<Optional<List<LayerWeights>>>> ways = Stream.of(
                () -> rewinding.get().solve(),
                () -> showsForward()
                        ? rewinding.get().solve(shown.get(0), weights -> error(weights, hypotheses))
                        : Optional.empty());
        return ways.flatMap(way -> way.get().stream());
    }

    /** Weights as the second step tells them, and as the first one comes to what it shows from there. */
    private Stream<List<LayerWeights>> remembered() {
        if (shown.size() < 2) {
            return Stream.empty();
        }
        List<LayerWeights> like = experiment.initialWeights();
        Optional<List<LayerWeights>> before = StepInversion.shownWeights(like, shown.get(0));
        Optional<List<LayerWeights>> after = StepInversion.shownWeights(like, shown.get(1));
        if (before.isEmpty() || after.isEmpty()) {
            return Stream.empty();
        }
        Optional<List<LayerWeights>> start = new SecondStepEquation(
                        experiment.spec(), batches.get(0), batches.get(1), before.get(), after.get(), this::tensors)
                .start();
        Optional<StepInversion> rewinding =
                StepInversion.of(like, shown.get(0), false, weights -> firstStep(weights, List.of()));
        return start.stream()
                .flatMap(weights -> Stream.iterate(
                                weights, each -> rewinding.get().once(each).orElse(each))
                        .limit(3));
    }

    private StepTrace tensors(Batch batch, List<LayerWeights> weights) {
        budget.spend(1);
        try (Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            replay.step(batch);
            return replay.goneOnWith();
        }
    }

    /** How far the first steps are from what is shown of them; 0 where all of it matches. */
    private double error(List<LayerWeights> weights, List<Hypothesis> hypotheses) {
        budget.spend(shown.size());
        return wrong(weights, hypotheses, shown.size()).stream()
                .mapToDouble(each -> each.shown().hasShapeOf(each.right())
                        ? each.shown().normOfDifference(each.right())
                                / (1 + each.right().norm())
                        : 1)
                .sum();
    }

    private StepInversion.Tensors firstStep(List<LayerWeights> weights, List<Hypothesis> hypotheses) {
        budget.spend(1);
        try (Replay replay = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            replay.step(batches.get(0), shown.get(0));
            StepTrace step = hypotheses.stream().anyMatch(InitialWeightSearch::changesLearned)
                    ? withChanges(replay.goneOnWith(), weights, replay.expected())
                    : replay.goneOnWith();
            return new StepInversion.Tensors(step, replay.right());
        }
    }

    /** The step with the change of each W and b as its update: some mistakes change what becomes of an update. */
    private static StepTrace withChanges(StepTrace step, List<LayerWeights> before, StepTrace after) {
        StepTrace changed = new StepTrace(step.step(), step.layers());
        step.keys().stream()
                .filter(key -> key.quantity() != Quantity.WEIGHT_UPDATE && key.quantity() != Quantity.BIAS_UPDATE)
                .forEach(key -> changed.record(
                        key.quantity(), key.layer(), step.get(key).orElseThrow()));
        for (int l = 1; l <= before.size(); l++) {
            LayerWeights start = before.get(l - 1);
            changed.record(
                    Quantity.WEIGHT_UPDATE,
                    l,
                    start.weights().minus(after.get(Quantity.WEIGHTS, l).orElseThrow()));
            if (start.bias().isPresent()) {
                changed.record(
                        Quantity.BIAS_UPDATE,
                        l,
                        start.bias().get().minus(after.get(Quantity.BIAS, l).orElseThrow()));
            }
        }
        return changed;
    }

    /** The weights after a step have always come from some weights; whether from these, only further steps tell. */
    private boolean explains(List<LayerWeights> weights, List<Hypothesis> hypotheses, List<TensorMatch> before) {
        if (showsForward()) {
            List<TensorMatch> left = wrong(weights, hypotheses, 1);
            return left.size() < before.size() && left.stream().noneMatch(each -> isOfTheStart(each.key()));
        }
        return shown.size() > 1 && wrong(weights, hypotheses, shown.size()).isEmpty();
    }

    private boolean showsForward() {
        return shownPlaces.contains(new Replay.Place(Quantity.PRE_ACTIVATION, 1))
                || shownPlaces.contains(new Replay.Place(Quantity.ACTIVATION, 1));
    }

    /** Whether a tensor shows at once which weights a layer has started from. */
    private boolean isOfTheStart(Key key) {
        return key.quantity() == Quantity.PRE_ACTIVATION
                || key.quantity() == Quantity.ACTIVATION
                        && !shownPlaces.contains(new Replay.Place(Quantity.PRE_ACTIVATION, key.layer()))
                || evidence == Evidence.WEIGHTS && key.quantity() == Quantity.WEIGHTS;
    }

    private List<TensorMatch> wrong(List<LayerWeights> weights, List<Hypothesis> hypotheses, int steps) {
        List<TensorMatch> found = new ArrayList<>();
        BatchExamples examples = new BatchExamples(experiment);
        try (Replay replay = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            for (int i = 0; i < steps; i++) {
                Batch planned = batches.get(i);
                Batch batch =
                        examples.taken(planned, shown.get(i), replay.state()).orElse(planned);
                replay.step(batch, shown.get(i)).stream()
                        .filter(each -> !each.matches())
                        .forEach(found::add);
            }
        }
        return found;
    }
}
