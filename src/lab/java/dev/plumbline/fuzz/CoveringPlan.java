package dev.plumbline.fuzz;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.NetworkSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Generates networks that cover every pair of traits quickly. Each network is generated for a pair that no completely
 * compared network has had. Of a few candidates with this pair and a finite training, the plan takes the one with the
 * most new pairs. When all pairs are covered, it draws networks freely. The same seed gives the same networks, provided
 * that {@link #compared} is called for the same ones.
 *
 * <p>Order of use: {@link #next}, then {@link #compared} if the whole training was compared; repeat.
 */
public final class CoveringPlan {
    /** A pair is impossible if no network has it after this number of tries. */
    private static final int TRIES = 80;

    /** A pair is given up after this number of networks that could not be compared completely. */
    private static final int ATTEMPTS = 20;

    private static final int CANDIDATES = 4;

    private final long seed;
    private final NumpyRandom random;
    private final Predicate<NetworkSpec> staysFinite;
    private final Coverage coverage = new Coverage();
    private final Map<Coverage.Pair, Integer> attempts = new HashMap<>();
    private long generated;

    /**
     * A plan.
     *
     * @param seed from 0 to 4294967295
     * @param staysFinite whether the whole training of a network stays finite, so that it can be compared
     */
    public CoveringPlan(long seed, Predicate<NetworkSpec> staysFinite) {
        this.seed = seed;
        this.staysFinite = staysFinite;
        this.random = new NumpyRandom(seed);
    }

    /** The next network. */
    public NetworkSpec next() {
        String name = "fuzz " + seed + "-" + generated;
        generated++;
        while (true) {
            Optional<Coverage.Pair> pair = coverage.open(random);
            if (pair.isEmpty()) {
                return free(name);
            }
            if (attempts.merge(pair.get(), 1, Integer::sum) <= ATTEMPTS) {
                Optional<NetworkSpec> spec = with(pair.get(), name);
                if (spec.isPresent()) {
                    return spec.get();
                }
            }
            coverage.giveUp(pair.get());
        }
    }

    /** Reports that the whole training of a network was compared. */
    public void compared(NetworkSpec spec) {
        coverage.meet(Features.of(spec));
    }

    /** The coverage of the networks whose whole training was compared. */
    public Coverage coverage() {
        return coverage;
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
                Set<Feature> traits = Features.of(spec.get());
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
