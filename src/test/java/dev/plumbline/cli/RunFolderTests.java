package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.model.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --run} and {@code --resume}, and what the other verbs do with the folder. */
class RunFolderTests {
    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private Path run = Path.of("");

    @BeforeEach
    void write() {
        file = Console.write(
                directory,
                "net.yaml",
                Console.config("mini-batches.yaml")
                        .replace("epochs: 500", "epochs: 20")
                        .replace("every: 50", "every: 10"));
        run = directory.resolve("run");
    }

    private Console train(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("train", "--engine", "reference", "--run", run.toString(), file.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return Console.run(arguments);
    }

    @Test
    void hasEverythingOfTheTraining() throws IOException {
        Console console = train();
        assertEquals(0, console.code(), console.err());
        assertTrue(console.err().contains("the model is " + run.resolve("model.zip")), console.err());
        try (Stream<Path> files = Files.list(run)) {
            assertEquals(
                    Set.of(
                            "checkpoints",
                            "events.out.tfevents.plumbline",
                            "history.csv",
                            "model.zip",
                            "network.yaml",
                            "resolved.yaml",
                            "run.json"),
                    files.map(each -> each.getFileName().toString()).collect(Collectors.toSet()));
        }
        assertEquals(Files.readString(file), Files.readString(run.resolve("network.yaml")));
        String history = Files.readString(run.resolve("history.csv"));
        assertTrue(history.startsWith("epoch,loss,accuracy\n0,0.78189450970875"), history);
        assertEquals(4, history.lines().count());
        JsonObject outcome = JsonParser.parseString(Files.readString(run.resolve("run.json")))
                .getAsJsonObject()
                .getAsJsonObject("outcome");
        assertEquals("complete", outcome.get("end").getAsString());
        assertEquals(60, outcome.get("steps").getAsInt());
    }

    @Test
    void isNotOverwritten() throws IOException {
        assertEquals(0, train().code());
        byte[] before = Files.readAllBytes(run.resolve("run.json"));
        Console again = train();
        assertEquals(2, again.code());
        assertTrue(again.err().contains("contains a run already"), again.err());
        assertEquals("", again.out());
        assertEquals(new String(before), Files.readString(run.resolve("run.json")));
    }

    @Test
    void isNotMadeInADirectoryWithOtherFiles() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("thesis.txt"), "mine");
        Console console = train();
        assertEquals(2, console.code());
        assertTrue(console.err().contains("is not empty"), console.err());
        try (Stream<Path> files = Files.list(run)) {
            assertEquals(1, files.count());
        }
    }

    /** Nothing tells the files apart from the user's, so they are not deleted. */
    @Test
    void whatAKilledStartLeftIsSaidToBeDeletable() throws IOException {
        Files.createDirectories(run.resolve("checkpoints"));
        assertEquals(
                "error[E060]: " + run
                        + " is not empty: a training was killed there before its first step; allowed: a new"
                        + " directory, or delete this one\n",
                train().err());
    }

    @Test
    void isNotMadeForAFileWithAProblem() {
        Console.write(directory, "net.yaml", Console.config("mini-batches.yaml").replace("sigmoid", "sigmod"));
        assertEquals(2, train().code());
        assertFalse(Files.exists(run));
    }

    @Test
    void aFinishedTrainingDoesNotGoOn() {
        train();
        Console console = Console.run("train", "--resume", run.toString());
        assertEquals(2, console.code());
        assertTrue(console.err().contains("is a finished training (complete, 60 steps)"), console.err());
    }

    @Test
    void resumeWithoutARunSaysWhatIsMissing() {
        Console console = Console.run("train", "--resume", run.toString());
        assertEquals(2, console.code());
        assertEquals(
                "error[E062]: " + run
                        + " does not exist; allowed: the directory of a run, as `plumbline train --run` makes it",
                console.err().strip());
    }

    @Test
    void changedDataAreNotedBeforeTheTrainingGoesOn() throws IOException {
        train();
        Path network = run.resolve("resolved.yaml");
        Files.writeString(network, "seed: 2\n" + Files.readString(network));
        JsonObject json = JsonParser.parseString(Files.readString(run.resolve("run.json")))
                .getAsJsonObject();
        json.remove("outcome");
        Files.writeString(run.resolve("run.json"), json.toString());
        Console console = Console.run("train", "--resume", run.toString());
        assertEquals(2, console.code());
        assertTrue(console.err().contains("belongs to another training"), console.err());
    }

    /** Not only those that are trained on: early stopping looks at the others. */
    @Test
    void aTrainingDoesNotGoOnWithOtherHeldOutRows() throws IOException {
        String rows = "x,fold,y\n0.5,a,1\n0.25,a,0\n0.75,b,1\n";
        Path data = Console.write(directory, "data.csv", rows);
        file = Console.write(directory, "net.yaml", """
                name: held-out
                inputs: 1
                layers:
                  - dense: { units: 1, activation: sigmoid, init: zeros }
                loss: half_squared_error
                reduction: mean
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: all, epochs: 4 }
                data: { csv: { file: data.csv, inputs: [x], targets: [y] } }
                validation: { column: fold, value: b }
                """);
        assertEquals(0, train().code());
        Files.writeString(data, rows.replace("0.75", "0.5"));
        Console refused = Console.run("train", "--resume", run.toString(), "--epochs", "6");
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("data.csv has changed since"), refused.err());
        Files.writeString(data, rows);
        assertEquals(
                0,
                Console.run("train", "--resume", run.toString(), "--epochs", "6")
                        .code());
    }

    @Test
    void usageErrorsSayWhatToDo() {
        assertTrue(Console.run("train", file.toString(), "--stop-after", "1m")
                .err()
                .contains("--stop-after needs --run"));
        assertTrue(Console.run("train", file.toString(), "--checkpoint-every", "soon")
                .err()
                .contains("`soon` is neither a number of epochs, such as 10, nor a time, such as 90s, 5m or 2h"));
        assertTrue(Console.run("train", file.toString(), "--resume", "x").err().contains("omit"));
        assertTrue(Console.run("train").err().contains("FILE"));
    }

    @Test
    void refusesWhatWouldHaveNoEffect() throws IOException {
        String network = file.toString();
        String none = run.toString();
        Map<List<String>, String> refused = Map.of(
                List.of("train", network, "--keep", "2"),
                "error[E071]: --keep needs --run DIR, where the checkpoints are written\n",
                List.of("train", network, "--checkpoint-every", "2"),
                "error[E071]: --checkpoint-every needs --run DIR, where the checkpoints are written\n",
                List.of("train", network, "--engine", "reference", "--backend", "cuda"),
                "error[E073]: --backend is for DL4J, and the engine is the reference: leave it out\n",
                List.of("evaluate", none, "--data", "x.csv", "--part", "training"),
                "error[E073]: --data names the examples: leave out `--part`\n",
                List.of("evaluate", none, "--targets", "x"),
                "error[E071]: --targets needs `--data`, the file of the inputs\n",
                List.of("plot", none, "--plane", "--metric", "loss", "-o", "x.svg"),
                "error[E073]: --plane draws outputs: leave out `--metric`\n",
                List.of("predict", none, "x.csv"),
                "error[E001]: " + none + " does not exist; allowed: the directory of a run, or a model.zip\n",
                List.of("words", "--json", "--markdown"),
                "--json and --markdown exclude each other");
        refused.forEach((words, message) -> {
            Console console = Console.run(words.toArray(String[]::new));
            assertEquals(2, console.code(), words.toString());
            assertTrue((console.err() + console.out()).contains(message), console.err() + console.out());
        });
        train();
        Path rows = Console.write(directory, "rows.csv", "0.1,0.2,0.3,0.4\n");
        Console predicted = Console.run("predict", none, rows.toString(), "--json", "-o", directory + "/x.csv");
        assertTrue(predicted.out().contains("--json is for standard output"), predicted.toString());
        assertFalse(Files.exists(directory.resolve("x.csv")));
    }

    @Test
    void refusesAFolderInWhichAnotherTrainingRuns() throws IOException {
        train();
        FolderLock other = FolderLock.take(run, run.resolve("network.yaml"));
        String[] more = {"train", "--resume", run.toString(), "--epochs", "50"};
        Console refused = Console.run(more);
        assertEquals(2, refused.code());
        assertEquals(
                "error[E063]: " + run
                        + " is in use by another training: wait until it ends, or choose another directory\n",
                refused.err());
        other.close();
        assertEquals(0, Console.run(more).code());
    }

    @Test
    void predictsAndEvaluates() throws IOException {
        train();
        Path rows = Console.write(directory, "rows.csv", "0.1,0.2,0.3,0.4\n-1,2,0.5,0\n");
        Console dl4j = Console.run("predict", run.toString(), rows.toString());
        Console reference =
                Console.run("predict", run.resolve("model.zip").toString(), rows.toString(), "--engine", "reference");
        assertEquals(0, dl4j.code(), dl4j.err());
        assertEquals(3, dl4j.out().lines().count());
        assertTrue(dl4j.out().startsWith("output1,output2,output3\n"), dl4j.out());
        assertEquals(0, reference.code());
        Console evaluated = Console.run("evaluate", run.toString(), "--json");
        assertEquals(0, evaluated.code(), evaluated.err());
        JsonObject json = JsonParser.parseString(evaluated.out()).getAsJsonObject();
        assertEquals("the training part", json.get("part").getAsString());
        double loss = json.getAsJsonObject("metrics").get("loss").getAsDouble();
        String[] last = Files.readAllLines(run.resolve("history.csv")).get(3).split(",");
        assertEquals(Double.parseDouble(last[1]), loss, 1e-14);
        Console none = Console.run("evaluate", run.toString(), "--part", "validation");
        assertEquals(2, none.code());
        assertTrue(none.err().contains("has no validation part"), none.err());
    }

    /** A category is one column, although it is three inputs. */
    @Test
    void measuresTheImportanceOfEachColumnOnlyIfItIsAsked() throws IOException {
        Console.write(
                directory, "table.csv", "size,colour,label\n" + "1,red,a\n2,blue,b\n1,blue,b\n2,green,a\n".repeat(10));
        Path network = Console.write(directory, "table.yaml", """
                        layers:
                          - dense: { units: 4, activation: tanh }
                          - dense: { units: 1, activation: sigmoid }
                        init: glorot_uniform
                        loss: binary_cross_entropy
                        reduction: mean
                        training: { optimizer: { adam: { learning_rate: 0.1 } }, batch_size: all, epochs: 50 }
                        data:
                          csv: { file: table.csv, inputs: rest, targets: [label], classes: infer, categorical: [colour] }
                        """);
        String folder = directory.resolve("importance").toString();
        assertEquals(
                0, Console.run("train", network.toString(), "--run", folder).code());
        Console evaluated = Console.run("evaluate", folder, "--importance");
        assertTrue(evaluated.out().contains("""
                        Importance of the inputs: the accuracy lost when a column is permuted, 5 times
                                         mean       spread
                          colour\s"""), evaluated.out());
        assertTrue(evaluated.out().endsWith("  size         0.0000       0.0000\n"), evaluated.out());
        assertTrue(!Console.run("evaluate", folder).out().contains("Importance"));
        Path page = directory.resolve("page.html");
        assertEquals(
                0,
                Console.run("report", folder, "--importance", "-o", page.toString())
                        .code());
        assertTrue(Files.readString(page).contains("\"importance\""));
        Console spark = Console.run("evaluate", folder, "--importance", "--spark", "local[1]");
        assertTrue(spark.err().contains("leave out `--spark`"), spark.err());
    }

    @Test
    void predictionsAreNotWrittenOverAFile() throws IOException {
        train();
        Path rows = Console.write(directory, "rows.csv", "0.1,0.2,0.3,0.4\n");
        Console console = Console.run("predict", run.toString(), rows.toString(), "-o", rows.toString());
        assertEquals(2, console.code());
        assertTrue(console.err().contains("already exists; Plumbline does not overwrite it"), console.err());
        Path out = directory.resolve("out.npz");
        assertEquals(
                0,
                Console.run("predict", run.toString(), rows.toString(), "-o", out.toString())
                        .code());
        assertTrue(Files.size(out) > 0);
        Path bad = Console.write(directory, "bad.csv", "0.1,x,0.3,0.4\n");
        Path missing = directory.resolve("missing.csv");
        Console refused = Console.run("predict", run.toString(), bad.toString(), "-o", missing.toString());
        assertEquals(2, refused.code());
        assertFalse(Files.exists(missing));
        assertEquals("", Console.run("predict", run.toString(), bad.toString()).out());
    }

    @Test
    void writesItsPageItsPlotsAndItsWeights() throws IOException {
        train();
        assertEquals(0, Console.run("report", run.toString()).code());
        String page = Files.readString(run.resolve("report.html"));
        assertTrue(page.startsWith("<!DOCTYPE html>") && page.contains("TRAINED"), page.substring(0, 300));
        assertTrue(page.contains("\"same\":true"));
        for (String name : new String[] {"loss.svg", "loss.png"}) {
            Path picture = directory.resolve(name);
            assertEquals(
                    0,
                    Console.run("plot", run.toString(), "-o", picture.toString())
                            .code());
            assertTrue(Files.size(picture) > 1000);
            assertEquals(
                    2,
                    Console.run("plot", run.toString(), "-o", picture.toString())
                            .code());
        }
        Console plane = Console.run(
                "plot",
                run.toString(),
                "--plane",
                "-o",
                directory.resolve("p.svg").toString());
        assertEquals(2, plane.code());
        assertTrue(plane.err().contains("the network has 4 inputs; a plane has two"), plane.err());
        for (String name : new String[] {"w.npz", "w.safetensors"}) {
            Path weights = directory.resolve(name);
            assertEquals(
                    0,
                    Console.run("export", run.toString(), "-o", weights.toString())
                            .code());
            assertTrue(Files.size(weights) > 67 * 8);
        }
    }

    @Test
    void itsPageSaysWhetherTheTrainingCameToTheWeightsThatWereKept() throws IOException {
        Console.write(
                directory,
                "net.yaml",
                Files.readString(file)
                        .replace("epochs: 20", "epochs: 20\n  early_stopping: { monitor: accuracy, patience: 5 }"));
        assertEquals(0, train().code());
        JsonObject json = JsonParser.parseString(Files.readString(run.resolve("run.json")))
                .getAsJsonObject();
        JsonObject outcome = json.getAsJsonObject("outcome");
        assertTrue(
                3 * outcome.get("best_epoch").getAsInt() < outcome.get("steps").getAsInt(), outcome.toString());
        assertEquals(0, Console.run("report", run.toString()).code());
        assertTrue(Files.readString(run.resolve("report.html")).contains("\"same\":true"));

        outcome.addProperty("weights", "0");
        Files.writeString(run.resolve("run.json"), json.toString());
        assertEquals(0, Console.run("report", run.toString()).code());
        assertTrue(Files.readString(run.resolve("report.html")).contains("\"same\":false"));
    }

    @Test
    void aRefusedResumeLeavesTheRunAsItWas() throws IOException {
        train();
        String before = Files.readString(run.resolve("resolved.yaml"));
        Console console = Console.run("train", "--resume", run.toString(), "--epochs", "30", "--seed", "7");
        assertEquals(2, console.code());
        assertTrue(console.err().contains("belongs to another training"), console.err());
        assertEquals(before, Files.readString(run.resolve("resolved.yaml")));
    }

    @Test
    void aRunOfAnUnknownEngineIsRefused() throws IOException {
        train();
        Path record = run.resolve("run.json");
        Files.writeString(record, Files.readString(record).replace("\"reference\"", "\"torch\""));
        for (String verb : new String[] {"reproduce", "report"}) {
            Console console = Console.run(verb, run.toString());
            assertEquals(2, console.code());
            assertTrue(console.err().contains("the engine of the run is `torch`"), console.err());
        }
    }

    @Test
    void aRunIsReproducedToTheBitAndComparedWithAnother() throws IOException {
        train();
        Console same = Console.run("reproduce", run.toString());
        assertEquals(0, same.code(), same.err());
        assertTrue(same.out().startsWith("SAME: the weights after 60 steps"), same.out());
        JsonObject json = JsonParser.parseString(Files.readString(run.resolve("run.json")))
                .getAsJsonObject();
        json.getAsJsonObject("outcome").addProperty("weights", "0");
        json.getAsJsonObject("versions").addProperty("java", "11");
        Path other = directory.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("run.json"), json.toString());
        Files.writeString(
                other.resolve("resolved.yaml"),
                Files.readString(run.resolve("resolved.yaml"))
                        .replace("seed: 1", "")
                        .replace("epochs: 20", "epochs: 20\n  shuffle: false")
                        .replace("  shuffle: true\n", ""));
        Files.copy(run.resolve("history.csv"), other.resolve("history.csv"));
        Console differs = Console.run("reproduce", other.toString());
        assertEquals(3, differs.code(), differs.err());
        assertTrue(differs.out().contains("java: then 11, now "), differs.out());
        assertTrue(differs.out().contains("history: the first difference is in epoch 10"), differs.out());
        Console compared = Console.run("compare", run.toString(), other.toString());
        assertEquals(0, compared.code());
        assertTrue(
                compared.out().contains("  training.shuffle\n    first   true\n    second  false\n"), compared.out());
    }

    private void edit(Path folder, Consumer<JsonObject> change) throws IOException {
        Path file = folder.resolve("run.json");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        change.accept(json);
        Files.writeString(file, json.toString());
    }

    /** The weights of a run on another machine have other last bits; here they only have another hash. */
    private static void asOnAnotherProcessor(JsonObject json) {
        json.getAsJsonObject("outcome").addProperty("weights", "0");
        json.getAsJsonObject("machine").addProperty("processor", "another");
    }

    @Test
    void anotherProcessorIsNamedAsTheCauseOfOtherLastBits() throws IOException {
        train();
        Path first = directory.resolve("first");
        Files.createDirectory(first);
        for (String name : List.of("run.json", "resolved.yaml", "history.csv", "model.zip")) {
            Files.copy(run.resolve(name), first.resolve(name));
        }
        edit(run, RunFolderTests::asOnAnotherProcessor);
        Console differs = Console.run("reproduce", run.toString());
        assertEquals(3, differs.code(), differs.err());
        assertTrue(differs.out().contains("  processor: then another, now "), differs.out());
        String verdict = "Different processor: the last bits of sums differ. The weights agree within\n"
                + "rounding: their relative distance is 0.0e+00.\n";
        assertTrue(differs.out().endsWith(verdict), differs.out());
        JsonObject json = JsonParser.parseString(
                        Console.run("reproduce", run.toString(), "--json").out())
                .getAsJsonObject();
        assertTrue(json.get("within_rounding").getAsBoolean());
        Console compared = Console.run("compare", first.toString(), run.toString());
        assertTrue(compared.out().contains("Machine\n  processor\n    first   "), compared.out());
        assertTrue(compared.out().endsWith(verdict), compared.out());
    }

    /** Weights that are far from those of the same training here are not excused by another processor. */
    @Test
    void anotherProcessorDoesNotExplainOtherWeights() throws IOException {
        train();
        Path another = directory.resolve("another");
        assertEquals(
                0,
                Console.run(
                                "train",
                                "--engine",
                                "reference",
                                "--run",
                                another.toString(),
                                "--seed",
                                "2",
                                file.toString())
                        .code());
        Files.copy(another.resolve("model.zip"), run.resolve("model.zip"), StandardCopyOption.REPLACE_EXISTING);
        edit(run, RunFolderTests::asOnAnotherProcessor);
        Console differs = Console.run("reproduce", run.toString());
        assertTrue(differs.out().contains("The weights do not agree"), differs.out());
        assertEquals(3, differs.code());
    }

    /** Runs of earlier versions do not say on what they were trained. */
    @Test
    void aRunWithoutAMachineIsReadAndNothingIsConcluded() throws IOException {
        train();
        edit(run, json -> {
            json.remove("machine");
            json.getAsJsonObject("outcome").addProperty("weights", "0");
        });
        Console differs = Console.run("reproduce", run.toString());
        assertEquals(3, differs.code(), differs.err());
        assertFalse(differs.out().contains("processor"), differs.out());
        assertFalse(differs.out().contains("within"), differs.out());
    }

    @Test
    void aTrainingThatGoesOnOnAnotherMachineRecordsBoth() throws IOException {
        train();
        edit(run, json -> json.getAsJsonObject("machine").addProperty("processor", "another"));
        assertEquals(
                0,
                Console.run("train", "--resume", run.toString(), "--epochs", "30")
                        .code());
        assertTrue(Files.readString(run.resolve("run.json")).contains("\"processor\": \"another, then "));
    }

    @Test
    void aCompleteTrainingGoesOnForMoreEpochs() throws IOException {
        train();
        Console more = Console.run("train", "--resume", run.toString(), "--epochs", "30");
        assertEquals(0, more.code(), more.err());
        Path whole = directory.resolve("whole");
        assertEquals(
                0,
                Console.run(
                                "train",
                                "--engine",
                                "reference",
                                "--run",
                                whole.toString(),
                                "--epochs",
                                "30",
                                file.toString())
                        .code());
        assertEquals(-1, Files.mismatch(whole.resolve("model.zip"), run.resolve("model.zip")));
        assertEquals(0, Console.run("reproduce", run.toString()).code());
    }
}
