package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings by several workers on this machine, and what is said where Spark is missing. */
class DistributedTests {
    @TempDir
    private Path directory;

    private Path network(String distributed) {
        return Console.write(
                directory,
                "averaged.yaml",
                Console.config("mini-batches.yaml")
                        .replace("epochs: 500", "epochs: 4\n  distributed: { " + distributed + " }")
                        .replace("every: 50", "every: 2"));
    }

    @Test
    void aCheckComparesTheStateAfterEveryRound() {
        Console console = Console.run(
                "check", network("workers: 2, averaging_frequency: 1").toString());

        assertEquals(0, console.code(), console.err());
        assertTrue(console.out().startsWith("""
                mini-batches: 4 → 8 tanh → 3 sigmoid
                  67 weights and biases · 10 examples in rounds of 8, shuffled
                  2 workers, averaged after 1 step of 4 examples · 4 epochs
                """), console.out());
        assertTrue(console.out().contains("""
                AGREES: DL4J and the reference, in weights and optimizer state after every round
                  tested     4 of 4 tensors of a step

                Round by round, each from the same weights
                  compared   8 rounds, """), console.out());
    }

    @Test
    void aTrainingGoesOnFromItsCheckpointToTheSameWeights() throws Exception {
        Path file = network("workers: 3, averaging_frequency: 2");
        Path whole = directory.resolve("whole");
        Path parts = directory.resolve("parts");
        assertEquals(
                0,
                Console.run("train", file.toString(), "--run", whole.toString()).code());
        assertEquals(
                0,
                Console.run("train", file.toString(), "--epochs", "2", "--run", parts.toString())
                        .code());
        assertEquals(
                0,
                Console.run("train", "--resume", parts.toString(), "--epochs", "4")
                        .code());
        Console compared = Console.run("compare", whole.toString(), parts.toString());
        assertTrue(compared.out().contains("Result: equal"), compared.out());
    }

    @Test
    void sparkIsASeparateBuild() {
        for (String verb : List.of("train", "check")) {
            Console console = Console.run(verb, network("workers: 2").toString(), "--spark", "local[2]");
            assertEquals(2, console.code());
            assertEquals("""
                    error[E081]: `--spark` needs the build for Spark, which is separate because of its size: start ./plumbline with PLUMBLINE_VARIANT=spark in the environment
                    """, console.err());
            assertTrue(Files.notExists(directory.resolve("run")));
        }
    }

    @Test
    void placesErrorsOfTheSection() {
        assertEquals("""
                error[E020]: 20 workers for data of 10 examples: some would have nothing to do
                   --> averaged.yaml:21:27
                21 |   distributed: { workers: 20 }
                   |                           ^^
                   = allowed here: at most 10
                """, refusal("workers: 20"));
        assertEquals("""
                error[E022]: a step of a worker has 5 examples here and `batch_size: 4` there
                   --> averaged.yaml:21:53
                21 |   distributed: { workers: 2, batch_size_per_worker: 5 }
                   |                                                     ^
                   = allowed here: the same number, or `batch_size: all`
                """, refusal("workers: 2, batch_size_per_worker: 5"));
    }

    @Test
    void whatIsForOneOnlyRefusesSeveral() {
        String file = network("workers: 2").toString();
        for (List<String> command : List.of(
                List.of("scaffold", file, "--language", "java", "-o", directory.toString()),
                List.of("explain", file, "--java"),
                List.of("experiment", file, "-o", directory.resolve("e.npz").toString()),
                List.of("check", file, "--against", "recording.npz"))) {
            Console console = Console.run(command.toArray(String[]::new));
            assertEquals(2, console.code(), () -> command + ": " + console.err());
            assertTrue(console.err().contains("supports only trainings without `distributed`"), console.err());
        }
    }

    private String refusal(String distributed) {
        Console console = Console.run("validate", network(distributed).toString());
        assertEquals(2, console.code());
        return (console.out() + console.err()).replace(directory + "/", "");
    }
}
