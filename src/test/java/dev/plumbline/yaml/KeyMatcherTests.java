package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Keys that are unknown, foreign, misplaced, duplicate or missing. */
class KeyMatcherTests {
    @Test
    void suggestsTheNearestKeyForAnUnknownOne() {
        Example.valid().with("units: 4, activation", "units: 4, activaton").isRefusedWith("""
                        error[E010]: unknown key `activaton` in layers[0].dense
                          --> xor.yaml:4:24
                        4 |   - dense: { units: 4, activaton: tanh }
                          |                        ^^^^^^^^^ did you mean `activation`?
                          = allowed here: ALL_KEYS_OF_DENSE
                        """);
    }

    @Test
    void saysWhatIsAllowedWhereNothingIsNear() {
        Example.valid().with("seed: 7", "wibble: 7").isRefusedWith("""
                        error[E010]: unknown key `wibble`
                          --> xor.yaml:7:1
                        7 | wibble: 7
                          | ^^^^^^
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep
                        """);
    }

    /** Though it is also a word of another section. */
    @Test
    void suggestsTheKeyThatAWordIsAPartOf() {
        Example.valid().with("batch_size: 2", "batch: 2").isRefusedWith("""
                        error[E010]: unknown key `batch` in training
                           --> xor.yaml:12:3
                        12 |   batch: 2
                           |   ^^^^^ did you mean `batch_size`?
                           = allowed here: optimizer, batch_size, epochs, shuffle, early_stopping,
                               class_weight, distributed
                        """);
    }

    @Test
    void answersKerassKeyWithOurs() {
        Example.valid()
                .with("activation: tanh", "activation: tanh, kernel_initializer: zeros")
                .isRefusedWith("""
                        error[E014]: `kernel_initializer` is Keras's name; here it is `init` in layers[0].dense
                          --> xor.yaml:4:42
                        4 |   - dense: { units: 4, activation: tanh, kernel_initializer: zeros }
                          |                                          ^^^^^^^^^^^^^^^^^^
                          = allowed here: ALL_KEYS_OF_DENSE
                        """);
    }

    @Test
    void answersPyTorchsKeyWithOurs() {
        Example.valid().with("learning_rate: 0.5", "lr: 0.5").isRefusedWith("""
                        error[E014]: `lr` is PyTorch's name; here it is `learning_rate` in training.optimizer.sgd
                           --> xor.yaml:11:23
                        11 |   optimizer: { sgd: { lr: 0.5 } }
                           |                       ^^
                           = allowed here: learning_rate
                        """);
    }

    @Test
    void answersDl4jsKeyWithOurs() {
        Example.valid().with("units: 4", "nOut: 4").isRefusedWith("""
                        error[E014]: `nOut` is DL4J's name; here it is `units` in layers[0].dense
                          --> xor.yaml:4:14
                        4 |   - dense: { nOut: 4, activation: tanh }
                          |              ^^^^
                          = allowed here: ALL_KEYS_OF_DENSE
                        """);
    }

    @Test
    void saysWhereAKeyBelongsThatStandsInAWrongSection() {
        Example.valid()
                .with("seed: 7", "seed: 7\nepochs: 100")
                .with("  epochs: 100\ndata", "data")
                .isRefusedWith("""
                        error[E010]: unknown key `epochs`
                          --> xor.yaml:8:1
                        8 | epochs: 100
                          | ^^^^^^ it belongs in `training`
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep
                        """);
    }

    @Test
    void saysWhereAForeignKeyBelongsThatStandsInAWrongSection() {
        Example.valid().with("seed: 7", "seed: 7\nlr: 0.5").isRefusedWith("""
                        error[E010]: unknown key `lr`
                          --> xor.yaml:8:1
                        8 | lr: 0.5
                          | ^^ here it is `learning_rate` in `training.optimizer`
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep
                        """);
    }

    @Test
    void saysWhichKeyAStrayWordIsFor() {
        Example.valid().with("seed: 7", "seed: 7\nsgd: { learning_rate: 0.5 }").isRefusedWith("""
                        error[E010]: unknown key `sgd`
                          --> xor.yaml:8:1
                        8 | sgd: { learning_rate: 0.5 }
                          | ^^^ it is a word for `optimizer` in `training`
                          = allowed here: name, inputs, layers, defaults, init, seed, loss, reduction,
                              precision, backend, training, data, prepare, validation, report, compare,
                              sweep
                        """);
    }

