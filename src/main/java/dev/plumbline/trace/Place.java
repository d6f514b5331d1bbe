package dev.plumbline.trace;

import dev.plumbline.spec.NetworkSpec;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A quantity of a layer, at any step.
 *
 * @param layer counted from 1
 */
public record Place(Quantity quantity, int layer) {

    /** Whether the places of W in all layers, and those of b in all layers that have a bias, meet a condition. */
    public static boolean areAll(
            NetworkSpec spec, Quantity ofWeights, Quantity ofBias, Predicate<? super Place> condition) {
        return IntStream.rangeClosed(1, spec.layers().size())
                .allMatch(l -> condition.test(new Place(ofWeights, l))
                        && (!spec.layers().get(l - 1).bias() || condition.test(new Place(ofBias, l))));
    }
}
