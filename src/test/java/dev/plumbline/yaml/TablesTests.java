package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.data.DataSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Data written in the file. */
class TablesTests {
    @Test
    void refusesRaggedRows() {
        Example.valid().with("[1, 0], [1, 1]", "[1, 0, 1], [1]").isRefusedWith("""
                        error[E033]: this row's width is 3, and the first row's width is 2
                           --> xor.yaml:15:28
                        15 |   inputs: [[0, 0], [0, 1], [1, 0, 1], [1]]
                           |                            ^^^^^^^^^
                           = allowed here: rows of the same width

                        error[E033]: this row's width is 1, and the first row's width is 2
                           --> xor.yaml:15:39
                        15 |   inputs: [[0, 0], [0, 1], [1, 0, 1], [1]]
                           |                                       ^^^
                           = allowed here: rows of the same width
                        """);
    }

    @Test
    void refusesAnEmptyTable() {
        Example.valid()
                .with("inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]", "inputs: []")
                .isRefusedWith("""
                        error[E011]: `inputs` is empty
                           --> xor.yaml:15:3
                        15 |   inputs: []
                           |   ^^^^^^
                           = allowed here: at least one row of at least one number
                        """);
    }

    @Test
    void refusesEmptyRows() {
        Example.valid()
                .with("targets: [[0], [1], [1], [0]]", "targets: [[], [], [], []]")
                .isRefusedWith("""
                        error[E011]: `targets` is empty
                           --> xor.yaml:16:3
                        16 |   targets: [[], [], [], []]
                           |   ^^^^^^^
                           = allowed here: at least one row of at least one number
                        """);
    }

    @Test
    void refusesTextsAmongNumbers() {
        Example.valid().with("[0, 1], [1, 0]", "[0, one], [1, \"0\"]").isRefusedWith("""
                        error[E016]: `inputs[1][1]` is the text `one`
                           --> xor.yaml:15:24
                        15 |   inputs: [[0, 0], [0, one], [1, "0"], [1, 1]]
                           |                        ^^^
                           = allowed here: a finite number

                        error[E016]: `inputs[2][1]` is the text `0`
                           --> xor.yaml:15:34
                        15 |   inputs: [[0, 0], [0, one], [1, "0"], [1, 1]]
                           |                                  ^^^ a number has no quotes
                           = allowed here: a finite number
                        """);
    }

    @Test
    void refusesNotANumberAndInfinityAmongNumbers() {
        Example.valid().with("[0, 1], [1, 0]", "[0, .nan], [1, -.inf]").isRefusedWith("""
                        error[E020]: `inputs[1][1]` is .nan
                           --> xor.yaml:15:24
                        15 |   inputs: [[0, 0], [0, .nan], [1, -.inf], [1, 1]]
                           |                        ^^^^
                           = allowed here: a finite number

                        error[E020]: `inputs[2][1]` is -.inf
                           --> xor.yaml:15:35
                        15 |   inputs: [[0, 0], [0, .nan], [1, -.inf], [1, 1]]
                           |                                   ^^^^^
                           = allowed here: a finite number
                        """);
    }

    @Test
    void refusesAMissingNumber() {
        Example.valid().with("[0, 1], [1, 0]", "[0, ~], [1, 0]").isRefusedWith("""
                        error[E011]: `inputs[1][1]` is empty
                           --> xor.yaml:15:24
                        15 |   inputs: [[0, 0], [0, ~], [1, 0], [1, 1]]
                           |                        ^
                           = allowed here: a finite number
                        """);
    }

    @Test
    void refusesAListOfNumbersForATable() {
        Example.valid()
                .with("targets: [[0], [1], [1], [0]]", "targets: [0, 1, 1, 0]")
                .isRefusedWith("""
                        error[E016]: `targets` is a list of single values
                           --> xor.yaml:16:12
                        16 |   targets: [0, 1, 1, 0]
                           |            ^^^^^^^^^^^^ each row has its own brackets
                           = allowed here: a list of rows, such as [[0, 1], [1, 0]]
                        """);
    }

    @Test
    void refusesANumberAmongRows() {
        Example.valid()
                .with("targets: [[0], [1], [1], [0]]", "targets: [[0], 1, [1], [0]]")
                .isRefusedWith("""
                        error[E016]: `targets[1]` is the number 1
                           --> xor.yaml:16:18
                        16 |   targets: [[0], 1, [1], [0]]
                           |                  ^ a list has brackets
                           = allowed here: a list of numbers, such as [0, 1]
                        """);
    }

