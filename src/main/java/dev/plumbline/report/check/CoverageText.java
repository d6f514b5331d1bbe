package dev.plumbline.report.check;

import com.google.gson.JsonObject;
import dev.plumbline.compare.Coverage;
import dev.plumbline.report.document.CheckReport;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a comparison could have seen, in words and as a part of a JSON document. */
final class CoverageText {
    private CoverageText() {}

    /** A line on what was tested, and lines on what was not and what to change; no lines without coverage. */
    static List<CheckReport.Entry> entries(Coverage coverage) {
        List<CheckReport.Entry> entries = new ArrayList<>();
        tested(coverage).ifPresent(text -> entries.add(new CheckReport.Entry("tested", text)));
        coverage.withDeadUnits().forEach(tensor -> entries.add(new CheckReport.Entry("untested", deadUnits(tensor))));
        coverage.gaps().forEach(gap -> entries.add(new CheckReport.Entry("untested", sentence(gap))));
        advice(coverage).forEach(text -> entries.add(new CheckReport.Entry("next", text)));
        return entries;
    }

    /** The coverage as a part of a JSON document. */
    static JsonObject json(Coverage coverage) {
        return Json.object(
                "tensors",
                Json.array(coverage.tensors(), CoverageText::json),
                "untested",
                Json.array(
                        coverage.gaps(),
                        gap -> Json.object(
                                "layer", gap.layer(),
                                "quantities", gap.quantities(),
                                "reason", gap.reason(),
                                "sentence", sentence(gap))),
                "advice",
                advice(coverage));
    }

    private static JsonObject json(Coverage.Tensor tensor) {
        Coverage.Measured measured = tensor.measured();
        return Json.object(
                "layer", tensor.layer(),
                "quantity", tensor.quantity(),
                "tested", tensor.isTested(),
                "steps", tensor.steps(),
                "steps_by_element", tensor.stepsByElement(),
                "steps_nonzero", tensor.stepsNonZero(),
                "units", tensor.units(),
                "units_nonzero", tensor.unitsNonZero(),
                "units_tested", tensor.unitsTested(),
                "measured_steps", measured.steps(),
                "elements", measured.elements(),
                "elements_nonzero", measured.nonZero(),
                "elements_tested", measured.tested(),
                "smallest_bound", tensor.bound());
    }

    /** "9 of 9 tensors of a step; least of layer 1, delta: 34 % of its numbers, other than 0 in 40 of 60 steps". */
    private static Optional<String> tested(Coverage coverage) {
        List<Coverage.Tensor> tensors = coverage.tensors();
        if (tensors.isEmpty()) {
            return Optional.empty();
        }
        long tested = tensors.stream().filter(Coverage.Tensor::isTested).count();
        String least = tensors.stream()
                .filter(tensor -> tensor.isTested()
                        && tensor.measured().tested() < tensor.measured().elements())
                .min(Comparator.comparingDouble(CoverageText::share))
                .map(tensor -> "; least of layer " + tensor.layer() + ", " + nameOf(tensor.quantity()) + ": "
                        + Numbers.percent(share(tensor)) + " of its numbers"
                        + (tensor.stepsNonZero() < tensor.steps()
                                ? ", other than 0 in " + Numbers.whole(tensor.stepsNonZero()) + " of "
                                        + Numbers.count(tensor.steps(), "step")
                                : ""))
                .orElse("");
        return Optional.of(
                Numbers.whole(tested) + " of " + Numbers.count(tensors.size(), "tensor") + " of a step" + least);
    }

    private static double share(Coverage.Tensor tensor) {
        return (double) tensor.measured().tested() / tensor.measured().elements();
    }

    private static String deadUnits(Coverage.Tensor delta) {
        int dead = delta.units() - delta.unitsNonZero();
        return "layer " + delta.layer() + ": " + dead + " of " + Numbers.count(delta.units(), "unit")
                + (dead == 1 ? " has" : " have") + " a delta of 0 in every step, so " + (dead == 1 ? "its" : "their")
                + " backward pass was not tested";
    }

    /** "layer 1: the delta and the weight gradient are 0 in every step: its backward pass was not tested". */
    static String sentence(Coverage.Gap gap) {
        if (gap.reason() == Coverage.Reason.UNTRAINED) {
            return "the untrained network has the same outputs, within their tolerance, so they test no part of the"
                    + " training";
        }
        List<String> names = gap.quantities().stream()
                .map(CoverageText::nameOf)
                .map(name -> "the " + name)
                .toList();
        String subjects = joined(names);
        boolean several = names.size() > 1;
        String fact = gap.reason() == Coverage.Reason.ZERO
                ? subjects + (several ? " are" : " is") + " 0 in every step"
                : "rounding may be more than half of " + subjects + " in every step (its smallest bound is "
                        + Numbers.times(gap.bound()) + " times " + (several ? "the number" : "it") + ")";
        List<String> parts = parts(gap.quantities());
        return "layer " + gap.layer() + ": " + fact + ", so its " + joined(parts)
                + (parts.size() > 1 ? " were" : " was") + " not tested";
    }

    private static String nameOf(Quantity quantity) {
        return switch (quantity) {
            case WEIGHTS -> "change of W";
            case BIAS -> "change of b";
            default -> quantity.description();
        };
    }

    private static List<String> parts(List<Quantity> quantities) {
        Set<String> parts = new LinkedHashSet<>();
        String ofBias = quantities.stream().allMatch(Quantity::isOfBias) ? " of b" : "";
        quantities.forEach(quantity -> parts.add(
                switch (quantity) {
                    case PRE_ACTIVATION, ACTIVATION -> "forward pass";
                    case LOSS -> "loss";
                    case DELTA, WEIGHT_GRADIENT, BIAS_GRADIENT ->
                        ofBias.isEmpty() ? "backward pass" : "gradient" + ofBias;
                    default -> "update" + ofBias;
                }));
        return List.copyOf(parts);
    }

    private static String joined(List<String> phrases) {
        int last = phrases.size() - 1;
        return last <= 0
                ? String.join("", phrases)
                : String.join(", ", phrases.subList(0, last)) + " and " + phrases.get(last);
    }

    /** What to record or to change, so that the gaps close. */
    private static List<String> advice(Coverage coverage) {
        List<String> advice = new ArrayList<>();
        if (has(coverage, gap -> gap.reason() == Coverage.Reason.ZERO)) {
            advice.add("choose other initial weights or examples, with which these numbers are not 0");
        }
        if (has(coverage, gap -> gap.reason() == Coverage.Reason.ROUNDING)) {
            boolean isOfUpdate = has(
                    coverage,
                    gap -> gap.reason() == Coverage.Reason.ROUNDING
                            && gap.quantities().stream().allMatch(Quantity::isLearned));
            boolean showsGradients =
                    coverage.tensors().stream().anyMatch(tensor -> tensor.quantity() == Quantity.WEIGHT_GRADIENT);
            advice.add(
                    isOfUpdate
                            ? "choose a larger learning rate or `precision: f64`"
                                    + (showsGradients ? "" : ", and record `dW` and `db` too")
                            : "scale the examples or the initial weights, so that these numbers are not as small");
        }
        if (has(coverage, gap -> gap.reason() == Coverage.Reason.UNTRAINED)) {
            advice.add("record `W` and `b` of every step");
        }
        return advice;
    }

    private static boolean has(Coverage coverage, Predicate<Coverage.Gap> gaps) {
        return coverage.gaps().stream().anyMatch(gaps);
    }
}
