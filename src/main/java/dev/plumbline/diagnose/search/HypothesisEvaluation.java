package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tests which hypotheses explain a tensor that does not match. */
final class HypothesisEvaluation {
    /** The number of hypotheses that are tested in pairs: those with the smallest residuals on their own. */
    private static final int MOST_PAIRED = 90;

    /**
     * The largest part of a difference that a mistake may leave. A small difference can fall below the tolerance by
     * chance: the first update of Adam hardly depends on the size of the gradient, so that any formula with the right
     * sign removes most of it.
     */
    private static final double MOST_LEFT = 1e-4;

    private static final Set<Quantity> OF_UPDATES =
            EnumSet.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE, Quantity.WEIGHTS, Quantity.BIAS);

    private final NetworkSpec spec;
    private final ReplayResult base;
    private final TensorMismatches first;
    private final List<Hypothesis> candidates;
    private final List<Hypothesis> everything;
    private final Replayed replayed;
    private final Set<Mistake> earlier;
    private final boolean pairsToo;
    private final SearchBudget budget;
    private final DiagnosisTolerances tolerances;

    private List<Solution> solutions = List.of();

    /** Replays the steps around the mismatch with hypotheses. */
    interface Replayed {
        /** Replays all steps of the window. */
        ReplayResult allSteps(List<Hypothesis> hypotheses);

        /** Replays only up to the first mismatch. */
        ReplayResult upToFirstMismatch(List<Hypothesis> hypotheses);
    }

    /**
     * What is the same for all mismatches of a network.
     *
     * @param spec the specified network
     * @param everything all hypotheses
     * @param budget the budget for testing pairs
     */
    record Search(NetworkSpec spec, List<Hypothesis> everything, SearchBudget budget, DiagnosisTolerances tolerances) {}

    /**
     * What is to be explained.
     *
     * @param base the mismatches without any candidate
     * @param first the first of them
     * @param earlier the mistakes that were found before: one that also explains this tensor is taken to be the same
     *     mistake
     */
    record Mismatch(ReplayResult base, TensorMismatches first, Set<Mistake> earlier) {}

    /**
     * Prepares a test.
     *
     * @param candidates the hypotheses that can explain the first mismatch alone
     * @param pairsToo whether pairs are tested if no single hypothesis explains it
     */
    HypothesisEvaluation(
            Search search, Mismatch mismatch, List<Hypothesis> candidates, boolean pairsToo, Replayed replayed) {
        this.spec = search.spec();
        this.budget = search.budget();
        this.tolerances = search.tolerances();
        this.everything = search.everything();
        this.base = mismatch.base();
        this.first = mismatch.first();
        this.earlier = mismatch.earlier();
        this.candidates = candidates;
        this.pairsToo = pairsToo;
        this.replayed = replayed;
    }

    /** Tests all candidates. */
    void run() {
        boolean isZero = first.ratio() // as many formulas produce
                .filter(ratio -> ratio.constant() == 0 && ratio.residual() == 0)
                .isPresent();
        List<Solution> tested = candidates.stream()
                .filter(candidate -> !isZero || !Solution.isGeneral(candidate.mistake()))
                .map(candidate -> new Solution(List.of(candidate), replayed.upToFirstMismatch(List.of(candidate))))
                .toList();
        solutions = best(allSteps(tested.stream()));
        if (solutions.isEmpty()) {
            solutions = best(divided());
        }
        if (solutions.isEmpty() && pairsToo) {
            solutions = best(allSteps(Stream.concat(pairs(tested), withinSteps())));
        }
        if (solutions.isEmpty()) {
            solutions = first.ratio()
                    .filter(ratio -> ratio.residual() <= DiagnosisTolerances.REPRODUCED)
                    .map(ratio -> best(scaled(ratio.constant())))
                    .orElse(List.of());
        }
    }

    /** Pairs of hypotheses that both change the tensor. */
    private Stream<Solution> pairs(List<Solution> tested) {
        List<Hypothesis> active = tested.stream()
                .filter(solution -> changes(solution.left()))
                .filter(solution -> !solution.has(
                        Mistake.OTHER_PARAMETER)) // they are many and close, and would displace the others
                .sorted(Comparator.comparing(solution -> solution.left().residualOf(first.key())))
                .limit(MOST_PAIRED)
                .map(solution -> solution.hypotheses().get(0))
                .toList();
        return tested(IntStream.range(0, active.size())
                .boxed()
                .flatMap(i -> active.subList(0, i).stream() // smallest residuals first
                        .map(companion -> List.of(companion, active.get(i)))));
    }

    /**
     * Pairs of a mistake of the whole step and any other mistake within it. The tensors between the examples of a batch
     * are not recorded, and the first example is not affected.
     */
    private Stream<Solution> withinSteps() {
        boolean isFirstRight = first.key().quantity() == Quantity.PRE_ACTIVATION
                && first.recorded().hasShapeOf(first.correct())
                && first.recorded().rows() > 1
                && DiagnosisTolerances.areClose(
                        first.recorded().take(0), first.correct().take(0), DiagnosisTolerances.REPRODUCED);
        return tested(candidates.stream()
                .filter(candidate -> isFirstRight && candidate.variant().stage() == Variant.Stage.STEP)
                .flatMap(candidate -> everything.stream()
                        .filter(companion -> companion.mistake() != Mistake.OTHER_PARAMETER)
                        .map(companion -> List.of(companion, candidate))));
    }

    private Stream<Solution> tested(Stream<List<Hypothesis>> pairs) {
        return pairs.filter(pair -> pair.get(0).mistake() != pair.get(1).mistake())
                .takeWhile(pair -> isAllowed())
                .map(pair -> new Solution(pair, replayed.upToFirstMismatch(pair)));
    }

    private boolean isAllowed() {
        boolean allowed = budget.allows(base.steps());
        if (!allowed) {
            budget.giveUp("Not all pairs of mistakes were tested where no single mistake explains a mismatch.");
        }
        return allowed;
    }

    /** The solutions that remove the first mismatch, replayed over all steps. */
    private List<Solution> allSteps(Stream<Solution> tested) {
        return tested.filter(solution -> !solution.left().fails(first.key()))
                .map(solution -> new Solution(solution.hypotheses(), replayed.allSteps(solution.hypotheses())))
                .toList();
    }

    private boolean changes(ReplayResult left) {
        return left.residualOf(first.key()) != first.residual();
    }

    /**
     * Hypotheses that gradients are divided by another number: in all layers, in this layer, or in this tensor only.
     */
    private List<Solution> divided() {
        int n = base.batchSizes().getOrDefault(first.key().step(), 1);
        OptionalDouble constant = first.ratio().stream()
                .filter(ratio -> ratio.residual() <= DiagnosisTolerances.REPRODUCED
                        && first.recorded().size() > 1)
                .mapToDouble(Finding.Ratio::constant)
                .findFirst();
        if (constant.isEmpty()) {
            return List.of();
        }
        double number = (spec.reduction() == Reduction.MEAN ? n : 1) / constant.getAsDouble();
        boolean isOwn = isDivisor(number, n);
        if (!(number > 0) || !Double.isFinite(number) || !isOwn && !isKnownBySize()) {
            return List.of();
        }
        double divisor = isWhole(number) ? Math.rint(number) : number;
        Quantity gradient = first.key().quantity().isOfBias() ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT;
        Set<Integer> sizes = Set.copyOf(base.batchSizes().values());
        Variant both = Variants.divided(divisor, sizes, Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
        int layer = first.key().layer();
        List<Solution> divided = Stream.of(
                        new Hypothesis(both, Hypothesis.EVERYWHERE),
                        new Hypothesis(both, layer),
                        new Hypothesis(Variants.divided(divisor, sizes, gradient), layer))
                .map(hypothesis -> solution(List.of(hypothesis)))
                .filter(solution -> solution.left().failuresAt(first.place()) == 0)
                .toList();
        // If the gradient is 0 in all batches of another size, a constant factor explains as much.
        return divided.isEmpty() || isOwn || scaled(constant.getAsDouble()).isEmpty() ? divided : List.of();
    }

    private boolean isKnownBySize() {
        return spec.reduction() == Reduction.MEAN
                && base.batchSizes().values().stream().distinct().count() > 1;
    }

    /**
     * Whether a gradient is rather divided by this number than multiplied by a constant: it is whole, and the factor
     * n / number is neither whole nor one over a whole number.
     */
    private boolean isDivisor(double number, int n) {
        boolean isGradient = first.key().quantity() == Quantity.WEIGHT_GRADIENT
                || first.key().quantity() == Quantity.BIAS_GRADIENT;
        return isGradient && isWhole(number) && number > 1.5 && Math.rint(number) % n != 0 && !isWhole(n / number);
    }

    private static boolean isWhole(double number) {
        return Math.abs(number - Math.rint(number)) <= DiagnosisTolerances.REPRODUCED * number;
    }

    private Solution solution(List<Hypothesis> hypotheses) {
        return new Solution(hypotheses, replayed.allSteps(hypotheses));
    }

    /** Hypotheses that a constant is a factor of all updates, of those of the layer, or of this tensor only. */
    private List<Solution> scaled(double constant) {
        boolean isUpdate = OF_UPDATES.contains(first.key().quantity());
        Mistake mistake = isUpdate ? Mistake.OTHER_RATE : Mistake.SCALED;
        Formula formula = (s, q, l, correct) -> correct.times(constant);
        Quantity quantity = !isUpdate
                ? first.key().quantity()
                : first.key().quantity().isOfBias() ? Quantity.BIAS_UPDATE : Quantity.WEIGHT_UPDATE;
        Variant single = Variant.of(mistake, formula, quantity)
                .at(Variant.Stage.RESULT)
                .describedAs("the constant is " + Constants.text(constant));
        Variant both = Variant.of(mistake, formula, Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE)
                .at(Variant.Stage.RESULT)
                .describedAs("the constant is " + Constants.text(constant));
        int layer = first.key().layer();
        List<Hypothesis> hypotheses = isUpdate
                ? List.of(
                        new Hypothesis(both, Hypothesis.EVERYWHERE),
                        new Hypothesis(both, layer),
                        new Hypothesis(single, layer))
                : List.of(new Hypothesis(single, layer));
        return hypotheses.stream()
                .map(List::of)
                .map(this::solution)
                // A constant is the same in every step. A single number is always a constant times another, which
                // alone proves nothing.
                .filter(solution -> solution.left().failuresAt(first.place()) == 0)
                .toList();
    }

    /** The solutions with the fewest mismatches among those that remove the first one without causing others. */
    private List<Solution> best(List<Solution> tested) {
        double mostLeft = Math.max(first.roundingOf(tolerances.unit()), MOST_LEFT * first.residual());
        List<Solution> solved = tested.stream()
                .filter(solution -> !solution.left().fails(first.key())
                        && solution.left().residualOf(first.key()) <= mostLeft
                        && solution.left().failuresAt(first.place()) < base.failuresAt(first.place())
                        && solution.left().size() < base.size()
                        && holdsBefore(solution))
                .toList();
        int fewest = solved.stream()
                .mapToInt(solution -> solution.left().size())
                .min()
                .orElse(0);
        List<Solution> fitting = solved.stream()
                .filter(solution -> solution.left().size() == fewest)
                .sorted(Comparator.comparing(solution -> solution.isGeneral()))
                .toList();
        List<Solution> again = fitting.stream()
                .filter(solution ->
                        solution.hypotheses().stream().map(Hypothesis::mistake).allMatch(earlier::contains))
                .toList();
        return again.isEmpty() ? fitting : again;
    }

    /** Whether every tensor before the first mismatch still matches: a mistake holds in every step in which it shows. */
    private boolean holdsBefore(Solution solution) {
        return solution.left().mismatches().stream()
                .map(TensorMismatches::key)
                .filter(key -> key.compareTo(first.key()) < 0)
                .allMatch(base::fails);
    }

    boolean isExplained() {
        return !solutions.isEmpty();
    }

    /** Whether the best solution is a constant factor. */
    boolean isFactor() {
        return isExplained() && accepted().stream().map(Hypothesis::mistake).anyMatch(Mistake::isFactor);
    }

    /** The hypotheses of the best solution. */
    List<Hypothesis> accepted() {
        return solutions.get(0).hypotheses();
    }

    /** The findings; one for each of two combined mistakes. */
    List<Finding> findings(Set<Place> recorded) {
        return isExplained()
                ? new SolutionFindings(spec, base, first, solutions).findings(recorded)
                : List.of(FindingList.of(
                                first,
                                List.of(),
                                first.ratio().filter(ratio -> first.recorded().size() > 1))
                        .withResult(
                                Double.NaN,
                                Optional.empty(),
                                candidates.stream()
                                        .map(Hypothesis::mistake)
                                        .distinct()
                                        .toList()));
    }
}