    @Test
    void refusesATextForATable() {
        Example.valid()
                .with("targets: [[0], [1], [1], [0]]", "targets: xor.csv")
                .isRefusedWith("""
                        error[E016]: `targets` is the text `xor.csv`
                           --> xor.yaml:16:12
                        16 |   targets: xor.csv
                           |            ^^^^^^^ a list has brackets
                           = allowed here: a list of rows, such as [[0, 1], [1, 0]]
                        """);
    }

    @Test
    void refusesInputsThatContradictTheNetwork() {
        Example.valid().with("inputs: 2", "inputs: 3").isRefusedWith("""
                        error[E024]: rows of 2 inputs for a network of `inputs: 3`
                           --> xor.yaml:15:12
                        15 |   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
                           |            ^^^^^^
                           = allowed here: rows of 3 numbers, or `inputs: 2`
                        """);
    }

    @Test
    void refusesTargetsThatContradictTheLastLayer() {
        Example.valid().with("units: 1", "units: 3").isRefusedWith("""
                        error[E024]: rows of 1 targets for a last layer of `units: 3`
                           --> xor.yaml:16:13
                        16 |   targets: [[0], [1], [1], [0]]
                           |             ^^^
                           = allowed here: rows of 3 numbers
                        """);
    }

    @Test
    void refusesAnotherNumberOfTargetsThanOfInputs() {
        Example.valid().with("[1], [0]]", "[1]]").isRefusedWith("""
                        error[E024]: 3 rows of targets for 4 rows of inputs
                           --> xor.yaml:16:3
                        16 |   targets: [[0], [1], [1]]
                           |   ^^^^^^^
                           = allowed here: one row of targets for each row of inputs
                        """);
    }

    @Test
    void refusesBatchesLargerThanTheData() {
        Example.valid().with("batch_size: 2", "batch_size: 5").isRefusedWith("""
                        error[E020]: batches of 5 examples for data of 4
                           --> xor.yaml:12:15
                        12 |   batch_size: 5
                           |               ^
                           = allowed here: at most 4, or `all`
                        """);
    }

    @Test
    void readsAWeightForEachExample() {
        Example weighted = Example.valid().with("[0]]\n", "[0]]\n  weights: [1, 0.5, 0, 2]\n");

        DataSource.Inline data = (DataSource.Inline) weighted.spec().data();

        assertEquals(Optional.of(List.of(1.0, 0.5, 0.0, 2.0)), data.weights());
        assertEquals(
                weighted.spec(),
                YamlReader.read(YamlWriter.write(weighted.spec()), "again").spec());
    }

    @Test
    void refusesWeightsThatAreNotOneOfAtLeast0ForEachExample() {
        Example.valid().with("[0]]\n", "[0]]\n  weights: [1, -0.5, 1]\n").isRefusedWith("""
                        error[E024]: 3 weights for 4 examples
                           --> xor.yaml:17:3
                        17 |   weights: [1, -0.5, 1]
                           |   ^^^^^^^
                           = allowed here: one weight for each example

                        error[E020]: found -0.5
                           --> xor.yaml:17:16
                        17 |   weights: [1, -0.5, 1]
                           |                ^^^^
                           = allowed here: a finite number of at least 0
                        """);
        Example.valid().with("[0]]\n", "[0]]\n  weights: [0, 0, 0, 0]\n").isRefusedWith("""
                        error[E021]: every weight is 0, so no example would count
                           --> xor.yaml:17:3
                        17 |   weights: [0, 0, 0, 0]
                           |   ^^^^^^^
                           = allowed here: at least one weight above 0
                        """);
    }

    @Test
    void namesTheKeysOfATableByOtherNames() {
        Example.valid()
                .with("  inputs: [[0, 0]", "  x: [[0, 0]")
                .with("  targets:", "  labels:")
                .isRefusedWith("""
                        error[E014]: `x` is Keras's name; here it is `inputs` in data
                           --> xor.yaml:15:3
                        15 |   x: [[0, 0], [0, 1], [1, 0], [1, 1]]
                           |   ^
                           = allowed here: inputs, targets, weights

                        error[E014]: `labels` is DL4J's name; here it is `targets` in data
                           --> xor.yaml:16:3
                        16 |   labels: [[0], [1], [1], [0]]
                           |   ^^^^^^
                           = allowed here: inputs, targets, weights
                        """);
    }
}
