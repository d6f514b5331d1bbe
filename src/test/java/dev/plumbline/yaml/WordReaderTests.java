package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Words that are unknown, foreign or written in a wrong way. */
class WordReaderTests {
    @Test
    void suggestsTheNearestWordForAnUnknownOne() {
        Example.valid().with("activation: sigmoid", "activation: sigmod").isRefusedWith("""
                        error[E013]: unknown activation `sigmod`
                          --> xor.yaml:5:36
                        5 |   - dense: { units: 1, activation: sigmod, bias: false }
                          |                                    ^^^^^^ did you mean `sigmoid`?
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void saysWhatIsAllowedWhereNoWordIsNear() {
        Example.valid().with("activation: sigmoid", "activation: wibble").isRefusedWith("""
                        error[E013]: unknown activation `wibble`
                          --> xor.yaml:5:36
                        5 |   - dense: { units: 1, activation: wibble, bias: false }
                          |                                    ^^^^^^
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void suggestsTheWordForAnotherSpellingOfIt() {
        Example.valid().with("activation: sigmoid", "activation: Sigmoid").isRefusedWith("""
                        error[E013]: unknown activation `Sigmoid`
                          --> xor.yaml:5:36
                        5 |   - dense: { units: 1, activation: Sigmoid, bias: false }
                          |                                    ^^^^^^^ did you mean `sigmoid`?
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void answersKerassWordWithOurs() {
        Example.valid().with("{ uniform: { low", "{ RandomUniform: { low").isRefusedWith("""
                        error[E014]: `RandomUniform` is Keras's name; here it is `uniform`
                          --> xor.yaml:6:9
                        6 | init: { RandomUniform: { low: -1, high: 1 } }
                          |         ^^^^^^^^^^^^^
                          = allowed here: ALL_INITIALIZERS
                        """);
    }

    @Test
    void answersPyTorchsWordWithOurs() {
        Example.valid().with("loss: half_squared_error", "loss: MSELoss").isRefusedWith("""
                        error[E014]: `MSELoss` is PyTorch's name; here it is `mean_squared_error`
                          --> xor.yaml:8:7
                        8 | loss: MSELoss
                          |       ^^^^^^^
                          = allowed here: ALL_LOSSES
                        """);
    }

    @Test
    void answersDl4jsWordWithOurs() {
        Example.valid()
                .with("init: { uniform: { low: -1, high: 1 } }", "init: XAVIER")
                .isRefusedWith("""
                        error[E014]: `XAVIER` is DL4J's name; here it is `glorot_normal`
                          --> xor.yaml:6:7
                        6 | init: XAVIER
                          |       ^^^^^^
                          = allowed here: ALL_INITIALIZERS
                        """);
    }

    @Test
    void answersAForeignWordOfAnEnum() {
        Example.valid()
                .with("reduction: mean", "reduction: sum_over_batch_size")
                .isRefusedWith("""
                        error[E014]: `sum_over_batch_size` is Keras's name; here it is `mean`
                          --> xor.yaml:9:12
                        9 | reduction: sum_over_batch_size
                          |            ^^^^^^^^^^^^^^^^^^^
                          = allowed here: sum, mean
                        """);
    }

    @Test
    void answersAForeignKindOfLayer() {
        Example.valid().with("- dense: { units: 4", "- Linear: { units: 4").isRefusedWith("""
                        error[E014]: `Linear` is PyTorch's name; here it is `dense`
                          --> xor.yaml:4:5
                        4 |   - Linear: { units: 4, activation: tanh }
                          |     ^^^^^^
                          = allowed here: dense
                        """);
    }

    @Test
    void saysWhatAWordNeedsThatStandsAlone() {
        Example.valid()
                .with("optimizer: { sgd: { learning_rate: 0.5 } }", "optimizer: sgd")
                .isRefusedWith("""
                        error[E011]: `sgd` needs `learning_rate`
                           --> xor.yaml:11:14
                        11 |   optimizer: sgd
                           |              ^^^
                           = for example: { sgd: { learning_rate: 0.1 } }
                        """);
    }

    @Test
    void saysWhatALayerNeedsThatStandsAlone() {
        Example.valid()
                .with("- dense: { units: 4, activation: tanh }", "- dense")
                .isRefusedWith("""
                        error[E011]: `dense` needs `units` and `activation`
                          --> xor.yaml:4:5
                        4 |   - dense
                          |     ^^^^^
                          = for example: { dense: { units: 1, activation: sigmoid } }
                        """);
    }

    @Test
    void saysThatALayerHasNoWord() {
        Example.valid()
                .with("- dense: { units: 4, activation: tanh }", "- { units: 4, activation: tanh }")
                .isRefusedWith("""
                        error[E011]: `layers[0]` does not say which layer it is
                          --> xor.yaml:4:7
                        4 |   - { units: 4, activation: tanh }
                          |       ^^^^^ these belong in `dense: { … }`
                          = allowed here: dense
                          = for example: { dense: { units: 1, activation: sigmoid } }
                        """);
    }

    @Test
    void saysThatAnOptimizerHasNoWord() {
        Example.valid()
                .with("{ sgd: { learning_rate: 0.5 } }", "{ learning_rate: 0.5 }")
                .isRefusedWith("""
                        error[E011]: `optimizer` does not say which optimizer it is
                           --> xor.yaml:11:16
                        11 |   optimizer: { learning_rate: 0.5 }
                           |                ^^^^^^^^^^^^^ these belong in `sgd: { … }`
                           = allowed here: ALL_OPTIMIZERS
                           = for example: { sgd: { learning_rate: 0.1 } }
                        """);
    }

    @Test
    void refusesASecondWord() {
        Example.valid()
                .with("{ sgd: { learning_rate: 0.5 } }", "{ sgd: { learning_rate: 0.5 }, adam: {} }")
                .isRefusedWith("""
                        error[E022]: `optimizer` can be only one optimizer, and it is `sgd` already
                           --> xor.yaml:11:45
                        11 |   optimizer: { sgd: { learning_rate: 0.5 }, adam: {} }
                           |                                             ^^^^
                           = allowed here: one of ALL_OPTIMIZERS
                        """);
    }

    @Test
    void refusesAValueWhereAWordHasParameters() {
        Example.valid().with("{ sgd: { learning_rate: 0.5 } }", "{ sgd: 0.5 }").isRefusedWith("""
                        error[E016]: `sgd` is the number 0.5
                           --> xor.yaml:11:21
                        11 |   optimizer: { sgd: 0.5 }
                           |                     ^^^
                           = allowed here: a mapping of learning_rate
                        """);
    }

    @Test
    void refusesNothingAfterAWord() {
        Example.valid()
                .with("loss: half_squared_error", "loss: { half_squared_error: }")
                .isRefusedWith("""
                        error[E011]: `half_squared_error` is empty
                          --> xor.yaml:8:28
                        8 | loss: { half_squared_error: }
                          |                            ^
                          = allowed here: the word alone, without `:`
                        """);
    }

    @Test
    void refusesANumberForAWord() {
        Example.valid().with("activation: tanh", "activation: 3").isRefusedWith("""
                        error[E016]: `activation` is the number 3
                          --> xor.yaml:4:36
                        4 |   - dense: { units: 4, activation: 3 }
                          |                                    ^
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void refusesAListForAWord() {
        Example.valid()
                .with("loss: half_squared_error", "loss: [half_squared_error]")
                .isRefusedWith("""
                        error[E016]: `loss` is a list
                          --> xor.yaml:8:7
                        8 | loss: [half_squared_error]
                          |       ^^^^^^^^^^^^^^^^^^^^
                          = allowed here: ALL_LOSSES
                        """);
    }

    @Test
    void refusesAMappingForAWordWithoutParameters() {
        Example.valid().with("reduction: mean", "reduction: { mean: {} }").isRefusedWith("""
                        error[E016]: `reduction` is a mapping
                          --> xor.yaml:9:12
                        9 | reduction: { mean: {} }
                          |            ^^^^^^^^^^^^
                          = allowed here: sum, mean
                        """);
    }

    @Test
    void refusesAnEmptyMappingForAWord() {
        Example.valid()
                .with("init: { uniform: { low: -1, high: 1 } }", "init: {}")
                .isRefusedWith("""
                        error[E016]: `init` is an empty mapping
                          --> xor.yaml:6:7
                        6 | init: {}
                          |       ^^
                          = allowed here: ALL_INITIALIZERS
                        """);
    }

    @Test
    void refusesAnotherWordForABatchSize() {
        Example.valid().with("batch_size: 2", "batch_size: full").isRefusedWith("""
                        error[E013]: unknown batch size `full`
                           --> xor.yaml:12:15
                        12 |   batch_size: full
                           |               ^^^^
                           = allowed here: all, or a whole number of at least 1
                        """);
    }

    @Test
    void refusesAQuotedNumberForABatchSize() {
        Example.valid().with("batch_size: 2", "batch_size: \"2\"").isRefusedWith("""
                        error[E016]: `batch_size` is the text `2`
                           --> xor.yaml:12:15
                        12 |   batch_size: "2"
                           |               ^^^ a number has no quotes
                           = allowed here: all, or a whole number of at least 1
                        """);
    }

    @Test
    void refusesAFractionForABatchSize() {
        Example.valid().with("batch_size: 2", "batch_size: 2.5").isRefusedWith("""
                        error[E020]: `batch_size` is 2.5
                           --> xor.yaml:12:15
                        12 |   batch_size: 2.5
                           |               ^^^
                           = allowed here: all, or a whole number of at least 1
                        """);
    }

    @Test
    void suggestsTheNearestKindOfData() {
        Example.valid()
                .with(
                        "data:\n  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]\n  targets: [[0], [1], [1], [0]]",
                        "data: { cvs: { file: xor.csv, inputs: [a, b], targets: [c] } }")
                .isRefusedWith("""
                        error[E013]: unknown data source `cvs`
                           --> xor.yaml:14:9
                        14 | data: { cvs: { file: xor.csv, inputs: [a, b], targets: [c] } }
                           |         ^^^ did you mean `csv`?
                           = allowed here: csv, npz, idx, or a mapping of inputs, targets, weights
                        """);
    }

    @Test
    void refusesBoundsInTheWrongOrder() {
        Example.valid().with("low: -1, high: 1", "low: 1, high: -1").isRefusedWith("""
                        error[E020]: `high` is -1.0, which is not above `low`, 1.0
                          --> xor.yaml:6:34
                        6 | init: { uniform: { low: 1, high: -1 } }
                          |                                  ^^
                          = allowed here: low < high
                        """);
    }

    @Test
    void asksNothingMoreOfADataSourceThatWasNotWritten() {
        Example.valid()
                .with("inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]", "npy: { inputs: x.npy, targets: y.npy }")
                .with("  targets: [[0], [1], [1], [0]]\n", "")
                .isRefusedWith("""
                        error[E013]: unknown data source `npy`
                           --> xor.yaml:15:3
                        15 |   npy: { inputs: x.npy, targets: y.npy }
                           |   ^^^ did you mean `npz`?
                           = allowed here: csv, npz, idx, or a mapping of inputs, targets, weights
                        """);
    }

    @Test
    void takesAKeyThatHoldsAMappingForAnUnknownDataSource() {
        Example.valid()
                .with("inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]", "parquet: { inputs: x, targets: y }")
                .with("  targets: [[0], [1], [1], [0]]\n", "")
                .isRefusedWith("""
                        error[E013]: unknown data source `parquet`
                           --> xor.yaml:15:3
                        15 |   parquet: { inputs: x, targets: y }
                           |   ^^^^^^^
                           = allowed here: csv, npz, idx, or a mapping of inputs, targets, weights
                        """);
    }
}
