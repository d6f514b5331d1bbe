package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The trained parameters of one layer.
 *
 * @param weights W, inputs × units
 * @param bias b, 1 × units, if the layer has one
 */
public record LayerWeights(Matrix weights, Optional<Matrix> bias) {

    /** All parameters in DL4J's order: layer by layer, W column by column and then b. */
    public static double[] flat(List<LayerWeights> layers) {
        return layers.stream()
                .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()))
                .flatMapToDouble(part -> Arrays.stream(part.transpose().toRowMajor()))
                .toArray();
    }

    /** All parameters by their names in files and messages: W1, b1, W2 and so on. */
    public static Map<String, Matrix> byName(List<LayerWeights> layers) {
        Map<String, Matrix> named = new LinkedHashMap<>();
        for (int l = 1; l <= layers.size(); l++) {
            String bias = "b" + l;
            named.put("W" + l, layers.get(l - 1).weights());
            layers.get(l - 1).bias().ifPresent(b -> named.put(bias, b));
        }
        return named;
    }

    /** The shapes as text: "W of 2×3 and b of 1×3". */
    String shape() {
        return "W of " + weights.shape()
                + bias.map(b -> " and b of " + b.shape()).orElse(" without b");
    }
}
