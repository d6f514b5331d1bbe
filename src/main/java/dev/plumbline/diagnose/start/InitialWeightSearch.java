package dev.plumbline.diagnose.start;

import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.InitialWeightCandidates;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
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
 * Finds the initial weights of a network whose first steps show that they are not the experiment's.
 *
 * @param evidence the kind of recorded tensors
 * @param shownPlaces the places of the recorded tensors
 * @param batches the batches of the first steps
 * @param recorded the recorded tensors of these steps
 * @param variants all variants of all mistakes
 * @param budget the budget for searching initial weights combined with another mistake
 */
public record InitialWeightSearch(
        Experiment experiment,
        Evidence evidence,
        Set<Place> shownPlaces,
        DiagnosisTolerances tolerances,
        List<Batch> batches,
        List<StepTrace> recorded,
        Variants variants,
        SearchBudget budget) {

    /** The cost of Newton's method relative to the cube of the number of unknowns. */
    private static final double NEWTON = 15 / 3.0;

    /** Weights that correct the forward pass, or all recorded tensors if only weights are recorded. */
    public Optional<InitialWeightCandidates.Candidate> find() {
        List<TensorMismatches> wrong = wrong(experiment.initialWeights(), List.of(), 1);
        if (wrong.stream().noneMatch(mismatch -> isOfTheStart(mismatch.key()))) {
            return Optional.empty();
        }
        return InitialWeightCandidates.mistaken(experiment).stream()
                .filter(candidate -> InitialWeightCandidates.fits(candidate.weights(), experiment))
                .filter(candidate -> explains(candidate.weights(), List.of(), wrong))
                .findFirst()
                .or(() -> inferred(solved(List.of()), List.of(), wrong)
                        .or(() -> showsForward() ? Optional.empty() : inferred(fromSecondStep(), List.of(), wrong))
                        .filter(start -> showsForward() || !isReproducedByOneMistake()))
                .or(() -> showsForward() && !isOfOneMistake() ? besidesAnother(wrong) : Optional.empty());
    }

    /** Whether a single mistake with the experiment's weights explains the forward pass. */
    private boolean isOfOneMistake() {
        return variants.everything().stream()
                .filter(hypothesis -> hypothesis.variant().of().contains(Quantity.PRE_ACTIVATION)
                        || hypothesis.variant().of().contains(Quantity.ACTIVATION))
                .anyMatch(hypothesis -> wrong(experiment.initialWeights(), List.of(hypothesis), 1).stream()
                        .noneMatch(mismatch -> isOfTheStart(mismatch.key())));
    }

    /**
     * Whether a single mistake with the experiment's weights gives all recorded tensors. It is the better explanation:
     * after a first step that is wrong and others that are right, as where only the first gradient is clipped, some other
     * initial weights fit too.
     */
    private boolean isReproducedByOneMistake() {
        return variants.everything().stream()
                .anyMatch(hypothesis -> wrong(experiment.initialWeights(), List.of(hypothesis), recorded.size())
                        .isEmpty());
    }

    /** Initial weights combined with another mistake; the forward pass shows whether the weights are right. */
    private Optional<InitialWeightCandidates.Candidate> besidesAnother(List<TensorMismatches> wrong) {
        List<List<LayerWeights>> plain = solved(List.of()).toList();
        double unknown = experiment.spec().parameters();
        List<Hypothesis> everywhereFirst = variants.everything().stream()
                .sorted(Comparator.comparing(Hypothesis::isOfOneLayer))
                .toList();
        for (Hypothesis hypothesis : everywhereFirst) {
            if (!budget.allows(1) || !isSeparate() && !budget.allowsNumbers(NEWTON * unknown * unknown * unknown)) {
                budget.giveUp("Other initial weights were not tested in combination with every other mistake.");
                return Optional.empty();
            }
            List<Hypothesis> hypotheses = List.of(hypothesis);
            Optional<InitialWeightCandidates.Candidate> candidate =
                    inferred(isHidden(hypothesis) ? solved(hypotheses) : plain.stream(), hypotheses, wrong);
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a mistake changes the inferred weights: it changes a tensor that is not recorded, or the effect of a
     * recorded update.
     */
    private boolean isHidden(Hypothesis hypothesis) {
        return changesLearned(hypothesis)
                || hypothesis.variant().of().stream()
                        .anyMatch(quantity -> IntStream.rangeClosed(
                                        1, experiment.spec().layers().size())
                                .anyMatch(l -> hypothesis.changes(quantity, l, experiment.spec())
                                        && !shownPlaces.contains(new Place(quantity, l))));
    }

    private static boolean changesLearned(Hypothesis hypothesis) {
        return hypothesis.variant().of().stream().anyMatch(Quantity::isLearned);
    }

    /** Whether all gradients are recorded, so that no weight's update depends on another weight. */
    private boolean isSeparate() {
        return Place.areAll(experiment.spec(), Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT, shownPlaces::contains);
    }

    private Optional<InitialWeightCandidates.Candidate> inferred(
            Stream<List<LayerWeights>> solved, List<Hypothesis> hypotheses, List<TensorMismatches> wrong) {
        return solved.filter(weights -> explains(weights, hypotheses, wrong))
                .map(weights -> InitialWeightCandidates.named(weights, experiment))
                .findFirst();
    }

    /** Weights from which the first step, with these mistakes, gives the recorded tensors. */
    private Stream<List<LayerWeights>> solved(List<Hypothesis> hypotheses) {
        Optional<StepInversion> inversion = StepInversion.of(
                experiment.initialWeights(), recorded.get(0), isSeparate(), weights -> firstStep(weights, hypotheses));
        if (inversion.isEmpty()) {
            return Stream.empty();
        }
        Stream<Supplier<Optional<List<LayerWeights>>>> ways = Stream.of(
                () -> inversion.get().solve(),
                () -> showsForward()
                        ? inversion.get().solve(recorded.get(0), weights -> error(weights, hypotheses))
                        : Optional.empty());
        return ways.flatMap(way -> way.get().stream());
    }

    /** Weights that follow from the second step, refined with the first step. */
    private Stream<List<LayerWeights>> fromSecondStep() {
        if (recorded.size() < 2) {
            return Stream.empty();
        }
        List<LayerWeights> like = experiment.initialWeights();
        Optional<List<LayerWeights>> before = StepInversion.shownWeights(like, recorded.get(0));
        Optional<List<LayerWeights>> after = StepInversion.shownWeights(like, recorded.get(1));
        if (before.isEmpty() || after.isEmpty()) {
            return Stream.empty();
        }
        Optional<List<LayerWeights>> start = new SecondStepEquation(
                        experiment.spec(), batches.get(0), batches.get(1), before.get(), after.get(), this::tensors)
                .start();
        Optional<StepInversion> inversion =
                StepInversion.of(like, recorded.get(0), false, weights -> firstStep(weights, List.of()));
        return start.stream()
                .flatMap(weights -> Stream.iterate(
                                weights, guess -> inversion.get().once(guess).orElse(guess))
                        .limit(3));
    }

    private StepTrace tensors(Batch batch, List<LayerWeights> weights) {
        budget.spend(1);
        try (Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            replay.step(batch);
            return replay.usedTensors();
        }
    }

    /** The total relative difference of the first steps from the recorded ones; 0 if all tensors match. */
    private double error(List<LayerWeights> weights, List<Hypothesis> hypotheses) {
        budget.spend(recorded.size());
        return wrong(weights, hypotheses, recorded.size()).stream()
                .mapToDouble(mismatch -> mismatch.recorded().hasShapeOf(mismatch.correct())
                        ? mismatch.recorded().normOfDifference(mismatch.correct())
                                / (1 + mismatch.correct().norm())
                        : 1)
                .sum();
    }

    private StepInversion.Tensors firstStep(List<LayerWeights> weights, List<Hypothesis> hypotheses) {
        budget.spend(1);
        try (Replay replay = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            replay.step(batches.get(0), recorded.get(0));
            StepTrace step = hypotheses.stream().anyMatch(InitialWeightSearch::changesLearned)
                    ? withChanges(replay.usedTensors(), weights, replay.expected())
                    : replay.usedTensors();
            return new StepInversion.Tensors(step, replay.right());
        }
    }

    /** The step with the change of each W and b as its update, for mistakes that change the effect of an update. */
    private static StepTrace withChanges(StepTrace step, List<LayerWeights> before, StepTrace after) {
        StepTrace changed =
                step.only(key -> key.quantity() != Quantity.WEIGHT_UPDATE && key.quantity() != Quantity.BIAS_UPDATE);
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

    /**
     * Whether weights explain the mismatches. The weights after one step can always be explained, so further steps must
     * match too.
     */
    private boolean explains(List<LayerWeights> weights, List<Hypothesis> hypotheses, List<TensorMismatches> before) {
        if (showsForward()) {
            List<TensorMismatches> left = wrong(weights, hypotheses, 1);
            return left.size() < before.size() && left.stream().noneMatch(mismatch -> isOfTheStart(mismatch.key()));
        }
        return recorded.size() > 1
                && wrong(weights, hypotheses, recorded.size()).isEmpty();
    }

    private boolean showsForward() {
        return shownPlaces.contains(new Place(Quantity.PRE_ACTIVATION, 1))
                || shownPlaces.contains(new Place(Quantity.ACTIVATION, 1));
    }

    /** Whether a tensor depends directly on the initial weights of a layer. */
    private boolean isOfTheStart(Key key) {
        return key.quantity() == Quantity.PRE_ACTIVATION
                || key.quantity() == Quantity.ACTIVATION
                        && !shownPlaces.contains(new Place(Quantity.PRE_ACTIVATION, key.layer()))
                || evidence == Evidence.WEIGHTS && key.quantity() == Quantity.WEIGHTS;
    }

    private List<TensorMismatches> wrong(List<LayerWeights> weights, List<Hypothesis> hypotheses, int steps) {
        List<TensorMismatches> mismatches = new ArrayList<>();
        BatchExamples examples = new BatchExamples(experiment);
        try (Replay replay = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            replay.restore(replay.state().with(weights));
            for (int i = 0; i < steps; i++) {
                Batch planned = batches.get(i);
                Batch batch =
                        examples.taken(planned, recorded.get(i), replay.state()).orElse(planned);
                replay.step(batch, recorded.get(i)).stream()
                        .filter(match -> !match.matches())
                        .forEach(mismatches::add);
            }
        }
        return mismatches;
    }
}
