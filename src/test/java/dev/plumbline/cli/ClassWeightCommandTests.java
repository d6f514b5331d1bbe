package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class weights on the command line: 8 rows of the class `no` and 2 of `yes`. */
class ClassWeightCommandTests {
    @TempDir
    Path directory;

    @BeforeEach
    void writeData() {
        Console.write(directory, "data.csv", "x,label\n" + "1,no\n2,no\n3,no\n4,no\n5,yes\n".repeat(2));
    }

    private String file(String weight) {
        return Console.write(directory, "network.yaml", """
                        inputs: 1
                        layers:
                          - dense: { units: 1, activation: sigmoid }
                        init: glorot_uniform
                        loss: binary_cross_entropy
                        reduction: mean
                        training:
                          optimizer: { sgd: { learning_rate: 0.1 } }
                          batch_size: all
                          epochs: 3
                          class_weight: %s
                        data:
                          csv: { file: data.csv, inputs: [x], targets: [label], classes: infer }
                        """.formatted(weight)).toString();
    }

    @Test
    void theRunSaysAndKeepsWhichWeightsItUsed() throws IOException {
        Path run = directory.resolve("run");
        Console trained =
                Console.run("train", "--engine", "reference", "--run", run.toString(), "--json", file("balanced"));
        JsonObject weight = JsonParser.parseString(trained.out())
                .getAsJsonObject()
                .getAsJsonObject("network")
                .getAsJsonObject("class_weight");
        assertEquals("{\"classes\":[\"no\",\"yes\"],\"weights\":[0.625,2.5]}", weight.toString());
        String resolved = Files.readString(run.resolve("resolved.yaml"));
        assertTrue(resolved.contains("class_weight: { classes: [no, yes], weights: [0.625, 2.5] }"), resolved);
        assertEquals(0, Console.run("evaluate", run.toString()).code());
        assertEquals(0, Console.run("reproduce", run.toString()).code());
    }

    @Test
    void theHeaderHasTheWeightsInTheOrderOfTheClasses() {
        Console checked = Console.run("check", file("{ classes: [\"yes\", \"no\"], weights: [3, 1] }"));
        assertEquals(0, checked.code(), checked.out() + checked.err());
        assertTrue(checked.out().contains("class weights: no 1, yes 3"), checked.out());
        String explained = Console.run("explain", file("balanced")).out();
        assertTrue(explained.contains("training.class_weight: balanced"), explained);
    }

    @Test
    void wrongNamesOfClassesAreShownAtTheirPlace() {
        String names = Console.run("validate", file("{ classes: [\"yes\", never], weights: [3, 1] }"))
                .err();
        assertTrue(names.contains("the weights are those of yes, never"), names);
        assertTrue(names.contains("a weight for each class: no, yes"), names);
    }

    @Test
    void aRegressionHasNoClasses() {
        Console.write(directory, "data.csv", "x,label\n1,2.5\n2,3.5\n");
        String file = file("balanced").toString();
        Console console = Console.run(
                "validate",
                Console.write(
                                directory,
                                "regression.yaml",
                                read(file)
                                        .replace(", classes: infer", "")
                                        .replace("sigmoid", "identity")
                                        .replace("binary_cross_entropy", "half_squared_error"))
                        .toString());
        assertEquals(2, console.code());
        assertTrue(
                console.err().contains("the targets are no classes: the training part has a target of 2.5"),
                console.err());
        assertTrue(console.err().contains("11 |   class_weight: balanced"), console.err());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
