package dev.plumbline.diagnose.hypotheses;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every variant of every known mistake that is possible in a network. */
public final class Variants {
    private final NetworkSpec spec;
    private final List<Variant> variants;

    public Variants(Experiment experiment) {
        this.spec = experiment.spec();
        this.variants = Stream.of(
                        ForwardMistakes.of(),
                        LossMistakes.of(),
                        TargetMistakes.of(experiment),
                        DeltaMistakes.of(),
                        GradientMistakes.of(experiment),
                        StepMistakes.of(experiment),
                        UpdateMistakes.of(experiment))
                .flatMap(variants -> variants)
                .toList();
    }

    /**
     * Gradients that are divided by this number, whatever the size of the batch.
     *
     * @param sizes the sizes of the batches
     */
    public static Variant divided(double divisor, Set<Integer> sizes, Quantity... of) {
        String scope = sizes.size() > 1
                ? ", for every batch size"
                : "; every batch has " + sizes.iterator().next() + " examples";
        return GradientMistakes.divided(of, s -> divisor).describedAs("it is " + Constants.text(divisor) + scope);
    }

    /** Every hypothesis. */
    public List<Hypothesis> everything() {
        return hypotheses(place -> true);
    }

    /**
     * The hypotheses that can explain a wrong tensor: mistakes in its computation, or in that of preceding tensors of
     * the step that are not recorded.
     *
     * @param recorded the recorded tensors
     * @param earlier the mistakes that were found before
     */
    public List<Hypothesis> candidatesFor(Key wrong, Set<Place> recorded, Set<Mistake> earlier) {
        return hypotheses(place -> {
                    Key key = new Key(wrong.step(), place.quantity(), place.layer());
                    return key.equals(wrong) || key.compareTo(wrong) < 0 && !recorded.contains(place);
                })
                .stream()
                .filter(hypothesis ->
                        earlier.contains(hypothesis.mistake()) || !isExcludedByRecorded(hypothesis, wrong, recorded))
                .toList();
    }

    /** Whether a mistake affects the forward and the backward pass, and the former is recorded and right. */
    private boolean isExcludedByRecorded(Hypothesis hypothesis, Key wrong, Set<Place> recorded) {
        Set<Quantity> of = hypothesis.variant().of();
        boolean isForward = of.contains(Quantity.PRE_ACTIVATION) || of.contains(Quantity.ACTIVATION);
        if (isForward && of.contains(Quantity.DELTA)) {
            return wrong.quantity() != Quantity.PRE_ACTIVATION
                    && wrong.quantity() != Quantity.ACTIVATION
                    && recorded.stream()
                            .anyMatch(place -> place.quantity() == Quantity.PRE_ACTIVATION
                                    || place.quantity() == Quantity.ACTIVATION);
        }
        return hypothesis.variant().of().equals(Set.of(Quantity.WEIGHT_GRADIENT))
                && ForwardMistakes.inputs().anyMatch(input -> input.mistake() == hypothesis.mistake())
                && Stream.iterate(1, l -> l <= spec.layers().size(), l -> l + 1)
                        .filter(l -> hypothesis.changes(Quantity.WEIGHT_GRADIENT, l, spec))
                        .anyMatch(l -> recorded.contains(new Place(Quantity.PRE_ACTIVATION, l))
                                || recorded.contains(new Place(Quantity.ACTIVATION, l)));
    }

    private List<Hypothesis> hypotheses(Predicate<Place> possible) {
        List<Hypothesis> hypotheses = new ArrayList<>();
        for (Variant variant : variants) {
            List<Integer> layers = layers(variant, possible);
            if (variant.together()) {
                if (!layers.isEmpty()) {
                    hypotheses.add(new Hypothesis(variant, Hypothesis.EVERYWHERE));
                }
                continue;
            }
            layers.forEach(l -> hypotheses.add(new Hypothesis(variant, l)));
            if (!layers.isEmpty() && layersOf(variant) > 1) {
                hypotheses.add(new Hypothesis(variant, Hypothesis.EVERYWHERE));
            }
            if (!layers.isEmpty()
                    && layersOf(variant) > 2
                    && variant.where().test(spec, spec.layers().size())) {
                hypotheses.add(new Hypothesis(variant, Hypothesis.HIDDEN));
            }
        }
        return hypotheses;
    }

    private List<Integer> layers(Variant variant, Predicate<Place> possible) {
        return Stream.iterate(1, l -> l <= spec.layers().size(), l -> l + 1)
                .filter(l -> variant.where().test(spec, l))
                .filter(l -> variant.of().stream().anyMatch(q -> possible.test(new Place(q, l))))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private long layersOf(Variant variant) {
        return Stream.iterate(1, l -> l <= spec.layers().size(), l -> l + 1)
                .filter(l -> variant.where().test(spec, l))
                .count();
    }
}
