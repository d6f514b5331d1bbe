package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTests {

    @TempDir
    private Path directory;

    @Test
    void showsSeveralMetricsAndSeveralOutputs() {
        Path file = Console.write(
                directory,
                "remainders.yaml",
                Console.config("mini-batches.yaml")
                        .replace("epochs: 500", "epochs: 4")
                        .replace("every: 50", "every: 2"));
        Console console = Console.run("train", "--engine", "reference", file.toString());

        assertEquals("""
                mini-batches: 4 → 8 tanh → 3 sigmoid
                  67 weights and biases · 10 examples in batches of 4, shuffled · 4 epochs
                  sgd with learning rate 0.5 · squared error, its mean over the batch · f64

                Report
                  epoch  metric    reference
                      0  loss      0.781894509709
                         accuracy  0.4
                      2  loss      0.694579030642
                         accuracy  0.4
                      4  loss      0.668647329237
                         accuracy  0.4

                Outputs for all examples, before the last epoch
                  example                 output 1      output 2      output 3
                        1  target                1             0             0
                           reference    0.38036018    0.43617325    0.41951234
                        2  target                0             1             0
                           reference    0.40633562    0.40561768    0.27775628
                        3  target                0             0             1
                           reference    0.30173427    0.34508400    0.28028010
                        4  target                1             0             0
                           reference    0.34500590    0.34496454    0.22064298
                        5  target                0             1             0
                           reference    0.34933115    0.37786415    0.32360547
                        6  target                0             0             1
                           reference    0.36370032    0.37198798    0.21580303
                        7  target                1             0             0
                           reference    0.29374600    0.31300958    0.22850581
                        8  target                0             1             0
                           reference    0.31652311    0.33312850    0.16714963
                        9  target                0             0             1
                           reference    0.53923662    0.40530481    0.40810657
                       10  target                1             0             0
                           reference    0.52223302    0.38820385    0.29053876

                Time: reference # s
                """, console.out());
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void trainsOnDl4jByDefault() {
        String file = Console.threeLayer(directory, 4).toString();

        assertEquals(
                Console.run("train", "--engine", "reference", file).out(),
                Console.run("train", file)
                        .out()
                        .replace("     DL4J", "reference")
                        .replace("DL4J", "reference"));
    }

    @Test
    void showsTenOfManyExamples() {
        Path file = Console.write(
                directory,
                "rings.yaml",
                Console.config("two-rings.yaml")
                        .replace("epochs: 500", "epochs: 1")
                        .replace("every: 50", "every: 1")
                        .replace("file: ", "file: " + Path.of("configs").toAbsolutePath() + "/"));
        Console console = Console.run("train", "--engine", "reference", file.toString());

        assertTrue(console.out().contains("       10  outer      inner        0.67729141\n"), console.out());
        assertTrue(console.out().contains("\n  … and 190 more examples\n"), console.out());
    }

    @Test
    void writesOneJsonDocument() {
        String file = Console.threeLayer(directory, 4).toString();
        Console console = Console.run("train", "--json", "--engine", "reference", file);
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();

        assertEquals(0, console.code());
        assertEquals(
                Set.of(
                        "ok",
                        "network",
                        "engine",
                        "steps",
                        "end",
                        "best_epoch",
                        "failure",
                        "report",
                        "outputs",
                        "weights",
                        "seconds"),
                document.keySet());
        assertEquals("reference", document.get("engine").getAsString());
        assertEquals(
                3,
                document.getAsJsonArray("weights")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("W")
                        .size());
    }
}
