package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Values of a wrong type, out of bounds or without effect. */
class ValuesTests {
    @Test
    void refusesATextForANumber() {
        Example.valid().with("inputs: 2", "inputs: two").isRefusedWith("""
                        error[E016]: `inputs` is the text `two`
                          --> xor.yaml:2:9
                        2 | inputs: two
                          |         ^^^
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesAQuotedNumber() {
        Example.valid().with("inputs: 2", "inputs: \"2\"").isRefusedWith("""
                        error[E016]: `inputs` is the text `2`
                          --> xor.yaml:2:9
                        2 | inputs: "2"
                          |         ^^^ a number has no quotes
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesANumberForAText() {
        Example.valid().with("name: xor", "name: 3").isRefusedWith("""
                        error[E016]: `name` is the number 3
                          --> xor.yaml:1:7
                        1 | name: 3
                          |       ^ as a text it is written "3"
                          = allowed here: a text
                        """);
    }

    @Test
    void refusesAnEmptyText() {
        Example.valid().with("name: xor", "name: \"\"").isRefusedWith("""
                        error[E011]: `name` is empty
                          --> xor.yaml:1:7
                        1 | name: ""
                          |       ^^
                          = allowed here: a text
                        """);
    }

    @Test
    void refusesAnEmptyValue() {
        Example.valid().with("seed: 7", "seed:").isRefusedWith("""
                        error[E011]: `seed` is empty
                          --> xor.yaml:7:6
                        7 | seed:
                          |      ^
                          = allowed here: a whole number in [0, 4294967295]
                        """);
    }

    @Test
    void refusesNull() {
        Example.valid().with("seed: 7", "seed: ~").isRefusedWith("""
                        error[E011]: `seed` is empty
                          --> xor.yaml:7:7
                        7 | seed: ~
                          |       ^
                          = allowed here: a whole number in [0, 4294967295]
                        """);
    }

    @Test
    void refusesANumberForAList() {
        Example.valid()
                .with(
                        "layers:\n  - dense: { units: 4, activation: tanh }\n  - dense: { units: 1, activation: sigmoid, bias: false }",
                        "layers: 3")
                .isRefusedWith("""
                        error[E016]: `layers` is the number 3
                          --> xor.yaml:3:9
                        3 | layers: 3
                          |         ^ a list has brackets
                          = allowed here: a list, such as [{ dense: { units: 1, activation: sigmoid } }]
                        """);
    }

    @Test
    void refusesASingleWordForAList() {
        Example.valid()
                .with("{ every: 10 }", "{ every: 10, metrics: accuracy }")
                .isRefusedWith("""
                        error[E016]: `metrics` is the text `accuracy`
                           --> xor.yaml:17:31
                        17 | report: { every: 10, metrics: accuracy }
                           |                               ^^^^^^^^ a list has brackets
                           = allowed here: a list, such as [loss]
                        """);
    }

    @Test
    void refusesAnEmptyList() {
        Example.valid()
                .with(
                        "layers:\n  - dense: { units: 4, activation: tanh }\n  - dense: { units: 1, activation: sigmoid, bias: false }",
                        "layers: []")
                .isRefusedWith("""
                        error[E011]: `layers` is empty
                          --> xor.yaml:3:1
                        3 | layers: []
                          | ^^^^^^
                          = allowed here: at least one entry
                        """);
    }

    @Test
    void refusesAListForASection() {
        Example.valid().with("report: { every: 10 }", "report: [10]").isRefusedWith("""
                        error[E016]: `report` is a list
                           --> xor.yaml:17:9
                        17 | report: [10]
                           |         ^^^^
                           = allowed here: a mapping of every, metrics
                        """);
    }

    @Test
    void refusesAMappingForANumber() {
        Example.valid().with("seed: 7", "seed: { value: 7 }").isRefusedWith("""
                        error[E016]: `seed` is a mapping
                          --> xor.yaml:7:7
                        7 | seed: { value: 7 }
                          |       ^^^^^^^^^^^^
                          = allowed here: a whole number in [0, 4294967295]
                        """);
    }

    @Test
    void refusesYesForTrue() {
        Example.valid().with("bias: false", "bias: yes").isRefusedWith("""
                        error[E016]: `bias` is the text `yes`
                          --> xor.yaml:5:51
                        5 |   - dense: { units: 1, activation: sigmoid, bias: yes }
                          |                                                   ^^^ did you mean `true`?
                          = allowed here: true, false
                        """);
    }

    @Test
    void refusesOffForFalse() {
        Example.valid().with("bias: false", "bias: off").isRefusedWith("""
                        error[E016]: `bias` is the text `off`
                          --> xor.yaml:5:51
                        5 |   - dense: { units: 1, activation: sigmoid, bias: off }
                          |                                                   ^^^ did you mean `false`?
                          = allowed here: true, false
                        """);
    }

    @Test
    void refusesAQuotedTruth() {
        Example.valid().with("bias: false", "bias: \"false\"").isRefusedWith("""
                        error[E016]: `bias` is the text `false`
                          --> xor.yaml:5:51
                        5 |   - dense: { units: 1, activation: sigmoid, bias: "false" }
                          |                                                   ^^^^^^^
                          |                                                write `false`, without quotes
                          = allowed here: true, false
                        """);
    }

    @Test
    void refusesUnderscoresInNumbers() {
        Example.valid().with("epochs: 100", "epochs: 60_000").isRefusedWith("""
                        error[E016]: `epochs` is the text `60_000`
                           --> xor.yaml:13:11
                        13 |   epochs: 60_000
                           |           ^^^^^^ write 60000
                           = allowed here: a whole number of at least 0
                        """);
    }

    @Test
    void refusesAWholeNumberInScientificNotation() {
        Example.valid().with("epochs: 100", "epochs: 1e2").isRefusedWith("""
                        error[E020]: `epochs` is 1e2
                           --> xor.yaml:13:11
                        13 |   epochs: 1e2
                           |           ^^^ write 100
                           = allowed here: a whole number of at least 0
                        """);
    }

    @Test
    void refusesTimesOfYaml11() {
        Example.valid().with("epochs: 100", "epochs: 1:30").isRefusedWith("""
                        error[E016]: `epochs` is the text `1:30`
                           --> xor.yaml:13:11
                        13 |   epochs: 1:30
                           |           ^^^^
                           = allowed here: a whole number of at least 0
                        """);
    }

    @Test
    void refusesANegativeSize() {
        Example.valid().with("units: 4", "units: -4").isRefusedWith("""
                        error[E020]: `units` is -4
                          --> xor.yaml:4:21
                        4 |   - dense: { units: -4, activation: tanh }
                          |                     ^^
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesASizeOfZero() {
        Example.valid().with("batch_size: 2", "batch_size: 0").isRefusedWith("""
                        error[E020]: `batch_size` is 0
                           --> xor.yaml:12:15
                        12 |   batch_size: 0
                           |               ^
                           = allowed here: all, or a whole number of at least 1
                        """);
    }

    @Test
    void refusesAFractionalSize() {
        Example.valid().with("units: 4", "units: 4.5").isRefusedWith("""
                        error[E020]: `units` is 4.5
                          --> xor.yaml:4:21
                        4 |   - dense: { units: 4.5, activation: tanh }
                          |                     ^^^
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesAGiganticSize() {
        Example.valid().with("units: 4", "units: 3000000000000").isRefusedWith("""
                        error[E020]: `units` is 3000000000000
                          --> xor.yaml:4:21
                        4 |   - dense: { units: 3000000000000, activation: tanh }
                          |                     ^^^^^^^^^^^^^ more than 2147483647
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesASizeWithMoreDigitsThanAnyNumberOfJava() {
        Example.valid()
                .with("units: 4", "units: 1000000000000000000000000000000000000000000000000000000000000")
                .isRefusedWith("""
                        error[E020]: `units` is 1000000000000000000000000000000000000000…
                          --> xor.yaml:4:21
                        4 |   - dense: { units: 100000000000000000000000000000000000000000000000000000…
                          |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                          |                     more than 2147483647
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void refusesLayersThatDoNotFitIntoAnArray() {
        Example.valid().with("inputs: 2", "inputs: 2000000000").isRefusedWith("""
                        error[E084]: the weights of this layer, 2000000000×4, would need 64,000,000,000 bytes
                          --> xor.yaml:4:21
                        4 |   - dense: { units: 4, activation: tanh }
                          |                     ^
                          = allowed here: at most 2,147,483,639 weights and biases in all

                        error[E024]: rows of 2 inputs for a network of `inputs: 2000000000`
                           --> xor.yaml:15:12
                        15 |   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
                           |            ^^^^^^
                           = allowed here: rows of 2000000000 numbers, or `inputs: 2`
                        """);
    }

    @Test
    void refusesASeedThatNumPyWouldRefuse() {
        Example.valid().with("seed: 7", "seed: 4294967296").isRefusedWith("""
                        error[E020]: `seed` is 4294967296
                          --> xor.yaml:7:7
                        7 | seed: 4294967296
                          |       ^^^^^^^^^^
                          = allowed here: a whole number in [0, 4294967295]
                        """);
    }

    @Test
    void refusesNotANumber() {
        Example.valid().with("low: -1", "low: .nan").isRefusedWith("""
                        error[E020]: `low` is .nan
                          --> xor.yaml:6:25
                        6 | init: { uniform: { low: .nan, high: 1 } }
                          |                         ^^^^
                          = allowed here: a finite number
                        """);
    }

    @Test
    void refusesInfinity() {
        Example.valid().with("high: 1", "high: .inf").isRefusedWith("""
                        error[E020]: `high` is .inf
                          --> xor.yaml:6:35
                        6 | init: { uniform: { low: -1, high: .inf } }
                          |                                   ^^^^
                          = allowed here: a finite number
                        """);
    }

    @Test
    void refusesNumbersThatOverflow() {
        Example.valid().with("learning_rate: 0.5", "learning_rate: 1e999").isRefusedWith("""
                        error[E020]: `learning_rate` is 1e999
                           --> xor.yaml:11:38
                        11 |   optimizer: { sgd: { learning_rate: 1e999 } }
                           |                                      ^^^^^ too large for 64 bits
                           = allowed here: ALL_LEARNING_RATES
                        """);
    }

    @Test
    void refusesNumbersThatVanish() {
        Example.valid().with("learning_rate: 0.5", "learning_rate: 1e-999").isRefusedWith("""
                        error[E020]: `learning_rate` is 1e-999
                           --> xor.yaml:11:38
                        11 |   optimizer: { sgd: { learning_rate: 1e-999 } }
                           |                                      ^^^^^^
                           |                                    too small for 64 bits: it would become 0
                           = allowed here: ALL_LEARNING_RATES
                        """);
    }

    @Test
    void refusesALearningRateOfZero() {
        Example.valid().with("learning_rate: 0.5", "learning_rate: 0").isRefusedWith("""
                        error[E020]: `learning_rate` is 0
                           --> xor.yaml:11:38
                        11 |   optimizer: { sgd: { learning_rate: 0 } }
                           |                                      ^
                           = allowed here: ALL_LEARNING_RATES
                        """);
    }

    @Test
    void refusesAMetricThatStandsTwice() {
        Example.valid()
                .with("{ every: 10 }", "{ every: 10, metrics: [loss, accuracy, loss] }")
                .isRefusedWith("""
                        error[E012]: `loss` is here twice
                           --> xor.yaml:17:48
                        17 | report: { every: 10, metrics: [loss, accuracy, loss] }
                           |                                                ^^^^
                           = allowed here: each metric once
                        """);
    }

    @Test
    void refusesAReportThatNeverComes() {
        Example.valid().with("{ every: 10 }", "{ every: 1000 }").isRefusedWith("""
                        error[E020]: `every: 1000` is more than the 100 epochs of the training
                           --> xor.yaml:17:18
                        17 | report: { every: 1000 }
                           |                  ^^^^
                           = allowed here: at most 100
                        """);
    }

    @Test
    void refusesAnInitWithoutEffect() {
        Example.valid()
                .with("activation: tanh", "activation: tanh, init: ones")
                .with("bias: false", "bias: false, init: ones")
                .isRefusedWith("""
                        error[E021]: `init` would have no effect: every layer has its own
                          --> xor.yaml:6:1
                        6 | init: { uniform: { low: -1, high: 1 } }
                          | ^^^^
                          = allowed here: `init` here or in each layer, not both
                        """);
    }

    @Test
    void refusesShufflingWithoutEffect() {
        Example.valid()
                .with("batch_size: 2", "batch_size: all\n  shuffle: true")
                .isRefusedWith("""
                        error[E021]: `shuffle: true` would have no effect: each batch holds all examples
                           --> xor.yaml:13:12
                        13 |   shuffle: true
                           |            ^^^^
                           = allowed here: a `batch_size` smaller than the number of examples, or
                               `shuffle: false`
                        """);
    }

    @Test
    void refusesALayerWithoutInitialWeights() {
        Example.valid().with("init: { uniform: { low: -1, high: 1 } }\n", "").isRefusedWith("""
                        error[E011]: the initial weights of this layer are missing
                          --> xor.yaml:4:5
                        4 |   - dense: { units: 4, activation: tanh }
                          |     ^^^^^
                          = allowed here: `init` here or for the whole network, such as `init:
                              glorot_uniform`

                        error[E011]: the initial weights of this layer are missing
                          --> xor.yaml:5:5
                        5 |   - dense: { units: 1, activation: sigmoid, bias: false }
                          |     ^^^^^
                          = allowed here: `init` here or for the whole network, such as `init:
                              glorot_uniform`
                        """);
    }
}
