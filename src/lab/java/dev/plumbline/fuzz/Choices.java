package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Random choices that prefer options with the requested traits.
 *
 * @param random the source of the random numbers
 * @param requested the requested traits of the network
 */
record Choices(NumpyRandom random, Set<Feature> requested) {

    /** The same source with other requested traits. */
    Choices requesting(Set<Feature> others) {
        return new Choices(random, others);
    }

    /** Returns a random integer from 0 to bound − 1. */
    int below(int bound) {
        return (int) (random.random() * bound);
    }

    /** Returns true with this probability. */
    boolean chance(double probability) {
        return random.random() < probability;
    }

    /** Returns one of the options; all are equally likely. */
    <T> T oneOf(List<T> options) {
        return options.get(below(options.size()));
    }

    /**
     * Returns one of the options that allow the largest number of requested traits.
     *
     * @param leadsTo the traits that an option allows
     * @param weight the probability of an option, relative to the others
     */
    <T> T oneOf(List<T> options, Function<T, Set<Feature>> leadsTo, ToDoubleFunction<T> weight) {
        List<T> best = options;
        if (!requested.isEmpty()) {
            List<Long> counts = options.stream()
                    .map(option -> requested.stream()
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
