package dev.plumbline.scaffold;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for the tests of scaffolds.
 *
 * @param name the purpose
 * @param spec the network
 */
record ScaffoldCase(String name, NetworkSpec spec) {
    private static final String DATA = """
            data:
              inputs: [[0.3, -1.1, 2.3], [1.3, 0.7, -0.4], [-0.9, 0.2, 0.6], [0.1, 1.9, -1.7], [-2.1, 0.4, 0.8]]
              targets: [[0.2, 0.8], [0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.35, 0.65]]
            """;

    private static final String SGD = "sgd: { learning_rate: 0.37 }";

    Experiment experiment() {
        return Experiment.of(spec);
    }

    /** The number of tensors of a step, without the optimizer state. */
    int tensors() {
        return 1
                + spec.layers().stream().mapToInt(layer -> layer.bias() ? 9 : 6).sum();
    }

    private static final String CLASSES = """
            data:
              inputs: [[0.3, -1.1, 2.3], [1.3, 0.7, -0.4], [-0.9, 0.2, 0.6], [0.1, 1.9, -1.7], [-2.1, 0.4, 0.8]]
              targets: [[0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]
            """;

    private static ScaffoldCase of(
            String name, String layers, String loss, String reduction, String optimizer, String more) {
        return of(name, layers, loss, reduction, optimizer, more, DATA);
    }

    private static ScaffoldCase of(
            String name, String layers, String loss, String reduction, String optimizer, String more, String data) {
        String yaml = "name: '" + name + "'\ninputs: 3\nlayers:\n" + layers
                + "init: { uniform: { low: -1, high: 1 } }\nseed: 5\nloss: " + loss + "\nreduction: " + reduction
                + "\ntraining: { optimizer: { " + optimizer + " }, epochs: 4, " + more + " }\n" + data;
        return new ScaffoldCase(name, YamlReader.read(yaml, name + ".yaml").spec());
    }

    private static String layer(int units, String activation, String more) {
        return "  - dense: { units: " + units + ", activation: " + activation + more + " }\n";
    }

    /** Every word and every option that scaffolds support, at least once. */
    static List<ScaffoldCase> all() {
        List<ScaffoldCase> cases = new ArrayList<>();
        String out = layer(2, "sigmoid", "");
        for (String word : ActivationFormula.WORDS.split(", ")) {
            cases.add(of(
                    "hidden " + word,
                    layer(7, word, ", bias_init: 0.11") + out,
                    "half_squared_error",
                    "sum",
                    SGD,
                    "batch_size: all"));
            cases.add(of(
                    "last " + word,
                    layer(5, "tanh", ", bias: false") + layer(2, word, ""),
                    "squared_error",
                    "mean",
                    "sgd: { learning_rate: 0.05 }",
                    "batch_size: 2, shuffle: true"));
        }
        cases.addAll(losses());
        for (String optimizer : List.of("momentum", "nesterov")) {
            String rule = optimizer + ": { learning_rate: 0.37, momentum: 0.7 }";
            cases.add(of(optimizer, layer(7, "relu", "") + out, "half_squared_error", "mean", rule, "batch_size: 2"));
            cases.add(of(
                    optimizer + " of rates",
                    layer(5, "tanh", ", learning_rate: 0.21") + layer(7, "elu", ", bias: false") + out,
                    "mean_squared_error",
                    "mean",
                    rule,
                    "batch_size: 3, shuffle: true"));
        }
        String falling = "{ step: { initial: 0.37, factor: 0.3, every: 2 } }";
        for (String optimizer : List.of("momentum", "nesterov")) {
            String rule = optimizer + ": { learning_rate: " + falling + ", learning_rate_on: velocity }";
            String name = optimizer + " with the rate on the velocity";
            cases.add(of(name, layer(7, "tanh", "") + out, "half_squared_error", "mean", rule, "batch_size: 2"));
        }
        for (String optimizer : List.of("adam", "amsgrad", "adamax", "nadam", "rmsprop", "adagrad")) {
            String rule = optimizer + ": { learning_rate: 0.07 }";
            cases.add(of(optimizer, layer(4, "tanh", "") + out, "half_squared_error", "mean", rule, "batch_size: 2"));
        }
        for (String rule : List.of(
                "adadelta: { epsilon: 0.1 }",
                "adam: { learning_rate: 0.07, epsilon: 0.01, epsilon_on: corrected }",
                "amsgrad: { learning_rate: 0.07, epsilon: 0.01, epsilon_on: corrected }",
                "rmsprop: { learning_rate: 0.07, initial_mean: zero }",
                "adagrad: { learning_rate: 0.07, initial_sum: 0.2 }")) {
            String name = rule.substring(0, rule.indexOf(':')) + " of its own";
            cases.add(of(name, layer(4, "tanh", "") + out, "half_squared_error", "mean", rule, "batch_size: 2"));
        }
        cases.addAll(options());
        cases.add(of("clip", out, "{ binary_cross_entropy: { clip: 0.3 } }", "mean", SGD, "batch_size: all"));
        return cases;
    }

