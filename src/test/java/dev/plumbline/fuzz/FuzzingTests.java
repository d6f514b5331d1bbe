package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.yaml.YamlWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random networks on both engines, until completely compared networks cover every valid pair of words. */
@Slow
class FuzzingTests {
    /** More than needed today, about 450, so that the vocabulary can grow. */
    private static final long ENOUGH = 1500;

    /** The impossible pairs of traits, with reasons. Any other pair that was given up is a gap in the coverage. */
    private static final List<String> REASONS = List.of(
            "activation: .+ with depth: one", // the only layer has the output activation
            "depth: one with learning_rate: own", // the optimizer's rate would be unused
            "learning_rate: .+ with optimizer: adadelta", // has no learning rate
            "optimizer: adadelta with (per: (step|epoch)|tail: .+|then: .+)", // parameters of learning rates
            "epsilon_on: .+ with optimizer: (?!(adam|amsgrad)$).+", // these optimizers have no such parameter
            "initial_mean: .+ with optimizer: (?!rmsprop$).+",
            "learning_rate_on: .+ with optimizer: (?!(momentum|nesterov)$).+",
            "initial_mean: .+ with learning_rate_on: .+",
            "epsilon_on: .+ with learning_rate_on: .+",
            "epsilon_on: .+ with initial_mean: .+", // parameters of different optimizers
            "loss: .+ with output activation: .+", // see LossRules
            "batch: all with shuffle: true", // would have no effect
            "batch: (even|short last) with examples: single example");

    @Test
    void bothEnginesAgreeOnNetworksThatMeetEveryWordAndEveryPairOfWords() {
        DifferentialTester trials = new DifferentialTester(new ReferenceEngine(), new Dl4jEngine());
        CoveringPlan plan = new CoveringPlan(1, trials::staysFinite);
        Coverage coverage = plan.coverage();
        for (long i = 0; i < ENOUGH && (i == 0 || coverage.pairsMissing() > 0); i++) {
            FuzzResult trial = trials.of(plan.next());
            if (trial.outcome() == FuzzResult.Outcome.DISAGREES) {
                FuzzResult smallest = new Shrinker(trials).smallest(trial);
                assertEquals("", smallest.message(), () -> YamlWriter.write(smallest.spec()));
            }
            if (trial.outcome() == FuzzResult.Outcome.AGREES) {
                plan.compared(trial.spec());
            }
        }

        assertEquals(List.of(), coverage.traitsMissing());
        assertEquals(List.of(), coverage.missing());
        List<String> gaps = coverage.refused().stream()
                .filter(pair -> REASONS.stream().noneMatch(pair::matches))
                .collect(Collectors.toList());
        assertEquals(List.of(), gaps);
        assertTrue(coverage.pairsMet() > 10_000, "met " + coverage.pairsMet());
    }
}
