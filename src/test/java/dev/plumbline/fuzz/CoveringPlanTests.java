package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoveringPlanTests {

    @Test
    void theSameSeedMakesTheSameNetworksAndAnotherMakesOthers() {
        assertEquals(networks(3, 20), networks(3, 20));
        assertTrue(new HashSet<>(networks(3, 20)).stream().noneMatch(networks(4, 20)::contains));
    }

    @Test
    void everyWordThatNeedsNoFileIsATrait() {
        Set<String> values = Features.all().stream().map(Feature::value).collect(Collectors.toSet());
        Stream.of(
                        Activation.class,
                        Loss.class,
                        Optimizer.class,
                        LearningRate.class,
                        Initializer.class,
                        Constraint.class,
                        GradientNormalization.class)
                .flatMap(family -> Vocabulary.of(family).entries().stream())
                .filter(entry -> !List.of("npy", "npz").contains(entry.name()))
                .forEach(entry -> assertTrue(values.contains(entry.name()), entry::name));
    }

    @Test
    void whatALayerAndItsExamplesMayHaveBesideIsATrait() {
        List<String> traits = Features.all().stream().map(Feature::toString).toList();
        List<String> some = List.of(
                "learning_rate: own",
                "dropout: own",
                "weight_decay: not 0",
                "bias_init: not 0",
                "bias: false",
                "per: step",
                "per: epoch",
                "then: cycle",
                "weights: own",
                "shuffle: true",
                "batch: short last",
                "precision: f32",
                "width: one");
        assertTrue(traits.containsAll(some), traits::toString);
    }

    @Test
    void everyTraitOfANetworkIsOneOfThoseThatThereAre() {
        Set<Feature> all = Features.all();
        for (NetworkSpec spec : networks(2, 100)) {
            Set<Feature> unknown = new HashSet<>(Features.of(spec));
            unknown.removeAll(all);
            assertEquals(Set.of(), unknown, spec::toString);
        }
    }

    private static List<NetworkSpec> networks(long seed, int count) {
        CoveringPlan plan = new CoveringPlan(seed, spec -> true);
        return Stream.generate(plan::next).limit(count).peek(plan::compared).toList();
    }
}
