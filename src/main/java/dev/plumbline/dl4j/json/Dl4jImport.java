package dev.plumbline.dl4j.json;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

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
     * @param defect what DL4J computes
     * @param changesOutputs whether the correction changes the outputs, and not only a training
     */
    public record Correction(String path, ConfigurationDefect defect, boolean changesOutputs) {}

    /**
     * Translates a configuration.
     *
     * @param json DL4J's {@code configuration.json}
     * @param weights the file for the weights W1, b1 and so on; without it, the initial weights are drawn as in the
     *     configuration
     * @param data the file for the examples, as arrays {@code inputs} and {@code targets}
     * @throws InvalidSpecException with all parts that cannot be translated, each with its place in the JSON
     */
    public static Dl4jImport of(String name, String json, Optional<String> weights, String data) {
        return new ConfigurationTranslation(JsonPlace.parse(json), weights).translate(name, data);
    }

    /**
     * The function that DL4J computes with the original configuration, read by DL4J itself: from inputs, examples ×
     * inputs, to outputs, examples × outputs. The other files of a model,
     * for which DL4J uses Java serialization, are not read.
     *
     * @param coefficients the checked bytes of {@code coefficients.bin}
     * @throws InvalidSpecException if DL4J cannot read the configuration
     */
    public UnaryOperator<Matrix> function(byte[] coefficients) {
        Dl4j.start(spec.backend());
        MultiLayerNetwork network;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(coefficients))) {
            network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
            network.init(Nd4j.read(in), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // impossible for bytes in memory
        } catch (RuntimeException e) {
            // A field without effect can have a value that DL4J cannot read, such as a string for a seed.
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.NOT_A_MODEL,
                    "",
                    "DL4J itself does not read this configuration: " + Printable.line(reason),
                    "a configuration that DL4J wrote")));
        }
        return inputs -> Dl4j.output(network, inputs);
    }
}
