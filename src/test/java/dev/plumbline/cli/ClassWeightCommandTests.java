package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertEquals("{\"no\":0.625,\"yes\":2.5}", weight.toString());
        String resolved = Files.readString(run.resolve("resolved.yaml"));
        assertTrue(resolved.contains("class_weight: { no: 0.625, yes: 2.5 }"), resolved);
        assertEquals(0, Console.run("evaluate", run.toString()).code());
        assertEquals(0, Console.run("reproduce", run.toString()).code());
    }

    @Test
    void theHeaderHasTheWeightsInTheOrderOfTheClasses() {
        Console checked = Console.run("check", file("{ yes: 3, no: 1 }"));
        assertEquals(0, checked.code(), checked.out() + checked.err());
        assertTrue(checked.out().contains("class weights: no 1, yes 3"), checked.out());
        String explained = Console.run("explain", file("balanced")).out();
        assertTrue(explained.contains("training.class_weight: balanced"), explained);
    }

    @Test
    void classesWithoutNamesAreNumbers() throws IOException {
        Console.write(directory, "data.csv", "x,label\n1,0\n2,0\n3,1\n");
        Path run = directory.resolve("run");
        String file = file("{ 1: 3, 0: 0.5 }");
        Console.write(directory, "network.yaml", Console.read(Path.of(file)).replace(", classes: infer", ""));
        Console trained = Console.run("train", "--engine", "reference", "--run", run.toString(), file);
        assertEquals(0, trained.code(), trained.err());
        String resolved = Files.readString(run.resolve("resolved.yaml"));
        assertTrue(resolved.contains("class_weight: { 0: 0.5, 1: 3 }"), resolved);
        assertEquals(0, Console.run("evaluate", run.toString()).code());
    }

    /** Each of these is a problem by itself, at its place in line 11. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ yes: 3, on: 1 } | E010 | 27 | the data have no class `on`; did you mean `no`?",
                "{ yes: 3, no: 1, maybe: 1 } | E010 | 34 | the data have no class `maybe`",
                "{ yes: 3 } | E011 | 3 | a weight is missing for `no`",
                "{ yes: 3, no: -1 } | E020 | 31 | the weight of the class `no` is -1.0",
                "{ yes: 3, no: many } | E016 | 31 | `no` is the text `many`",
                "{ yes: 3, no: 1, yes: 2 } | E012 | 34 | duplicate key `yes` in training.class_weight",
                "{ yes: 0, no: 0 } | E021 | 17 | every weight is 0",
            })
    void aWrongWeightIsAProblemAtItsPlace(String weight, String code, int column, String message) {
        Console refused = Console.run("validate", file(weight));
        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("error[" + code + "]: " + message), refused.err());
        assertTrue(refused.err().contains("network.yaml:11:" + column + "\n"), refused.err());
        assertEquals(2, refused.err().split("error\\[").length, refused.err());
    }

    @Test
    void aWeightIsSetByTheNameOfItsClass() {
        Console set = Console.run("explain", file("{ yes: 3, no: 1 }"), "--set", "training.class_weight.no=5");
        assertTrue(set.out().contains("training.class_weight: { yes: 3, no: 5 }"), set.out());
    }

    @Test
    void aRegressionHasNoClasses() {
        Console.write(directory, "data.csv", "x,label\n1,2.5\n2,3.5\n");
        String file = file("balanced");
        Console console = Console.run(
                "validate",
                Console.write(
                                directory,
                                "regression.yaml",
                                Console.read(Path.of(file))
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
}