    /** Options in their smallest networks. */
    private static List<ScaffoldCase> options() {
        List<ScaffoldCase> cases = new ArrayList<>();
        String out = layer(2, "sigmoid", "");
        String squares = "half_squared_error";
        for (String option : List.of(
                "dropout: { drop_probability: 0.25 }",
                "regularization: { l1: 0.02 }",
                "regularization: { l2_bias: 0.3 }",
                "regularization: { weight_decay: 0.2 }",
                "regularization: { l1: 0.02, l2: 0.3, l1_bias: 0.05, l2_bias: 0.4, divided_by: batch }",
                "gradient_normalization: { clip_value: { threshold: 0.01 } }",
                "gradient_normalization: { clip_norm: { threshold: 0.01, per: layer } }",
                "gradient_normalization: { unit_norm: { per: tensor } }",
                "gradient_normalization: { clip_norm: { threshold: 0.01, per: network } }",
                "gradient_normalization: { clip_norm: { threshold: 0.01, per: tensor, epsilon: 0.03 } }",
                "constraint: non_negative")) {
            String layers = layer(4, "tanh", ", " + option) + out;
            cases.add(of(option, layers, squares, "mean", SGD, "batch_size: 2, shuffle: true"));
        }
        String divided = ", regularization: { l2: 0.3, divided_by: batch }";
        String undivided = layer(2, "sigmoid", ", regularization: { l2: 0.1 }");
        cases.add(of(
                "a penalty per batch",
                layer(4, "tanh", divided) + undivided,
                squares,
                "sum",
                "adam: { learning_rate: 0.07 }",
                "batch_size: 2, shuffle: true"));
        String dead = layer(3, "thresholded_relu", ", gradient_normalization: { unit_norm: { per: layer } }")
                .replace("thresholded_relu", "{ thresholded_relu: { theta: 100 } }");
        String network = ", gradient_normalization: { clip_norm: { threshold: 0.3, per: network } }";
        String others = layer(3, "tanh", ", bias: false" + network)
                + layer(4, "tanh", ", gradient_normalization: { clip_norm: { threshold: 0.1, per: layer } }")
                + layer(2, "sigmoid", network.replace("0.3", "0.2"));
        cases.add(of("a norm over two layers", others, squares, "mean", SGD, "batch_size: 2, shuffle: true"));
        cases.add(of("a gradient of 0", dead + out, squares, "sum", SGD, "batch_size: 3"));
        String rate = "sgd: { learning_rate: { exponential: { initial: 0.3, factor: 0.7, per: epoch } } }";
        cases.add(of("schedule", out, squares, "sum", rate, "batch_size: 3"));
        String classes = "batch_size: 2, class_weight: balanced";
        cases.add(of("class weights", out, "binary_cross_entropy", "mean", SGD, classes, CLASSES));
        return cases;
    }

    /** Every loss. */
    static List<ScaffoldCase> losses() {
        List<ScaffoldCase> cases = new ArrayList<>();
        for (String word : (LossFormula.WORDS + ", cosine").split(", ")) {
            String last = layer(2, word.startsWith("categorical") ? "softmax" : "sigmoid", ", bias: false");
            for (String reduction : List.of("sum", "mean")) {
                // Some errors are larger than this delta, others smaller.
                String loss = word.endsWith("huber") ? "{ " + word + ": { delta: 0.2 } }" : word;
                cases.add(of(word + " " + reduction, last, loss, reduction, SGD, "batch_size: 3"));
            }
        }
        return cases;
    }

