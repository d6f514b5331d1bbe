package dev.plumbline.yaml;

import org.junit.jupiter.api.Test;

/** Settings of other libraries that are not just another name of a key. */
class HintsTests {
    private static Example optimizer(String optimizer) {
        return Example.valid().with("sgd: { learning_rate: 0.5 }", optimizer);
    }

    @Test
    void theWeightDecayOfPytorchsAdamIsL2() {
        optimizer("adam: { learning_rate: 0.5, weight_decay: 0.1 }").isRefusedWith("""
                error[E010]: unknown key `weight_decay` in training.optimizer.adam
                   --> xor.yaml:11:44
                11 |   optimizer: { adam: { learning_rate: 0.5, weight_decay: 0.1 } }
                   |                                            ^^^^^^^^^^^^
                   = the weight_decay of PyTorch's optimizers is `l2` and `l2_bias` of a layer's
                       `regularization`; the weight_decay of AdamW and of Keras is
                       `weight_decay` of `regularization`
                   = allowed here: learning_rate, beta1, beta2, epsilon, epsilon_on
                """);
    }

    @Test
    void adamwIsAdamWithWeightDecay() {
        optimizer("adamw: { learning_rate: 0.5, weight_decay: 0.1 }").isRefusedWith("""
                error[E013]: unknown optimizer `adamw`
                   --> xor.yaml:11:16
                11 |   optimizer: { adamw: { learning_rate: 0.5, weight_decay: 0.1 } }
                   |                ^^^^^
                   = AdamW is `adam` with `weight_decay` of each layer's `regularization`; in
                       PyTorch with `epsilon_on: corrected`
                   = allowed here: sgd, momentum, nesterov, adam, amsgrad, adamax, nadam,
                       rmsprop, adagrad, adadelta
                """);
    }

    @Test
    void alphaOfRmspropIsItsDecay() {
        optimizer("rmsprop: { learning_rate: 0.5, alpha: 0.9 }").isRefusedWith("""
                error[E014]: `alpha` is PyTorch's name; here it is `decay` in training.optimizer.rmsprop
                   --> xor.yaml:11:47
                11 |   optimizer: { rmsprop: { learning_rate: 0.5, alpha: 0.9 } }
                   |                                               ^^^^^
                   = allowed here: learning_rate, decay, epsilon, initial_mean
                """);
    }

    @Test
    void adadeltaHasNoLearningRate() {
        optimizer("adadelta: { lr: 0.5 }").isRefusedWith("""
                error[E010]: unknown key `lr` in training.optimizer.adadelta
                   --> xor.yaml:11:28
                11 |   optimizer: { adadelta: { lr: 0.5 } }
                   |                            ^^
                   = `adadelta` has no learning rate: the one of PyTorch and Keras multiplies
                       its update, and 1.0 gives the formula of `adadelta`
                   = allowed here: decay, epsilon
                """);
    }

    @Test
    void theInitialValueOfAdagradsSumHasANameOfOurs() {
        optimizer("adagrad: { learning_rate: 0.5, initial_accumulator_value: 0 }")
                .isRefusedWith("""
                error[E014]: `initial_accumulator_value` is Keras's and PyTorch's name; here it is `initial_sum` in training.optimizer.adagrad
                   --> xor.yaml:11:47
                11 | …imizer: { adagrad: { learning_rate: 0.5, initial_accumulator_value: 0 } }
                   |                                           ^^^^^^^^^^^^^^^^^^^^^^^^^
                   = allowed here: learning_rate, epsilon, initial_sum
                """);
    }

    @Test
    void theWeightDecayOfALayerIsInItsRegularization() {
        Example.valid()
                .with("activation: tanh", "activation: tanh, weight_decay: 0.1")
                .isRefusedWith("""
                error[E010]: unknown key `weight_decay` in layers[0].dense
                  --> xor.yaml:4:42
                4 |   - dense: { units: 4, activation: tanh, weight_decay: 0.1 }
                  |                                          ^^^^^^^^^^^^
                  = the weight_decay of PyTorch's optimizers is `l2` and `l2_bias` of
                      `regularization`; the weight_decay of AdamW and of Keras is `weight_decay`
                      of `regularization`
                  = allowed here: ALL_KEYS_OF_DENSE
                """);
    }

    @Test
    void suggestsTheScopeOfANormOverAllLayers() {
        Example.valid()
                .with("activation: tanh", "activation: tanh, gradient_normalization: clip_grad_norm_")
                .isRefusedWith("""
                error[E013]: unknown gradient normalization `clip_grad_norm_`
                  --> xor.yaml:4:66
                4 | …e: { units: 4, activation: tanh, gradient_normalization: clip_grad_norm_ }
                  |                                                           ^^^^^^^^^^^^^^^
                  = it uses one norm of the gradients of all layers: write `clip_norm` with
                      `per: network`, in every layer or in `defaults`; PyTorch adds `epsilon:
                      1.0e-6`
                  = allowed here: clip_value, clip_norm, unit_norm
                """);
    }

    @Test
    void suggestsTheNewWords() {
        optimizer("adam: { learning_rate: 0.5, epsilon_on: corected }").isRefusedWith("""
                error[E013]: unknown epsilon position `corected`
                   --> xor.yaml:11:56
                11 |   optimizer: { adam: { learning_rate: 0.5, epsilon_on: corected } }
                   |                                                        ^^^^^^^^
                   |                                                   did you mean `corrected`?
                   = allowed here: uncorrected, corrected
                """);
        optimizer("rmsprop: { learning_rate: 0.5, initial_mean: 0 }").isRefusedWith("""
                error[E016]: `initial_mean` is the number 0
                   --> xor.yaml:11:61
                11 |   optimizer: { rmsprop: { learning_rate: 0.5, initial_mean: 0 } }
                   |                                                             ^
                   = allowed here: epsilon, zero
                """);
    }
}
