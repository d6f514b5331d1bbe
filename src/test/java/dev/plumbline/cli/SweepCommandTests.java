package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.Machine;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTests {
    @TempDir
    private Path directory;

    private Path runs = Path.of("");

    @BeforeEach
    void nameTheDirectory() {
        runs = directory.resolve("runs");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path network(String sweep) throws IOException {
        Path file = Console.threeLayer(directory, 20);
        return Files.writeString(file, Files.readString(file) + sweep);
    }

    private Console sweep(Path file, String... more) {
        String[] all =
                List.of("sweep", file.toString(), "--run", runs.toString()).toArray(new String[4 + more.length]);
        System.arraycopy(more, 0, all, 4, more.length);
        return Console.run(all);
    }

    private Console trained(Path file) {
        Console console = sweep(file);
        assertEquals(0, console.code(), console.err());
        return console;
    }

    @Test
    void trainsEachCombinationAsTrainWould() throws IOException {
        Path file = network("sweep:\n  units: [3, 4]\n  learning_rate: [0.5, 2]\n  layers[1].activation: [sigmoid]\n");
        Console console = sweep(file);
        assertEquals(0, console.code(), console.err());
        assertTrue(
                console.out().startsWith("run  units  learning_rate  layers[1].activation  mean absolute error\n"),
                console.out());
        assertTrue(console.out().contains("\n3    4      0.5            sigmoid "), console.out());
        assertTrue(console.out().endsWith("\nBest: " + runs + "/4\n"), console.out());

        Path alone = directory.resolve("alone");
        Console.run(
                "train",
                file.toString(),
                "--set",
                "layers[0].units=4",
                "--set",
                "training.optimizer.learning_rate=0.5",
                "--run",
                alone.toString());
        assertArrayEquals(
                Files.readAllBytes(alone.resolve("model.zip")), Files.readAllBytes(runs.resolve("3/model.zip")));
        assertEquals(Files.readString(alone.resolve("history.csv")), Files.readString(runs.resolve("3/history.csv")));
        assertEquals(0, Console.run("compare", runs + "/1", runs + "/2").code());
        assertEquals(5, Files.readAllLines(runs.resolve("sweep.csv")).size());
    }

    @Test
    void goesOnWithWhatIsMissing() throws IOException {
        Path file = network("sweep: { learning_rate: [0.5, 1, 2] }\n");
        String whole = trained(file).out();
        byte[] kept = Files.readAllBytes(runs.resolve("1/run.json"));
        byte[] model = Files.readAllBytes(runs.resolve("2/model.zip"));
        delete(runs.resolve("2"));
        Path part = Files.createDirectory(runs.resolve(".plumbline-killed-0.part"));
        Console.write(
                part,
                "plumbline.lock",
                "Plumbline writes a file here. What a killed process left, the next one deletes.\n");
        Console.write(Files.createDirectory(part.resolve("content")), "junk", "of a process that was killed");
        Path unmarked = Files.createDirectory(runs.resolve(".2.999999999.part"));

        assertEquals(whole, sweep(file).out());
        assertArrayEquals(kept, Files.readAllBytes(runs.resolve("1/run.json")));
        assertArrayEquals(model, Files.readAllBytes(runs.resolve("2/model.zip")));
        assertFalse(Files.exists(runs.resolve("2/junk")));
        assertFalse(Files.exists(part));
        assertTrue(Files.exists(unmarked));
    }

    @Test
    void refusesRunsOfAnotherSweep() throws IOException {
        trained(network("sweep: { learning_rate: [0.5, 1] }\n"));
        Console other = sweep(network("sweep: { learning_rate: [0.5, 3] }\n"));
        assertEquals(2, other.code());
        assertEquals(
                "error[E063]: " + runs + "/2 is a run of another network, other values or other data: choose another"
                        + " directory for this sweep\n",
                other.err());
        assertEquals(
                2,
                sweep(network("sweep: { learning_rate: [0.5, 1] }\n"), "--engine", "reference")
                        .code());
    }

    @Test
    void refusesARunThatIsNotFinishedBeforeItTrainsTheOthers() throws IOException {
        Path file = network("sweep: { learning_rate: [0.5, 1] }\n");
        trained(file);
        Files.writeString(
                runs.resolve("1/run.json"),
                Files.readString(runs.resolve("1/run.json")).replaceAll("(?s),\\s*\"outcome\".*", "\n}\n"));
        delete(runs.resolve("2"));
        Console console = sweep(file);
        assertEquals(2, console.code());
        assertTrue(console.err().startsWith("error[E063]: " + runs + "/1 is not finished: delete it"), console.err());
        assertFalse(Files.exists(runs.resolve("2")));
        assertEquals(
                "error[E060]: " + file + " is a file; needed: a new directory, or that of this sweep\n",
                Console.run("sweep", file.toString(), "--run", file.toString()).err());
    }

    /** `units` sets every hidden layer, so a value for one of them is not what was trained. */
    @Test
    void refusesValuesThatAnotherKeyReplaces() throws IOException {
        Console console = sweep(network("sweep: { layers[0].units: [3], units: [4] }\n"
                .replace("layers[0].units", "\"layers[0].dense.units\"")));
        assertEquals(2, console.code());
        assertTrue(
                console.err().startsWith("error[E012]: `layers[0].dense.units` is replaced by a later setting\n"),
                console.err());
        assertFalse(Files.exists(runs));
    }

    @Test
    void noticesOtherWeightsAndMissingFilesBeforeItTrains() throws IOException {
        Npy.write(directory.resolve("w.npy"), NpyArray.of(Matrix.ones(3, 4)));
        Path file = network("sweep: { learning_rate: [0.5], layers[0].init.npy.file: [w.npy] }\n"
                .replace("layers[0].init.npy.file", "\"layers[0].init.npy.file\""));
        assertEquals(0, sweep(file, "--set", "layers[0].units=4").code());
        Npy.write(directory.resolve("w.npy"), NpyArray.of(Matrix.full(3, 4, 0.5)));
        Console changed = sweep(file, "--set", "layers[0].units=4");
        assertTrue(changed.err().contains("other data"), changed.err());

        runs = directory.resolve("others");
        Path absent = network("sweep:\n  layers[0].init.npy.file: [w.npy, absent.npy]\n");
        Console console = sweep(absent, "--set", "layers[0].units=4");
        assertEquals(2, console.code());
        assertTrue(console.err().contains("absent.npy"), console.err());
        assertFalse(Files.exists(runs));
    }

    /** Before anything is trained, every problem of every combination is shown, once. */
    @Test
    void showsTheProblemsOfAllCombinationsAtTheirValues() throws IOException {
        Path file = network(
                "sweep:\n  units: [3, none]\n  learning_rate: [0.5, -1]\n  layers[7].units: [2]\n  training.epoch: [3]\n");
        for (Console console : List.of(sweep(file), Console.run("validate", file.toString()))) {
            assertEquals(2, console.code());
            assertTrue(console.err().contains("three-layer.yaml, in its sweep:1:"), console.err());
            assertTrue(console.err().contains("  layers[7].units: 2\n"), console.err());
        }
        assertFalse(Files.exists(runs));

        Console values = sweep(network("sweep:\n  units: [3, none]\n  learning_rate: [0.5, -1]\n"));
        assertEquals(2, values.err().split("\nerror\\[").length, values.err());
        assertTrue(values.err().contains("  layers[0].units: none\n"), values.err());
        assertTrue(values.err().contains("  training.optimizer.learning_rate: -1\n"), values.err());
    }

    @Test
    void namesTheKeyThatAMistypedKeyProbablyMeans() throws IOException {
        Console console = sweep(
                network("sweep:\n  learning_rat: [1]\n  unit: [3]\n  lr: [1]\n  shuffle: [true]\n  quite: [1]\n"));
        assertEquals(2, console.code());
        for (String expected : List.of(
                "error[E010]: unknown key `learning_rat` in `sweep`\n",
                "^^^^^^^^^^^^ did you mean `learning_rate`?\n",
                "^^^^ did you mean `units`?\n",
                "^^ here it is `learning_rate`\n",
                "^^^^^^^ it belongs in `training`: write its path\n",
                "allowed here: learning_rate, units, epochs, batch_size, or a path as in\n")) {
            assertTrue(console.err().contains(expected), console.err());
        }
        assertEquals(5, console.err().split("error\\[E010]: unknown key").length - 1, console.err());
    }

    @Test
    void explainsThatANetworkWithOneLayerHasNoHiddenUnits() throws IOException {
        Path file = network("sweep: { units: [3] }\n");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^  - dense: \\{ units: [45].*\n", ""));
        Console console = sweep(file);
        assertEquals(2, console.code());
        assertTrue(
                console.err().startsWith("error[E021]: `units` sets every hidden layer, and this network has none\n"),
                console.err());
        assertTrue(console.err().contains("= the units of its only layer are the outputs"), console.err());
    }

    @Test
    void trainsNoNetworkTwice() throws IOException {
        Console numbers = sweep(network("sweep: { learning_rate: [0.1, 0.5, 1e-1] }\n"));
        assertEquals(2, numbers.code());
        assertTrue(
                numbers.err().startsWith("error[E012]: `learning_rate` in `sweep` has the same value twice\n"),
                numbers.err());
        assertTrue(numbers.err().contains("^^^^ the second one"), numbers.err());

        Console same =
                sweep(network("sweep:\n  layers[0].activation: [sigmoid, { sigmoid: {} }]\n  learning_rate: [0.5]\n"));
        assertEquals(2, same.code());
        assertTrue(
                same.err()
                        .contains("two combinations of its `sweep` are the same network: "
                                + "layers[0].activation: sigmoid, learning_rate: 0.5; and "),
                same.err());
        assertFalse(Files.exists(runs));
    }

    @Test
    void reportsAsOftenAsTheEpochsAllow() throws IOException {
        Path file = network("sweep: { epochs: [10, 30] }\n");
        Files.writeString(file, Files.readString(file).replaceFirst("every: \\d+", "every: 20"));
        Console console = sweep(file);
        assertEquals(0, console.code(), console.err());
        assertEquals(12, Files.readAllLines(runs.resolve("1/history.csv")).size()); // a header, 0 and a tenth each
        assertEquals(4, Files.readAllLines(runs.resolve("2/history.csv")).size()); // a header, 0, 20 and 30
    }

    @Test
    void refusesADirectoryInWhichAnotherSweepTrains() throws IOException {
        Path file = network("sweep: { learning_rate: [0.5, 1] }\n");
        Files.createDirectories(runs);
        FolderLock other = FolderLock.take(runs, runs.resolve(".lock"));
        Console refused = sweep(file);
        other.close();
        assertEquals(2, refused.code());
        assertEquals(
                "error[E063]: " + runs
                        + " is in use by another training: wait until it ends, or choose another directory\n",
                refused.err());
        assertFalse(Files.exists(runs.resolve("1")));
        assertEquals(0, sweep(file).code());
    }

    @Test
    void trainsAsManyAtATimeAsTheMemoryHolds() {
        Footprint footprint = new Footprint(List.of(new Footprint.Part("examples", 300, 100)));
        assertEquals(3, new Machine(1_000, 10_000).trainingsAtOnce(footprint)); // the heap
        assertEquals(2, new Machine(1_000, 900).trainingsAtOnce(footprint)); // the machine
        assertEquals(1, new Machine(100, 100).trainingsAtOnce(footprint));
        Footprint native4 = new Footprint(List.of(new Footprint.Part("weights", 0, 250)));
        assertEquals(4, new Machine(1_000, 10_000).trainingsAtOnce(native4));
    }

    /** The second network does not fit into the memory of this process. */
    @Test
    void refusesATrainingThatNeedsTooMuchMemoryBeforeItTrainsTheOthers() throws IOException {
        Console console = sweep(network("sweep: { units: [3, 100000000] }\n"));
        assertEquals(2, console.code());
        assertTrue(console.err().contains("this network would need"), console.err());
        assertFalse(Files.exists(runs));
    }

    @Test
    void refusesASectionThatIsNone() throws IOException {
        for (String section : List.of("sweep: 3\n", "sweep: {}\n", "sweep: [1]\n", "sweep: { units: 3 }\n")) {
            Console console = Console.run("check", network(section).toString());
            assertEquals(2, console.code(), section);
            assertTrue(console.err().contains("needed: keys with lists of values"), console.err());
        }
        String many = "[" + "1, ".repeat(100) + "1]";
        Console tooMany = sweep(network("sweep: { seed: " + many + ", learning_rate: " + many + " }\n"));
        assertTrue(tooMany.err().startsWith("error[E020]: this sweep has too many combinations\n"), tooMany.err());
        assertEquals(2, sweep(Path.of("configs/iris.yaml")).code());
    }

    @Test
    void aTrainingThatDivergesIsARowAndEndsWithThree() throws IOException {
        Path file = network("sweep:\n  learning_rate: [1, 1e300]\n  layers[1].activation: [cube]\n");
        Console console = sweep(file, "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();

        assertEquals(3, console.code(), console.err());
        assertFalse(document.get("ok").getAsBoolean());
        assertEquals(2, document.getAsJsonArray("runs").size());
        assertEquals(runs + "/1", document.get("best").getAsString());
        assertTrue(sweep(file).out().contains("\nNot finite: 1 of 2 runs\n"));
        JsonObject second = document.getAsJsonArray("runs").get(1).getAsJsonObject();
        assertEquals("not_finite", second.get("end").getAsString());
        assertEquals(
                "1e300", second.getAsJsonObject("values").get("learning_rate").getAsString());
    }
}
