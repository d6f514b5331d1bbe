package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.YamlWriter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShrinkerTests {

    /** For each fault, the number of lines of the smallest file that shows it, and its number of weights and biases. */
    @ParameterizedTest
    @CsvSource({
        "output activation, swish, 9, 2",
        "activation, gelu, 10, 4",
        "optimizer, nadam, 12, 2",
        "learning_rate, warm_up, 13, 2",
        "then, polynomial, 17, 2",
        "learning_rate, own, 13, 4",
        "per, epoch, 15, 2",
        "constraint, max_norm, 12, 2",
        "weight_decay, not 0, 12, 2",
        "gradient_normalization, clip_norm, 13, 2",
        "dropout, own, 12, 2",
        "init, orthogonal, 9, 2",
        "weights, own, 9, 2",
        "batch, short last, 9, 2",
        "shuffle, true, 13, 2",
        "precision, f32, 10, 2"
    })
    void leavesLittleMoreThanWhatIsFaulty(String key, String value, int lines, int parameters) {
        Feature fault = new Feature(key, value);
        DifferentialTester trials = new DifferentialTester(new ReferenceEngine(), new FaultyEngine(fault));
        FuzzResult failing = failing(trials, fault);

        FuzzResult smallest = new Shrinker(trials).smallest(failing);

        String file = YamlWriter.write(smallest.spec());
        assertTrue(Features.of(smallest.spec()).contains(fault), file);
        assertEquals(
                lines + " lines, " + parameters,
                file.lines().count() + " lines, " + smallest.spec().parameters(),
                file);
        NetworkSpec read = YamlReader.read(file, "smallest.yaml").spec();
        assertEquals(smallest.spec(), read);
        assertEquals(smallest.message(), trials.of(read).message());
        DifferentialTester right = new DifferentialTester(new ReferenceEngine(), new ReferenceEngine());
        assertEquals(FuzzResult.Outcome.AGREES, right.of(read).outcome());
    }

    private static FuzzResult failing(DifferentialTester trials, Feature fault) {
        NumpyRandom random = new NumpyRandom(7);
        return Stream.generate(() -> Generator.network(random, Set.of(fault), "faulty"))
                .limit(1000)
                .flatMap(Optional::stream)
                .filter(spec -> Features.of(spec).contains(fault))
                .map(trials::of)
                .filter(trial -> trial.outcome() == FuzzResult.Outcome.DISAGREES)
                .findFirst()
                .orElseThrow();
    }
}
