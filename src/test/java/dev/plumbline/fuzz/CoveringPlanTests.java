package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoveringPlanTests {
    private static final Trials TRIALS = new Trials(new ReferenceEngine(), new Dl4jEngine());

    @Test
    void theSameSeedMakesTheSameNetworksAndAnotherMakesOthers() {
        assertEquals(networks(3), networks(3));
        assertTrue(new HashSet<>(networks(3)).stream().noneMatch(networks(4)::contains));
    }

    private static List<NetworkSpec> networks(long seed) {
        CoveringPlan plan = new CoveringPlan(seed, TRIALS::staysFinite);
        return Stream.generate(plan::next).limit(10).toList();
    }

    @Test
    void everyTraitOfANetworkIsOneOfThoseThatThereAre() {
        CoveringPlan plan = new CoveringPlan(2, spec -> true);
        Set<Trait> all = Traits.all();
        for (int i = 0; i < 50; i++) {
            NetworkSpec spec = plan.next();
            Set<Trait> unknown = new HashSet<>(Traits.of(spec));
            unknown.removeAll(all);
            assertEquals(Set.of(), unknown, spec::toString);
        }
    }
}
