package dev.plumbline.selftest;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A right network, in a style that is drawn from the product of all conventions.
 *
 * @param experiment what it trains on
 * @param style how it is written
 */
record CorrectNetwork(Experiment experiment, CodingStyle style) {
    /** Of each family of conventions, so often one is had. */
    private static final double OFTEN = 0.4;

    private static final List<Quantity> MAY_BE_SILENT = List.of(
            Quantity.PRE_ACTIVATION,
            Quantity.ACTIVATION,
            Quantity.LOSS,
            Quantity.DELTA,
            Quantity.WEIGHT_GRADIENT,
            Quantity.WEIGHT_UPDATE);

    /** A network with this convention, and others beside it. */
    static CorrectNetwork draw(long seed, CodingConvention convention, TraceLevel level) {
        NumpyRandom random = new NumpyRandom(seed);
        Set<CodingConvention> conventions = EnumSet.noneOf(CodingConvention.class);
        for (CodingConvention.Family family : CodingConvention.Family.values()) {
            List<CodingConvention> members = Arrays.stream(CodingConvention.values())
                    .filter(each -> each.family() == family)
                    .toList();
            if (random.random() < OFTEN) {
                conventions.add(members.get((int) (random.random() * members.size())));
            }
        }
        conventions.removeIf(each -> each.family() == convention.family());
        conventions.add(convention);
        Set<Quantity> silent = EnumSet.noneOf(Quantity.class);
        for (Quantity quantity : MAY_BE_SILENT) {
            if (random.random() < OFTEN / 2) {
                silent.add(quantity);
                switch (quantity) {
                    case WEIGHT_GRADIENT -> silent.add(Quantity.BIAS_GRADIENT);
                    case WEIGHT_UPDATE -> silent.add(Quantity.BIAS_UPDATE);
                    default -> {
                        // what belongs to W has a part that belongs to b
                    }
                }
            }
        }
        CodingStyle style = new CodingStyle(conventions, level, silent);
        return new CorrectNetwork(new ProbeNetworks(seed).drawRight(new FaultyNetwork(Set.of(), style)), style);
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
