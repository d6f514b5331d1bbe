package dev.plumbline.diagnose;

import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Optional;

/**
 * Something that a network calculates wrongly.
 *
 * @param first the tensor where it shows first
 * @param also the other layers and quantities in which the same is done
 * @param row of the element that is farthest off
 * @param column of it
 * @param actual that element, as the network has it
 * @param expected that element as it should be, given what the network has of the tensors before it
 * @param error how far the tensor is from what it should be, relative to it; infinite where there is no number for it
 * @param shape both shapes, where they differ; empty else
 * @param ratio the constant that the tensor is of the right one, where it is one
 * @param explanations the mistakes that reproduce it: none where nothing known does, several where what the network shows
 *     does not tell them apart
 * @param residual how far the tensor is from what the first explanation makes of it, relative to it
 * @param record the quantity to show next, which would tell the explanations apart
 * @param ruledOut the mistakes that were replayed and do not reproduce it
 */
public record Finding(
        Key first,
        List<Key> also,
        int row,
        int column,
        double actual,
        double expected,
        double error,
        String shape,
        Optional<Ratio> ratio,
        List<Explanation> explanations,
        double residual,
        Optional<String> record,
        List<Mistake> ruledOut) {
    public Finding {
        also = List.copyOf(also);
        explanations = List.copyOf(explanations);
        ruledOut = List.copyOf(ruledOut);
    }

    /**
     * A tensor is a constant times the right one.
     *
     * @param constant the best fit
     * @param residual how far the tensor is from that, relative to it
     */
    public record Ratio(double constant, double residual) {}

    /** Whether one known mistake explains it. */
    public boolean isNamed() {
        return explanations.size() == 1;
    }

    /** The same with the other places in which it is done. */
    Finding alsoAt(List<Key> places) {
        return with(places, explanations, residual, record, ruledOut);
    }

    /** The same with no lines to write. */
    Finding withoutLines() {
        return with(also, explanations.stream().map(Explanation::withoutLines).toList(), residual, record, ruledOut);
    }

    /** The same with what an test has found out. */
    Finding withResult(double ofTheFirstExplanation, Optional<String> recordNext, List<Mistake> mistakesRuledOut) {
        return with(also, explanations, ofTheFirstExplanation, recordNext, mistakesRuledOut);
    }

    private Finding with(
            List<Key> places,
            List<Explanation> reasons,
            double ofTheFirst,
            Optional<String> recordNext,
            List<Mistake> tried) {
        return new Finding(
                first,
                places,
                row,
                column,
                actual,
                expected,
                error,
                shape,
                ratio,
                reasons,
                ofTheFirst,
                recordNext,
                tried);
    }
}
