package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.yaml.YamlWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random networks on both engines, until every pair of words that goes together was in one that was compared to its end. */
class FuzzingTests {
    /** More than are needed today, some 450, so that the vocabulary can grow. */
    private static final long ENOUGH = 1500;

    /** Why two traits do not go together; whatever else was given up is a hole in the net. */
    private static final List<String> REASONS = List.of(
            "activation: .+ with depth: one", // its only layer is the last, whose activation is the output's
            "depth: one with learning_rate: own", // which would leave the optimizer's without effect
            "learning_rate: .+ with optimizer: adadelta", // which has none
            "optimizer: adadelta with (per: (step|epoch)|tail: .+|then: .+)", // which are of rates
            "epsilon_on: .+ with optimizer: (?!(adam|amsgrad)$).+", // which have no such parameter
            "initial_mean: .+ with optimizer: (?!rmsprop$).+",
            "epsilon_on: .+ with initial_mean: .+", // of different optimizers
            "loss: .+ with output activation: .+", // as LossRules says
            "batch: all with shuffle: true", // which would have no effect
            "batch: (even|short last) with examples: single example");

    @Test
    void bothEnginesAgreeOnNetworksThatMeetEveryWordAndEveryPairOfWords() {
        Trials trials = new Trials(new ReferenceEngine(), new Dl4jEngine());
        CoveringPlan plan = new CoveringPlan(1, trials::staysFinite);
        Coverage coverage = plan.coverage();
        for (long i = 0; i < ENOUGH && (i == 0 || coverage.pairsMissing() > 0); i++) {
            Trial trial = trials.of(plan.next());
            if (trial.outcome() == Trial.Outcome.DISAGREES) {
                Trial smallest = new Shrinker(trials).smallest(trial);
                assertEquals("", smallest.message(), () -> YamlWriter.write(smallest.spec()));
            }
            if (trial.outcome() == Trial.Outcome.AGREES) {
                plan.compared(trial.spec());
            }
        }

        assertEquals(List.of(), coverage.traitsMissing());
        assertEquals(List.of(), coverage.missing());
        List<String> holes = coverage.refused().stream()
                .filter(pair -> REASONS.stream().noneMatch(pair::matches))
                .collect(Collectors.toList());
        assertEquals(List.of(), holes);
        assertTrue(coverage.pairsMet() > 10_000, "met " + coverage.pairsMet());
    }
}
