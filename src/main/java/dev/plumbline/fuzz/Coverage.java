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

/** Which traits, and which pairs of them, networks have met. */
public final class Coverage {
    private final SortedSet<Trait> traits = Traits.all();
    private final Set<Trait> met = new HashSet<>();
    private final Set<Pair> pairsMet = new HashSet<>();
    private final List<Pair> open = new ArrayList<>(); // in an order that does not change
    private final Set<Pair> givenUp = new LinkedHashSet<>();
    private final List<Pair> every;

    Coverage() {
        Set<String> several = Traits.keysOfSeveral();
        List<Trait> inOrder = List.copyOf(traits);
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

    /** Two traits, the lesser first. */
    record Pair(Trait first, Trait second) {
        Set<Trait> traits() {
            return Set.of(first, second);
        }

        @Override
        public String toString() {
            return first + " with " + second;
        }
    }

    /** A pair that is still to be met, if there is one. */
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

    /** Gives up what a plan has given up, but for what was met. */
    void giveUp(Coverage plan) {
        plan.givenUp.stream().filter(pair -> !pairsMet.contains(pair)).forEach(givenUp::add);
    }

    int countNew(Collection<Trait> network) {
        return (int) pairsOf(network).stream()
                .filter(pair -> !pairsMet.contains(pair))
                .count();
    }

    void meet(Collection<Trait> network) {
        met.addAll(network);
        pairsMet.addAll(pairsOf(network));
        givenUp.removeAll(pairsMet);
    }

    private static List<Pair> pairsOf(Collection<Trait> network) {
        List<Trait> inOrder = List.copyOf(new TreeSet<>(network));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = i + 1; j < inOrder.size(); j++) {
                pairs.add(new Pair(inOrder.get(i), inOrder.get(j)));
            }
        }
        return pairs;
    }

    /** How many traits there are. */
    public int traits() {
        return traits.size();
    }

    /** How many of them were met. */
    public int traitsMet() {
        return met.size();
    }

    /** Those that were not. */
    public List<String> traitsMissing() {
        return traits.stream()
                .filter(trait -> !met.contains(trait))
                .map(Trait::toString)
                .toList();
    }

    /** How many pairs were met. */
    public int pairsMet() {
        return pairsMet.size();
    }

    /** How many pairs do not go together: no network that was tried had both. */
    public int pairsRefused() {
        return givenUp.size();
    }

    /** Those, in words. */
    public List<String> refused() {
        return givenUp.stream().map(Pair::toString).sorted().toList();
    }

    /** Those that are still to be met, in words. */
    public List<String> missing() {
        return every.stream()
                .filter(pair -> !pairsMet.contains(pair) && !givenUp.contains(pair))
                .map(Pair::toString)
                .toList();
    }

    /** How many pairs are still to be met. */
    public int pairsMissing() {
        return every.size() - pairsMet.size() - givenUp.size();
    }
}
