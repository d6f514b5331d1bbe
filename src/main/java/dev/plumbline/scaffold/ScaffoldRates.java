package dev.plumbline.scaffold;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The learning rates of a scaffold: one that all layers share, one of each layer, or none. */
final class ScaffoldRates {
    private final List<LearningRate> rates;
    private final List<String> formulas;

    ScaffoldRates(NetworkSpec spec, Language language) {
        List<LearningRate> ofLayers = IntStream.range(0, spec.layers().size())
                .mapToObj(spec::optimizerOf)
                .flatMap(optimizer -> optimizer.rate().stream())
                .toList();
        this.rates = ofLayers.stream().distinct().count() == 1 ? ofLayers.subList(0, 1) : ofLayers;
        this.formulas =
                rates.stream().map(rate -> RateFormulas.of(rate, language)).toList();
    }

    boolean isShared() {
        return rates.size() <= 1;
    }

    /** The name of a layer's rate, if the optimizer has any. */
    Optional<String> name(int layer) {
        return rates.isEmpty() ? Optional.empty() : Optional.of(isShared() ? "rate" : "rate" + layer);
    }

    /** Whether a rate depends on this count: {@code step} or {@code epoch}. */
    boolean dependOn(String count) {
        return formulas.stream()
                .anyMatch(formula -> !FormulaText.renamed(formula, count, "").equals(formula));
    }

    /** The values of all rates for the templates. */
    List<Map<String, Object>> values() {
        return IntStream.range(0, rates.size())
                .mapToObj(i -> Map.<String, Object>of(
                        "rateName", name(i + 1).orElseThrow(),
                        "isConstant", rates.get(i) instanceof LearningRate.Constant,
                        "formula", formulas.get(i)))
                .toList();
    }
}
