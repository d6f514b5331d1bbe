package dev.plumbline.diagnose;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which of the candidates has made one tensor what it is. */
final class HypothesisTest {
    /** Two at once are looked for among so many, those that by themselves leave the least. */
    private static final int MOST_PAIRED = 90;

    private static final Set<Mistake> GENERAL = EnumSet.of(
            Mistake.OTHER_ACTIVATION,
            Mistake.OTHER_LOSS,
            Mistake.OTHER_LOSS_SLOPE,
            Mistake.OTHER_SLOPE,
            Mistake.OTHER_OPTIMIZER,
            Mistake.OTHER_PARAMETER,
            Mistake.OTHER_RATE,
            Mistake.TARGETS_PERMUTED,
            Mistake.SCALED);

    private static final Set<Quantity> OF_UPDATES =
            EnumSet.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE, Quantity.WEIGHTS, Quantity.BIAS);

    private final NetworkSpec spec;
    private final ReplayResult base;
    private final TensorMatch first;
    private final List<Hypothesis> candidates;
    private final List<Hypothesis> everything;
    private final Replayed replayed;
    private final Set<Mistake> known;
    private final boolean pairsToo;
    private final SearchBudget budget;

    private List<Solution> solutions = List.of();

    /** Replays the steps around the mismatch with candidates in them. */
    interface Replayed {
        /** All steps that were kept. */
        ReplayResult wholly(List<Hypothesis> hypotheses);

        /** Only up to the first mismatch. */
        ReplayResult upToTheFirst(List<Hypothesis> hypotheses);
    }

    /** What is left if these are assumed. */
    private record Solution(List<Hypothesis> hypotheses, ReplayResult left) {
        boolean has(Mistake mistake) {
            return hypotheses.stream().anyMatch(each -> each.mistake() == mistake);
        }
    }

    /**
     * A test.
     *
     * @param spec the network as it should be
     * @param base what does not match without any of the candidates
     * @param first the first of it
     * @param candidates what may have made it, by itself
     * @param everything all that may be wrong in a step
     * @param known the mistakes that were found before: where one of them explains this too, it is the same one again
     * @param pairsToo whether two at once are looked for where no single one explains it
     * @param budget that looking for two at once may take
     */
    HypothesisTest(
            NetworkSpec spec,
            ReplayResult base,
            TensorMatch first,
            List<Hypothesis> candidates,
            List<Hypothesis> everything,
            Set<Mistake> known,
            boolean pairsToo,
            SearchBudget budget,
            Replayed replayed) {
        this.spec = spec;
        this.budget = budget;
        this.pairsToo = pairsToo;
        this.base = base;
        this.known = known;
        this.first = first;
        this.candidates = candidates;
        this.everything = everything;
        this.replayed = replayed;
    }

    /** Tries all. */
    void run() {
        boolean isNothing = first.shown().norm() == 0; // which many a formula makes of something
        List<Solution> tried = candidates.stream()
                .filter(candidate -> !isNothing || !GENERAL.contains(candidate.mistake()))
                .map(candidate -> new Solution(List.of(candidate), replayed.upToTheFirst(List.of(candidate))))
                .toList();
        solutions = best(wholly(tried.stream()));
        if (solutions.isEmpty()) {
            solutions = best(divided()
                    .map(this::solution)
                    .filter(each -> each.left().failuresAt(first.place()) == 0)
                    .toList());
        }
        if (solutions.isEmpty() && pairsToo) {
            solutions = best(wholly(Stream.concat(pairs(tried), withinSteps())));
        }
        if (solutions.isEmpty()) {
            solutions = first.ratio()
                    .filter(ratio -> ratio.residual() <= DiagnosisTolerances.REPRODUCED)
                    .map(ratio -> best(scaled(ratio.constant())))
                    .orElse(List.of());
        }
    }

    /** Two at once, of which each changes the tensor. */
    private Stream<Solution> pairs(List<Solution> tried) {
        List<Hypothesis> active = tried.stream()
                .filter(each -> changes(each.left()))
                .filter(each -> !each.has(Mistake.OTHER_PARAMETER)) // so many, and so near, that others had no turn
                .sorted(Comparator.comparing(each -> each.left().residualOf(first.key())))
                .limit(MOST_PAIRED)
                .map(each -> each.hypotheses().get(0))
                .toList();
        return tried(IntStream.range(0, active.size())
                .boxed()
                .flatMap(i -> active.subList(0, i).stream() // those that leave the least first
                        .map(other -> List.of(other, active.get(i)))));
    }

    /**
     * A mistake of the step as a whole, and any other, which is made within it: between the examples of a batch all tensors are
     * hidden. The first example is not touched by it.
     */
    private Stream<Solution> withinSteps() {
        boolean isFirstRight = first.key().quantity() == Quantity.PRE_ACTIVATION
                && first.shown().hasShapeOf(first.right())
                && first.shown().rows() > 1
                && first.shown().take(0).normOfDifference(first.right().take(0))
                        <= DiagnosisTolerances.REPRODUCED
                                * first.right().take(0).norm();
        return tried(candidates.stream()
                .filter(candidate -> isFirstRight && candidate.variant().stage() == Variant.Stage.STEP)
                .flatMap(candidate -> everything.stream()
                        .filter(other -> other.mistake() != Mistake.OTHER_PARAMETER)
                        .map(other -> List.of(other, candidate))));
    }

    private Stream<Solution> tried(Stream<List<Hypothesis>> pairs) {
        return pairs.filter(pair -> pair.get(0).mistake() != pair.get(1).mistake())
                .takeWhile(pair -> isAllowed())
                .map(pair -> new Solution(pair, replayed.upToTheFirst(pair)));
    }

    private boolean isAllowed() {
        boolean allowed = budget.allows(base.steps());
        if (!allowed) {
            budget.giveUp("Not all pairs of mistakes were tried where no single one explains what does not match.");
        }
        return allowed;
    }

    /** Those with which the first mismatch is gone, replayed to the end. */
    private List<Solution> wholly(Stream<Solution> tried) {
        return tried.filter(each -> !each.left().fails(first.key()))
                .map(each -> new Solution(each.hypotheses(), replayed.wholly(each.hypotheses())))
                .toList();
    }

    private boolean changes(ReplayResult left) {
        return left.residualOf(first.key()) != first.residual();
    }

    /** What the gradients are divided by, where a constant is one over that: in all layers, in this one, in this one alone. */
    private Stream<List<Hypothesis>> divided() {
        int n = base.batchSizes().getOrDefault(first.key().step(), 1);
        OptionalDouble divisor = first.ratio()
                .filter(ratio -> ratio.residual() <= DiagnosisTolerances.REPRODUCED
                        && first.shown().size() > 1)
                .map(ratio -> divisor((spec.reduction() == Reduction.MEAN ? n : 1) / ratio.constant(), n))
                .orElse(OptionalDouble.empty());
        if (divisor.isEmpty()) {
            return Stream.of();
        }
        Quantity own = first.key().quantity().isOfBias() ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT;
        Variant both = divided(divisor.getAsDouble(), Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
        int layer = first.key().layer();
        return Stream.of(
                        new Hypothesis(both, Hypothesis.EVERYWHERE),
                        new Hypothesis(both, layer),
                        new Hypothesis(divided(divisor.getAsDouble(), own), layer))
                .map(List::of);
    }

    private static Variant divided(double divisor, Quantity... of) {
        return GradientMistakes.divided(of, s -> divisor)
                .saying("it is " + Constants.text(divisor) + ", whatever the size of the batch");
    }

    /**
     * The number, if it says that something is divided by it, and is not only a factor in other words: batches of different sizes
     * tell; else it is one that no factor makes of the batch size.
     */
    private OptionalDouble divisor(double number, int n) {
        boolean isWhole = Math.abs(number - Math.rint(number)) <= DiagnosisTolerances.REPRODUCED * number;
        boolean isKnownBySize = spec.reduction() == Reduction.MEAN
                && base.batchSizes().values().stream().distinct().count() > 1;
        boolean isGradient = first.key().quantity() == Quantity.WEIGHT_GRADIENT
                || first.key().quantity() == Quantity.BIAS_GRADIENT;
        boolean isOwn = isGradient && isWhole && number > 1.5 && Math.rint(number) % n != 0;
        return number > 0 && Double.isFinite(number) && (isKnownBySize || isOwn)
                ? OptionalDouble.of(isWhole ? Math.rint(number) : number)
                : OptionalDouble.empty();
    }

    private Solution solution(List<Hypothesis> hypotheses) {
        return new Solution(hypotheses, replayed.wholly(hypotheses));
    }

    /** The constant in all updates, in those of the layer, in this one alone. */
    private List<Solution> scaled(double constant) {
        boolean isUpdate = OF_UPDATES.contains(first.key().quantity());
        Mistake mistake = isUpdate ? Mistake.OTHER_RATE : Mistake.SCALED;
        Formula formula = (s, q, l, right) -> right.times(constant);
        Quantity own = !isUpdate
                ? first.key().quantity()
                : first.key().quantity().isOfBias() ? Quantity.BIAS_UPDATE : Quantity.WEIGHT_UPDATE;
        Variant one = Variant.of(mistake, formula, own).at(Variant.Stage.RESULT);
        Variant both = Variant.of(mistake, formula, Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE)
                .at(Variant.Stage.RESULT);
        int layer = first.key().layer();
        List<Hypothesis> hypotheses = isUpdate
                ? List.of(
                        new Hypothesis(both, Hypothesis.EVERYWHERE),
                        new Hypothesis(both, layer),
                        new Hypothesis(one, layer))
                : List.of(new Hypothesis(one, layer));
        return hypotheses.stream()
                .map(List::of)
                .map(this::solution)
                // A rate is the same in every step. And one number is always a constant times another: that alone says
                // nothing.
                .filter(each ->
                        !isUpdate && first.shown().size() > 1 || each.left().failuresAt(first.place()) == 0)
                .toList();
    }

    /** Those that leave the least, if with them the first mismatch is gone, and nothing comes in its place. */
    private List<Solution> best(List<Solution> tried) {
        List<Solution> solved = tried.stream()
                .filter(each -> !each.left().fails(first.key())
                        && each.left().failuresAt(first.place()) < base.failuresAt(first.place())
                        && each.left().size() < base.size())
                .toList();
        int fewest = solved.stream().mapToInt(each -> each.left().size()).min().orElse(0);
        List<Solution> fitting = solved.stream()
                .filter(each -> each.left().size() == fewest)
                .sorted(Comparator.comparing(each -> isGeneral(each.hypotheses())))
                .toList();
        List<Solution> again = fitting.stream()
                .filter(each ->
                        each.hypotheses().stream().map(Hypothesis::mistake).allMatch(known::contains))
                .toList();
        return again.isEmpty() ? fitting : again;
    }

    private static boolean isGeneral(List<Hypothesis> hypotheses) {
        return hypotheses.stream().anyMatch(each -> GENERAL.contains(each.mistake()));
    }

    boolean isExplained() {
        return !solutions.isEmpty();
    }

    /** The hypotheses that are gone on with. */
    List<Hypothesis> accepted() {
        return solutions.get(0).hypotheses();
    }

    /** What was found out: of two mistakes at once, each by itself. */
    List<Finding> findings(Set<Replay.Place> shown) {
        if (!isExplained()) {
            return List.of(FindingList.of(
                            first,
                            List.of(),
                            first.ratio().filter(ratio -> first.shown().size() > 1))
                    .withResult(
                            Double.NaN,
                            Optional.empty(),
                            candidates.stream()
                                    .map(Hypothesis::mistake)
                                    .distinct()
                                    .toList()));
        }
        double residual = solutions.get(0).left().residualOf(first.key());
        return explanations().stream()
                .map(explanations -> FindingList.of(first, explanations, first.ratio())
                        .alsoAt(also())
                        .withResult(
                                residual, explanations.size() > 1 ? recordNext(shown) : Optional.empty(), List.of()))
                .toList();
    }

    /** What all solutions have in common, each by itself; then what is one or the other. A general one only where it has to be. */
    private List<List<Explanation>> explanations() {
        boolean special = solutions.stream().anyMatch(each -> !isGeneral(each.hypotheses()));
        List<Solution> fitting = solutions.stream()
                .filter(each -> !special || !isGeneral(each.hypotheses()))
                .toList();
        Map<Mistake, Explanation> all = new LinkedHashMap<>();
        for (Solution solution : fitting) {
            for (Hypothesis hypothesis : solution.hypotheses()) {
                int layer = hypothesis.isOfOneLayer() ? hypothesis.layer() : layerOf(hypothesis);
                all.putIfAbsent(
                        hypothesis.mistake(),
                        new CorrectedLines(spec, layer)
                                .of(
                                        hypothesis.mistake(),
                                        because(hypothesis, layer),
                                        first.key().quantity().isOfBias()));
            }
        }
        List<List<Explanation>> found = new ArrayList<>();
        List<Explanation> either = new ArrayList<>();
        all.forEach((mistake, explanation) -> {
            if (fitting.stream().allMatch(each -> each.has(mistake))) {
                found.add(List.of(explanation));
            } else {
                either.add(explanation);
            }
        });
        if (!either.isEmpty()) {
            found.add(either);
        }
        return found;
    }

    /** In which way; of a learning rate, what it comes to. */
    private String because(Hypothesis hypothesis, int layer) {
        Optional<Double> rate = spec.optimizerOf(layer - 1)
                .rate()
                .filter(each -> each instanceof LearningRate.Constant)
                .map(each -> ((LearningRate.Constant) each).value());
        Optional<Double> effective = switch (hypothesis.mistake()) {
            case RATE_TWICE -> rate.map(value -> value * value);
            case RATE_FORGOTTEN -> rate.map(value -> 1.0);
            case OTHER_RATE -> rate.flatMap(value -> first.ratio().map(ratio -> value * ratio.constant()));
            default -> Optional.empty();
        };
        return effective
                .map(value -> "it comes to " + Constants.text(value) + ", and the file says "
                        + Constants.text(rate.orElseThrow()))
                .orElse(hypothesis.variant().because());
    }

    private int layerOf(Hypothesis hypothesis) {
        int layer = first.key().layer();
        if (hypothesis.variant().where().test(spec, layer)) {
            return layer;
        }
        for (int l = 1; l <= spec.layers().size(); l++) {
            if (hypothesis.variant().where().test(spec, l)) {
                return l;
            }
        }
        return layer;
    }

    /** Where else the same is done. */
    private List<Key> also() {
        if (!isExplained()) {
            return List.of();
        }
        ReplayResult left = solutions.get(0).left();
        Set<Replay.Place> gone = new LinkedHashSet<>();
        base.mismatches().stream().map(TensorMatch::place).forEach(gone::add);
        left.mismatches().stream().map(TensorMatch::place).forEach(gone::remove);
        gone.remove(first.place());
        return gone.stream()
                .map(place -> base.mismatches().stream()
                        .filter(each -> each.place().equals(place))
                        .findFirst()
                        .orElseThrow()
                        .key())
                .sorted()
                .toList();
    }

    /** The first tensor that only some of the explanations change, and that is not shown. */
    private Optional<String> recordNext(Set<Replay.Place> shown) {
        return solutions.stream()
                .flatMap(each -> each.hypotheses().stream())
                .flatMap(hypothesis -> hypothesis.variant().of().stream()
                        .map(quantity -> new Key(
                                first.key().step(),
                                quantity,
                                hypothesis.isOfOneLayer() ? hypothesis.layer() : layerOf(hypothesis))))
                .filter(key -> !shown.contains(new Replay.Place(key.quantity(), key.layer())))
                .sorted()
                .map(key -> key.quantity().symbol() + (key.quantity() == Quantity.LOSS ? "" : key.layer()))
                .findFirst();
    }
}
