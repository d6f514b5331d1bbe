package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
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

    /** The layers of a network whose parameters are in DL4J's order; the inverse of {@link #flat}. */
    public static List<LayerWeights> split(double[] flat, NetworkSpec spec) {
        List<LayerWeights> layers = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            int inputs = spec.inputsOf(i);
            int units = spec.layers().get(i).units();
            Matrix weights = Matrix.fromColumnMajor(flat, offset, inputs, units);
            offset += inputs * units;
            Optional<Matrix> bias = Optional.empty();
            if (spec.layers().get(i).bias()) {
                bias = Optional.of(Matrix.fromColumnMajor(flat, offset, 1, units));
                offset += units;
            }
            layers.add(new LayerWeights(weights, bias));
        }
        return layers;
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
