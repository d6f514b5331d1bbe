package dev.plumbline.dl4j;

import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.Optional;

/**
 * A network of DL4J, translated: the inverse of {@link Dl4jConfiguration}. The text is read as a plain tree; no class that
 * it names is loaded before the translation has shown that DL4J's JSON of it is the given one, field by field.
 *
 * @param spec the network, which is only run: it has no epochs
 * @param corrections where the translation computes something else than DL4J, on purpose
 * @param configuration the configuration that was read, for DL4J
 */
public record Dl4jImport(NetworkSpec spec, List<Correction> corrections, String configuration) {
    public Dl4jImport {
        corrections = List.copyOf(corrections);
    }

    /**
     * A known defect of DL4J that the translation does not have.
     *
     * @param path the place in the JSON
     * @param defect what DL4J computes
     * @param changesOutputs whether the outputs are others, not only a training
     */
    public record Correction(String path, ConfigurationDefect defect, boolean changesOutputs) {}

    /**
     * Translates a configuration.
     *
     * @param name of the network
     * @param json DL4J's {@code configuration.json}
     * @param weights the file that will have the weights W1, b1 and so on; without it, the weights begin as the configuration
     *     says
     * @param data the file that will have the examples, as arrays {@code inputs} and {@code targets}
     * @throws InvalidSpecException with everything that cannot be translated, each at its place in the JSON
     */
    public static Dl4jImport of(String name, String json, Optional<String> weights, String data) {
        return new ConfigurationTranslation(JsonPlace.parse(json), weights).translate(name, data);
    }
}
