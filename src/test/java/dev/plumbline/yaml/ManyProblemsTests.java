package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Several problems in one file. */
class ManyProblemsTests {
    @Test
    void reportsAllProblemsAtOnceInTheOrderOfTheFile() {
        Example.valid()
                .with("inputs: 2", "inputs: two")
                .with("units: 4, activation: tanh", "units: 0, activaton: tahn")
                .with("loss: half_squared_error\n", "")
                .with("epochs: 100", "epochs: 100\n  epochs: 200")
                .with("[0, 1], [1, 0]", "[0, 1, 2], [1, no]")
                .isRefusedWith("""
                        error[E011]: `loss` is missing
                          --> xor.yaml:1:1
                          = needed: the loss of one example: ALL_LOSSES

                        error[E016]: `inputs` is the text `two`
                          --> xor.yaml:2:9
                        2 | inputs: two
                          |         ^^^
                          = allowed here: a whole number of at least 1

                        error[E020]: `units` is 0
                          --> xor.yaml:4:21
                        4 |   - dense: { units: 0, activaton: tahn }
                          |                     ^
                          = allowed here: a whole number of at least 1

                        error[E010]: unknown key `activaton` in layers[0].dense
                          --> xor.yaml:4:24
                        4 |   - dense: { units: 0, activaton: tahn }
                          |                        ^^^^^^^^^ did you mean `activation`?
                          = allowed here: ALL_KEYS_OF_DENSE

                        error[E013]: unknown activation `tahn`
                          --> xor.yaml:4:35
                        4 |   - dense: { units: 0, activaton: tahn }
                          |                                   ^^^^ did you mean `tanh`?
                          = allowed here: ALL_ACTIVATIONS

                        error[E012]: duplicate key `epochs` in training
                           --> xor.yaml:13:3
                        13 |   epochs: 200
                           |   ^^^^^^ the second one
                        12 |   epochs: 100
                           |   ------ the first one

                        error[E033]: this row's width is 3, and the first row's width is 2
                           --> xor.yaml:15:20
                        15 |   inputs: [[0, 0], [0, 1, 2], [1, no], [1, 1]]
                           |                    ^^^^^^^^^
                           = allowed here: rows of the same width

                        error[E016]: `inputs[2][1]` is the text `no`
                           --> xor.yaml:15:35
                        15 |   inputs: [[0, 0], [0, 1, 2], [1, no], [1, 1]]
                           |                                   ^^
                           = allowed here: a finite number
                        """);
    }

    @Test
    void findsAContradictionBesideAnUnreadableValue() {
        Example.valid()
                .with("units: 4, activation: tanh", "units: four, activation: tanh")
                .with("inputs: 2", "inputs: 3")
                .isRefusedWith("""
                        error[E016]: `units` is the text `four`
                          --> xor.yaml:4:21
                        4 |   - dense: { units: four, activation: tanh }
                          |                     ^^^^
                          = allowed here: a whole number of at least 1

                        error[E024]: rows of 2 inputs for a network of `inputs: 3`
                           --> xor.yaml:15:12
                        15 |   inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
                           |            ^^^^^^
                           = allowed here: rows of 3 numbers, or `inputs: 2`
                        """);
    }

    @Test
    void reportsNoContradictionThatOnlyAnUnreadableValueCauses() {
        Example.valid().with("units: 1", "units: one").isRefusedWith("""
                        error[E016]: `units` is the text `one`
                          --> xor.yaml:5:21
                        5 |   - dense: { units: one, activation: sigmoid, bias: false }
                          |                     ^^^
                          = allowed here: a whole number of at least 1
                        """);
    }

    @Test
    void reportsNothingMissingThatIsOnlyMisspelt() {
        Example.valid()
                .with("reduction: mean", "reducton: men")
                .with("learning_rate: 0.5", "learning_rat: 0")
                .isRefusedWith("""
                        error[E010]: unknown key `reducton`
                          --> xor.yaml:9:1
                        9 | reducton: men
                          | ^^^^^^^^ did you mean `reduction`?
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep

                        error[E013]: unknown reduction `men`
                          --> xor.yaml:9:11
                        9 | reducton: men
                          |           ^^^ did you mean `mean`?
                          = allowed here: sum, mean

                        error[E010]: unknown key `learning_rat` in training.optimizer.sgd
                           --> xor.yaml:11:23
                        11 |   optimizer: { sgd: { learning_rat: 0 } }
                           |                       ^^^^^^^^^^^^ did you mean `learning_rate`?
                           = allowed here: learning_rate

                        error[E020]: `learning_rate` is 0
                           --> xor.yaml:11:37
                        11 |   optimizer: { sgd: { learning_rat: 0 } }
                           |                                     ^
                           = allowed here: ALL_LEARNING_RATES
                        """);
    }
}
