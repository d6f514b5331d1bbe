package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the solutions of a mismatch say about the network: mistakes, where they are made, and what to record next. */
final class SolutionFindings {
    private final NetworkSpec spec;
    private final ReplayResult base;
    private final TensorMismatches first;
    private final List<Solution> solutions;

    /**
     * Takes the solutions of a mismatch.
     *
     * @param base the mismatches without any hypothesis
     * @param first the first of them
     * @param solutions the best first; not empty
     */
    SolutionFindings(NetworkSpec spec, ReplayResult base, TensorMismatches first, List<Solution> solutions) {
        this.spec = spec;
        this.base = base;
        this.first = first;
        this.solutions = solutions;
    }

    /** The findings; one for each of two combined mistakes. */
    List<Finding> findings(Set<Place> recorded) {
        double residual = solutions.get(0).left().residualOf(first.key());
        return explanations().stream()
                .map(explanations -> FindingList.of(first, explanations, first.ratio())
                        .alsoAt(also())
                        .withResult(
                                residual, explanations.size() > 1 ? recordNext(recorded) : Optional.empty(), List.of()))
                .toList();
    }

    /**
     * The explanations: first each mistake that all solutions share, then the alternatives. General mistakes are only
     * listed if no specific one fits.
     */
    private List<List<Explanation>> explanations() {
        boolean special = solutions.stream().anyMatch(solution -> !solution.isGeneral());
        List<Solution> fitting = solutions.stream()
                .filter(solution -> !special || !solution.isGeneral())
                .toList();
        Map<Mistake, Explanation> byMistake = new LinkedHashMap<>();
        for (Solution solution : fitting) {
            for (Hypothesis hypothesis : solution.hypotheses()) {
                int layer = hypothesis.isOfOneLayer() ? hypothesis.layer() : layerOf(hypothesis);
                String because = because(hypothesis, layer);
                byMistake.putIfAbsent(
                        hypothesis.mistake(),
                        Explanation.of(hypothesis.mistake(), because, layer, hypothesis.isOfOneLayer()));
            }
        }
        List<List<Explanation>> explanations = new ArrayList<>();
        List<Explanation> either = new ArrayList<>();
        byMistake.forEach((mistake, explanation) -> {
            if (fitting.stream().allMatch(solution -> solution.has(mistake))) {
                explanations.add(List.of(explanation));
            } else {
                either.add(explanation);
            }
        });
        if (!either.isEmpty()) {
            explanations.add(either);
        }
        return explanations;
    }

    /**
     * The variant, unless others of the same mistake fit as well; for a learning rate, also its effective value.
     */
    private String because(Hypothesis hypothesis, int layer) {
        Set<String> variants = solutions.stream()
                .flatMap(solution -> solution.hypotheses().stream())
                .filter(candidate -> candidate.mistake() == hypothesis.mistake())
                .map(candidate -> candidate.variant().because())
                .collect(Collectors.toSet());
        String variant = variants.size() == 1 ? hypothesis.variant().because() : "";
        Optional<Double> rate = spec.optimizerOf(layer - 1)
                .rate()
                .filter(learningRate -> learningRate instanceof LearningRate.Constant)
                .map(learningRate -> ((LearningRate.Constant) learningRate).value());
        Optional<Double> effective = switch (hypothesis.mistake()) {
            case RATE_TWICE -> rate.map(value -> value * value);
            case RATE_FORGOTTEN -> rate.map(value -> 1.0);
            case OTHER_RATE -> rate.flatMap(value -> first.ratio().map(ratio -> value * ratio.constant()));
            default -> Optional.empty();
        };
        return effective
                .map(value -> (variant.isEmpty() || hypothesis.mistake() == Mistake.OTHER_RATE ? "" : variant + "; ")
                        + "it is effectively " + Constants.text(value) + "; the file has "
                        + Constants.text(rate.orElseThrow()))
                .orElse(variant);
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

    /** The other places at which the mistakes are made. */
    private List<Key> also() {
        ReplayResult left = solutions.get(0).left();
        Set<Place> gone = new LinkedHashSet<>();
        base.mismatches().stream().map(TensorMismatches::place).forEach(gone::add);
        left.mismatches().stream().map(TensorMismatches::place).forEach(gone::remove);
        gone.remove(first.place());
        return gone.stream()
                .map(place -> base.mismatches().stream()
                        .filter(mismatch -> mismatch.place().equals(place))
                        .findFirst()
                        .orElseThrow()
                        .key())
                .sorted()
                .toList();
    }

    /** The first tensor that is not recorded and that only some of the explanations change. */
    private Optional<String> recordNext(Set<Place> recorded) {
        return solutions.stream()
                .flatMap(solution -> solution.hypotheses().stream())
                .flatMap(hypothesis -> hypothesis.variant().of().stream()
                        .map(quantity -> new Key(
                                first.key().step(),
                                quantity,
                                hypothesis.isOfOneLayer() ? hypothesis.layer() : layerOf(hypothesis))))
                .filter(key -> !recorded.contains(key.place()))
                .sorted()
                .map(key -> key.quantity().symbol() + (key.quantity() == Quantity.LOSS ? "" : key.layer()))
                .findFirst();
    }
}
