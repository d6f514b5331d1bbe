package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoveringPlanTests {
    /** More than the plan needs today, so that the vocabulary can grow. */
    private static final int ENOUGH = 5000;

    @Test
    void soonMeetsEveryTraitAndEveryPairThatGoesTogether() {
        CoveringPlan plan = new CoveringPlan(1);
        int networks = 0;
        while (networks < ENOUGH && (networks == 0 || plan.coverage().pairsMissing() > 0)) {
            plan.next();
            networks++;
        }

        assertEquals(List.of(), plan.coverage().traitsMissing());
        assertEquals(0, plan.coverage().pairsMissing(), networks + " networks");
        assertTrue(
                plan.coverage().pairsRefused() < plan.coverage().pairsMet() / 20,
                () -> plan.coverage().refused().toString());
    }

    @Test
    void everyWordOfTheVocabularyIsATrait() {
        Set<String> values = new HashSet<>();
        Traits.all().forEach(trait -> values.add(trait.value()));

        assertTrue(Stream.of(Activation.class, Loss.class)
                .flatMap(family -> Vocabulary.of(family).entries().stream())
                .allMatch(entry -> values.contains(entry.name())));
    }

    @Test
    void everyTraitOfANetworkIsOneOfThoseThatThereAre() {
        CoveringPlan plan = new CoveringPlan(2);
        Set<Trait> all = Traits.all();
        for (int i = 0; i < 200; i++) {
            NetworkSpec spec = plan.next();
            Set<Trait> unknown = new HashSet<>(Traits.of(spec));
            unknown.removeAll(all);
            assertEquals(Set.of(), unknown, spec::toString);
        }
    }

    @Test
    void theSameSeedMakesTheSameNetworksAndAnotherMakesOthers() {
        assertEquals(networks(3), networks(3));
        assertTrue(new HashSet<>(networks(3)).stream().noneMatch(networks(4)::contains));
    }

    private static List<NetworkSpec> networks(long seed) {
        CoveringPlan plan = new CoveringPlan(seed);
        return Stream.generate(plan::next).limit(20).toList();
    }
}
