package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The traits and pairs of traits that the compared networks have covered. */
public final class Coverage {
    private final SortedSet<Feature> traits = Features.all();
    private final Set<Feature> met = new HashSet<>();
    private final Set<Pair> pairsMet = new HashSet<>();
    private final List<Pair> open = new ArrayList<>(); // in a reproducible order
    private final Set<Pair> givenUp = new LinkedHashSet<>();
    private final List<Pair> every;

    Coverage() {
        Set<String> several = Features.keysOfSeveral();
        List<Feature> inOrder = List.copyOf(traits);
        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = i + 1; j < inOrder.size(); j++) {
                boolean exclude = inOrder.get(i).key().equals(inOrder.get(j).key())
                        && !several.contains(inOrder.get(i).key());
                if (!exclude) {
                    open.add(new Pair(inOrder.get(i), inOrder.get(j)));
                }
            }
        }
        every = List.copyOf(open);
    }

    /** Two traits, in their order. */
    record Pair(Feature first, Feature second) {
        Set<Feature> traits() {
            return Set.of(first, second);
        }

        @Override
        public String toString() {
            return first + " with " + second;
        }
    }

    /** Returns a random pair that is not covered yet, if there is one. */
    Optional<Pair> open(NumpyRandom random) {
        while (!open.isEmpty()) {
            int index = (int) (random.random() * open.size());
            Pair pair = open.get(index);
            if (!pairsMet.contains(pair) && !givenUp.contains(pair)) {
                return Optional.of(pair);
            }
            open.set(index, open.get(open.size() - 1));
            open.remove(open.size() - 1);
        }
        return Optional.empty();
    }

    void giveUp(Pair pair) {
        givenUp.add(pair);
    }

    int countNew(Collection<Feature> network) {
        return (int) pairsOf(network).stream()
                .filter(pair -> !pairsMet.contains(pair))
                .count();
    }

    void meet(Collection<Feature> network) {
        met.addAll(network);
        pairsMet.addAll(pairsOf(network));
        givenUp.removeAll(pairsMet);
    }

    private static List<Pair> pairsOf(Collection<Feature> network) {
        List<Feature> inOrder = List.copyOf(new TreeSet<>(network));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = i + 1; j < inOrder.size(); j++) {
                pairs.add(new Pair(inOrder.get(i), inOrder.get(j)));
            }
        }
        return pairs;
    }

    /** The number of traits. */
    public int traits() {
        return traits.size();
    }

    /** The number of covered traits. */
    public int traitsMet() {
        return met.size();
    }

    /** The traits that are not covered. */
    public List<String> traitsMissing() {
        return traits.stream()
                .filter(trait -> !met.contains(trait))
                .map(Feature::toString)
                .toList();
    }

    /** The number of covered pairs. */
    public int pairsMet() {
        return pairsMet.size();
    }

    /** The number of pairs given up: no network with both could be generated, or none could be compared completely. */
    public int pairsRefused() {
        return givenUp.size();
    }

    /** The pairs given up, as text. */
    public List<String> refused() {
        return givenUp.stream().map(Pair::toString).sorted().toList();
    }

    /** The pairs that are not covered yet, as text. */
    public List<String> missing() {
        return every.stream()
                .filter(pair -> !pairsMet.contains(pair) && !givenUp.contains(pair))
                .map(Pair::toString)
                .toList();
    }

    /** The number of pairs that are not covered yet. */
    public int pairsMissing() {
        return every.size() - pairsMet.size() - givenUp.size();
    }
}