    @Test
    void saysThatAKeyOfTheFileStandsInNoSection() {
        Example.valid()
                .with("  epochs: 100", "  epochs: 100\n  loss: squared_error")
                .isRefusedWith("""
                        error[E010]: unknown key `loss` in training
                           --> xor.yaml:14:3
                        14 |   loss: squared_error
                           |   ^^^^ it belongs at the top level
                           = allowed here: optimizer, batch_size, epochs, shuffle, early_stopping,
                               class_weight, distributed
                        """);
    }

    @Test
    void showsBothPlacesOfADuplicateKey() {
        Example.valid()
                .with("  epochs: 100", "  epochs: 100\n  batch_size: all")
                .isRefusedWith("""
                        error[E012]: duplicate key `batch_size` in training
                           --> xor.yaml:14:3
                        14 |   batch_size: all
                           |   ^^^^^^^^^^ the second one
                        12 |   batch_size: 2
                           |   ---------- the first one
                        """);
    }

    @Test
    void doesNotTakeTheSecondOfTwoEqualKeysForTheValue() {
        Example.valid().with("seed: 7", "seed: 7\nseed: x").isRefusedWith("""
                        error[E012]: duplicate key `seed`
                          --> xor.yaml:8:1
                        8 | seed: x
                          | ^^^^ the second one
                        7 | seed: 7
                          | ---- the first one
                        """);
    }

    /** What would be wrong with a placeholder for them, such as missing initial weights, is not reported. */
    @Test
    void reportsNothingAboutLayersThatAreMissingOrUnreadable() {
        String layers = """
                layers:
                  - dense: { units: 4, activation: tanh }
                  - dense: { units: 1, activation: sigmoid, bias: false }
                """;
        Example withoutInit = Example.valid().with("init: { uniform: { low: -1, high: 1 } }\n", "");
        withoutInit.with(layers, "").isRefusedWith("""
                        error[E011]: `layers` is missing
                          --> xor.yaml:1:1
                          = needed: the layers, from the inputs to the outputs: a list, such as [{
                              dense: { units: 1, activation: sigmoid } }]
                        """);
        withoutInit.with(layers, "layers: 4\n").isRefusedWith("""
                        error[E016]: `layers` is the number 4
                          --> xor.yaml:3:9
                        3 | layers: 4
                          |         ^ a list has brackets
                          = allowed here: a list, such as [{ dense: { units: 1, activation: sigmoid } }]
                        """);
    }

    @Test
    void reportsEachMissingKeyOfTheFile() {
        Example.valid().with("loss: half_squared_error\nreduction: mean\n", "").isRefusedWith("""
                        error[E011]: `loss` is missing
                          --> xor.yaml:1:1
                          = needed: the loss of one example: ALL_LOSSES

                        error[E011]: `reduction` is missing
                          --> xor.yaml:1:1
                          = needed: how the losses of a batch are combined into one number: sum, mean
                        """);
    }

    @Test
    void reportsAMissingKeyAtItsSection() {
        Example.valid().with("  epochs: 100\n", "").isRefusedWith("""
                        error[E011]: `epochs` is missing in training
                           --> xor.yaml:10:1
                        10 | training:
                           | ^^^^^^^^
                           = needed: the number of passes over all examples; 0 only runs the network: a
                               whole number of at least 0
                        """);
    }

    @Test
    void reportsAMissingKeyAtItsWord() {
        Example.valid().with("units: 4, ", "").isRefusedWith("""
                        error[E011]: `units` is missing in layers[0].dense
                          --> xor.yaml:4:5
                        4 |   - dense: { activation: tanh }
                          |     ^^^^^
                          = needed: the number of outputs: a whole number of at least 1
                        """);
    }

    @Test
    void refusesMergeKeys() {
        Example.valid()
                .with("activation: tanh", "<<: { bias: false }, activation: tanh")
                .isRefusedWith("""
                        error[E007]: merge keys are not part of YAML 1.2
                          --> xor.yaml:4:24
                        4 |   - dense: { units: 4, <<: { bias: false }, activation: tanh }
                          |                        ^^
                          = an alias can replace a whole value
                        """);
    }

    @Test
    void refusesAKeyThatIsNoText() {
        Example.valid().with("seed: 7", "? [a, b]\n: 7").isRefusedWith("""
                        error[E007]: a list cannot be a key
                          --> xor.yaml:7:3
                        7 | ? [a, b]
                          |   ^^^^^^
                        """);
    }

    @Test
    void refusesAnEmptyKey() {
        Example.valid().with("seed: 7", ": 7").isRefusedWith("""
                        error[E006]: `:` is not allowed here
                          --> xor.yaml:7:1
                        7 | : 7
                          | ^
                        """);
    }
}
