package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.NetworkSpec;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Networks, one after another, that soon meet every pair of traits: each is made for a pair that none had before, and of a
 * few that have it, and whose training stays finite, the one that meets most new pairs is taken. Once all are met, networks
 * are drawn freely. The same seed gives the same networks.
 */
public final class CoveringPlan {
    /** A pair that no network had in so many tries does not go together. */
    private static final int TRIES = 80;

    private static final int CANDIDATES = 4;

    private final long seed;
    private final NumpyRandom random;
    private final Predicate<NetworkSpec> staysFinite;
    private final Coverage coverage = new Coverage();
    private long made;

    /**
     * A plan.
     *
     * @param seed from 0 to 4294967295
     * @param staysFinite whether all of a network's training can be compared
     */
    public CoveringPlan(long seed, Predicate<NetworkSpec> staysFinite) {
        this.seed = seed;
        this.staysFinite = staysFinite;
        this.random = new NumpyRandom(seed);
    }

    /** The next network. */
    public NetworkSpec next() {
        String name = "fuzz " + seed + "-" + made;
        made++;
        while (true) {
            Optional<Coverage.Pair> pair = coverage.open(random);
            if (pair.isEmpty()) {
                return taken(free(name));
            }
            Optional<NetworkSpec> spec = with(pair.get(), name);
            if (spec.isPresent()) {
                return taken(spec.get());
            }
            coverage.giveUp(pair.get());
        }
    }

    /** What the networks so far are to meet. */
    public Coverage coverage() {
        return coverage;
    }

    private NetworkSpec taken(NetworkSpec spec) {
        coverage.meet(Traits.of(spec));
        return spec;
    }

    private NetworkSpec free(String name) {
        while (true) {
            Optional<NetworkSpec> spec = Generator.network(random, Set.of(), name);
            if (spec.isPresent()) {
                return spec.get();
            }
        }
    }

    private Optional<NetworkSpec> with(Coverage.Pair pair, String name) {
        Optional<NetworkSpec> best = Optional.empty();
        int mostNew = -1;
        int candidates = 0;
        for (int i = 0; i < TRIES && candidates < CANDIDATES; i++) {
            Optional<NetworkSpec> spec = Generator.network(random, pair.traits(), name);
            if (spec.isPresent()) {
                Set<Trait> traits = Traits.of(spec.get());
                if (traits.containsAll(pair.traits())) {
                    int isNew = coverage.countNew(traits);
                    if (isNew > mostNew && staysFinite.test(spec.get())) {
                        best = spec;
                        mostNew = isNew;
                    }
                    candidates += mostNew < 0 ? 0 : 1;
                }
            }
        }
        return best;
    }
}
