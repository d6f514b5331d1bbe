package dev.plumbline.dl4j;

import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.Optional;

/**
 * A network of DL4J, translated: the inverse of {@link Dl4jConfiguration}. It reads the text as a plain tree. It loads
 * no class that the text names, until DL4J's JSON of the translation is equal to the given one, field by field.
 *
 * @param spec the network, with 0 epochs
 * @param corrections the places where the translation intentionally differs from DL4J
 * @param configuration the original configuration, for DL4J
 */
public record Dl4jImport(NetworkSpec spec, List<Correction> corrections, String configuration) {
    public Dl4jImport {
        corrections = List.copyOf(corrections);
    }

    /**
     * A known defect of DL4J that the translation corrects.
     *
     * @param path the place in the JSON
     * @param defect what DL4J computes
     * @param changesOutputs whether the correction changes the outputs, and not only a training
     */
    public record Correction(String path, ConfigurationDefect defect, boolean changesOutputs) {}

    /**
     * Translates a configuration.
     *
     * @param name the name of the network
     * @param json DL4J's {@code configuration.json}
     * @param weights the file for the weights W1, b1 and so on; without it, the initial weights are drawn as in the
     *     configuration
     * @param data the file for the examples, as arrays {@code inputs} and {@code targets}
     * @throws InvalidSpecException with all parts that cannot be translated, each with its place in the JSON
     */
    public static Dl4jImport of(String name, String json, Optional<String> weights, String data) {
        return new ConfigurationTranslation(JsonPlace.parse(json), weights).translate(name, data);
    }
}
