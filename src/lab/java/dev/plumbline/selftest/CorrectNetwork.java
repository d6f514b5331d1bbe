package dev.plumbline.selftest;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.selftest.CodingConvention.Family;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A correct network in a random style from the product of all conventions.
 *
 * @param experiment the experiment on which it trains
 * @param style the style
 */
record CorrectNetwork(Experiment experiment, CodingStyle style) {
    /** The probability that a network has a convention of a family. */
    private static final double CONVENTION_PROBABILITY = 0.4;

    private static final List<Quantity> MAY_BE_OMITTED = List.of(
            Quantity.PRE_ACTIVATION,
            Quantity.ACTIVATION,
            Quantity.LOSS,
            Quantity.DELTA,
            Quantity.WEIGHT_GRADIENT,
            Quantity.WEIGHT_UPDATE);

    /** A network with this convention and random others. */
    static CorrectNetwork draw(long seed, CodingConvention convention, TraceLevel level) {
        NumpyRandom random = new NumpyRandom(seed);
        Set<CodingConvention> conventions = EnumSet.noneOf(CodingConvention.class);
        Arrays.stream(Family.values())
                .filter(family -> family != Family.ORDER)
                .forEach(family -> addOneOf(family, random, conventions));
        Set<Quantity> omitted = EnumSet.noneOf(Quantity.class);
        for (Quantity quantity : MAY_BE_OMITTED) {
            if (random.random() < CONVENTION_PROBABILITY / 2) {
                omitted.add(quantity);
                switch (quantity) {
                    case WEIGHT_GRADIENT -> omitted.add(Quantity.BIAS_GRADIENT);
                    case WEIGHT_UPDATE -> omitted.add(Quantity.BIAS_UPDATE);
                    default -> {
                        // only gradients and updates have a part for b
                    }
                }
            }
        }
        addOneOf(Family.ORDER, random, conventions); // last, so that the networks without it remain the same
        conventions.removeIf(each -> each.family() == convention.family());
        conventions.add(convention);
        CodingStyle style = new CodingStyle(conventions, level, omitted);
        return new CorrectNetwork(new RandomTestNetworks(seed).drawRight(new FaultyNetwork(Set.of(), style)), style);
    }

    private static void addOneOf(Family family, NumpyRandom random, Set<CodingConvention> conventions) {
        List<CodingConvention> members = Arrays.stream(CodingConvention.values())
                .filter(each -> each.family() == family)
                .toList();
        if (random.random() < CONVENTION_PROBABILITY) {
            conventions.add(members.get((int) (random.random() * members.size())));
        }
    }

    FaultyNetwork network() {
        return new FaultyNetwork(Set.of(), style);
    }

    String label() {
        return style.conventions().stream()
                .sorted()
                .map(CodingConvention::label)
                .collect(Collectors.joining(" + "));
    }
}
