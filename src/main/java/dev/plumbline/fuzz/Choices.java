package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Random choices that lead to what is wished for where they can.
 *
 * @param random where they come from
 * @param wishes the traits that the network should have
 */
record Choices(NumpyRandom random, Set<Trait> wishes) {

    /** The same source, with other wishes. */
    Choices wishing(Set<Trait> others) {
        return new Choices(random, others);
    }

    /** A number from 0 to below the bound. */
    int below(int bound) {
        return (int) (random.random() * bound);
    }

    /** True with this probability. */
    boolean chance(double probability) {
        return random.random() < probability;
    }

    /** One of them, each as likely. */
    <T> T oneOf(List<T> options) {
        return options.get(below(options.size()));
    }

    /**
     * Of the options that lead to most of the wishes, one.
     *
     * @param leadsTo the traits that may come of an option
     * @param weight how likely an option is beside the others
     */
    <T> T oneOf(List<T> options, Function<T, Set<Trait>> leadsTo, ToDoubleFunction<T> weight) {
        List<T> best = options;
        if (!wishes.isEmpty()) {
            List<Long> counts = options.stream()
                    .map(option -> wishes.stream()
                            .filter(leadsTo.apply(option)::contains)
                            .count())
                    .toList();
            long most = counts.stream().max(Long::compare).orElse(0L);
            best = java.util.stream.IntStream.range(0, options.size())
                    .filter(i -> counts.get(i) == most)
                    .mapToObj(options::get)
                    .toList();
        }
        double all = best.stream().mapToDouble(weight).sum();
        double drawn = random.random() * all;
        for (T option : best) {
            drawn -= weight.applyAsDouble(option);
            if (drawn < 0) {
                return option;
            }
        }
        return best.get(best.size() - 1);
    }
}