    /** Many words in few networks, for languages with a slow compiler or start. */
    static List<ScaffoldCase> few() {
        List<String> words = List.of(ActivationFormula.WORDS.split(", "));
        StringBuilder[] layers = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        for (int i = 0; i < words.size(); i++) {
            layers[i % layers.length].append(layer(3 + i % 5, words.get(i), i % 2 == 0 ? ", bias: false" : ""));
        }
        return List.of(
                of(
                        "few first",
                        layers[0] + layer(2, "sigmoid", ", learning_rate: 0.1"),
                        "binary_cross_entropy",
                        "mean",
                        "nesterov: { learning_rate: { step: { initial: 0.05, factor: 0.5, every: 3 } },"
                                + " momentum: 0.7, learning_rate_on: velocity }",
                        "batch_size: 2, shuffle: true"),
                of(
                        "few second",
                        layers[1] + layer(2, "softmax", ""),
                        "mean_squared_error",
                        "sum",
                        "momentum: { learning_rate: 0.1, momentum: 0.7 }",
                        "batch_size: 3"),
                of(
                        "few third",
                        layers[2] + layer(2, "softmax", ""),
                        "categorical_cross_entropy",
                        "sum",
                        SGD,
                        "batch_size: all"),
                of(
                        "few fourth",
                        layer(2, "identity", ", bias: false, regularization: { weight_decay: 0.2 }"),
                        "cosine",
                        "mean",
                        "adadelta: { epsilon: 0.1 }",
                        "batch_size: 3"),
                of(
                        "few fifth",
                        layer(3, "tanh", ", regularization: { l2: 0.3, l1_bias: 0.1, divided_by: batch }")
                                + layer(2, "sigmoid", ", bias: false"),
                        "squared_error",
                        "mean",
                        "amsgrad: { learning_rate: 0.07, epsilon: 0.01, epsilon_on: corrected }",
                        "batch_size: 2"),
                of(
                        "few sixth",
                        layer(3, "tanh", ", bias: false") + layer(2, "sigmoid", ""),
                        "squared_error",
                        "sum",
                        "rmsprop: { learning_rate: 0.07 }",
                        "batch_size: 2"),
                schedules(),
                allOptions());
    }

    /** Every schedule in a layer of its own, dropout, and weights of examples. */
    private static ScaffoldCase schedules() {
        List<String> rates = List.of(
                "{ step: { initial: 0.3, factor: 0.5, every: 3 } }",
                "{ exponential: { initial: 0.3, factor: 0.9, per: epoch } }",
                "{ inverse: { initial: 0.3, decay: 0.2, power: 0.7 } }",
                "{ polynomial: { initial: 0.3, power: 2, length: 9 } }",
                "{ sigmoid: { limit: 0.3, slope: -0.5, centre: 5 } }",
                "{ cycle: { low: 0.1, high: 0.4, rise: 2, tail: 1, factor: 0.5 } }",
                "{ table: { initial: 0.3, from: [1, 3], rates: [0.2, 0.1], per: epoch } }",
                "{ warm_up: { length: 4, then: { step: { initial: 0.3, factor: 0.5, every: 2, per: epoch } } } }");
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < rates.size(); i++) {
            String dropout = i % 3 == 0 ? ", dropout: { drop_probability: 0.2 }" : "";
            layers.append(layer(7, "tanh", ", learning_rate: " + rates.get(i) + dropout));
        }
        layers.append(layer(2, "softmax", ""));
        String weighted = DATA + "  weights: [1, 2.5, 0.3, 0, 1.7]\n";
        return of(
                "few seventh", layers.toString(), "categorical_cross_entropy", "mean", SGD, "batch_size: 2", weighted);
    }

    /** Every penalty, normalization and constraint, with class weights and one schedule for all layers. */
    static ScaffoldCase allOptions() {
        String layers = layer(
                        4,
                        "tanh",
                        ", dropout: { drop_probability: 0.25 }, regularization: { l1: 0.02, l2: 0.1, l2_bias: 0.3 }"
                                + ", gradient_normalization: { clip_norm: { threshold: 0.05, per: layer } }"
                                + ", constraint: { max_norm: { max: 1.1 } }")
                + layer(
                        5,
                        "softmax",
                        ", bias_init: 0.2, regularization: { l1_bias: 0.05, weight_decay: 0.2 }"
                                + ", gradient_normalization: { clip_norm: { threshold: 0.05, per: tensor, epsilon: 0.01 } }"
                                + ", constraint: non_negative")
                + layer(
                        3,
                        "relu",
                        ", dropout: { drop_probability: 0.5 }, gradient_normalization: { unit_norm: { per: tensor } }"
                                + ", constraint: unit_norm")
                + layer(
                        4,
                        "sigmoid",
                        ", bias: false, regularization: { l2: 0.2 }"
                                + ", gradient_normalization: { unit_norm: { per: layer } }")
                + layer(
                        3,
                        "tanh",
                        ", gradient_normalization: { clip_norm: { threshold: 0.05, per: network, epsilon: 1e-06 } }")
                + layer(4, "tanh", ", bias: false, gradient_normalization: { unit_norm: { per: network } }")
                + layer(2, "sigmoid", ", gradient_normalization: { clip_value: { threshold: 0.03 } }");
        return of(
                "few eighth",
                layers,
                "binary_cross_entropy",
                "mean",
                "adam: { learning_rate: { warm_up: { length: 3, then: "
                        + "{ table: { initial: 0.1, from: [2], rates: [0.05], per: epoch } } } } }",
                "batch_size: 2, shuffle: true, class_weight: balanced",
                CLASSES);
    }
}
