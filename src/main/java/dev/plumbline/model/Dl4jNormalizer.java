package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model of DL4J does with raw rows before its network sees them: {@code normalizer.bin}, as DL4J's {@code
 * NormalizerSerializer} writes it. First {@code NORMALIZER}, the version 1 (32 bits) and the type, texts as {@link
 * java.io.DataOutputStream#writeUTF}; then the values of the type, all big endian:
 *
 * <ul>
 *   <li>{@code STANDARDIZE}: whether the targets are normalized, too; the means, the standard deviations. 0 counts as 1.
 *   <li>{@code MIN_MAX}: the same flag; the ends of the interval that the inputs get (64 bits each); the minima, the maxima.
 *       Both are at least 10⁻⁵ apart.
 *   <li>{@code IMAGE_MIN_MAX}: the ends of the interval, the largest value of a pixel.
 * </ul>
 *
 * @param name the class and the file, for messages
 * @param preparation the same for Plumbline; empty if it has no equivalent
 */
public record Dl4jNormalizer(String name, Optional<Preparation> preparation) {
    static final String FILE = "normalizer.bin";

    private static final String HEADER = "NORMALIZER";
    private static final int VERSION = 1;
    private static final double SMALLEST_RANGE = 1e-5; // Nd4j.EPS_THRESHOLD
    private static final Map<String, String> CLASSES = Map.of(
            "STANDARDIZE", "NormalizerStandardize",
            "MIN_MAX", "NormalizerMinMaxScaler",
            "IMAGE_MIN_MAX", "ImagePreProcessingScaler",
            "IMAGE_VGG16", "VGG16ImagePreProcessor",
            "MULTI_STANDARDIZE", "MultiNormalizerStandardize",
            "MULTI_MIN_MAX", "MultiNormalizerMinMaxScaler",
            "MULTI_HYBRID", "MultiNormalizerHybrid");

    /** Whether raw rows and prepared rows differ. */
    public boolean changesRows() {
        return preparation.isEmpty() || !preparation.get().isIdentity();
    }

    /**
     * Reads a normalizer. It creates no object of a class that the file names.
     *
     * @param inputs the number of inputs of the network
     * @param place the file in messages
     * @throws DataException if it is damaged, or if it is for another number of inputs
     */
    static Dl4jNormalizer read(InputStream in, int inputs, String place) throws IOException {
        DataInputStream data = new DataInputStream(in);
        String type = type(data);
        try {
            boolean hasFlag = type.equals("STANDARDIZE") || type.equals("MIN_MAX");
            if (hasFlag && data.readBoolean()) {
                return new Dl4jNormalizer(
                        CLASSES.get(type) + " of inputs and targets (" + FILE + ")", Optional.empty());
            }
            Optional<Preparation> preparation = switch (type) {
                case "STANDARDIZE" -> Optional.of(standardized(data, inputs, place));
                case "MIN_MAX" -> Optional.of(scaled(data, inputs, place));
                case "IMAGE_MIN_MAX" -> Optional.of(image(data, inputs));
                default -> Optional.empty();
            };
            return new Dl4jNormalizer(CLASSES.getOrDefault(type, type) + " (" + FILE + ")", preparation);
        } catch (EOFException | UTFDataFormatException e) {
            throw new DataException(ErrorKind.DAMAGED_FILE, place + " is damaged: it ends too early", "a whole file");
        } catch (IllegalArgumentException e) {
            throw new DataException(ErrorKind.OUT_OF_RANGE, place + ": " + e.getMessage(), "finite numbers");
        }
    }

    /** The type in the header: one of DL4J's, or the name of the class of another normalizer. */
    private static String type(DataInputStream data) throws IOException {
        try {
            if (data.readUTF().equals(HEADER) && data.readInt() == VERSION) {
                String type = data.readUTF();
                return Printable.line(type.equals("CUSTOM") ? data.readUTF() : type);
            }
        } catch (EOFException | UTFDataFormatException e) {
            // Earlier versions of DL4J wrote an object by Java serialization, which is never read.
        }
        return "an unknown normalizer";
    }

    private static Preparation standardized(DataInputStream data, int inputs, String place) throws IOException {
        double[] means = Coefficients.readArray(data, inputs, "the means of the network's inputs", place);
        double[] deviations = Coefficients.readArray(data, inputs, "the deviations of the network's inputs", place);
        for (int i = 0; i < inputs; i++) {
            deviations[i] = deviations[i] == 0 ? 1 : deviations[i];
        }
        return preparation(means, deviations);
    }

    private static Preparation scaled(DataInputStream data, int inputs, String place) throws IOException {
        double low = data.readDouble();
        double length = data.readDouble() - low;
        double[] subtract = Coefficients.readArray(data, inputs, "the minima of the network's inputs", place);
        double[] divide = Coefficients.readArray(data, inputs, "the maxima of the network's inputs", place);
        for (int i = 0; i < inputs; i++) {
            divide[i] = Math.max(divide[i] - subtract[i], SMALLEST_RANGE) / length;
            subtract[i] -= low * divide[i];
        }
        return preparation(subtract, divide);
    }

    private static Preparation image(DataInputStream data, int inputs) throws IOException {
        double low = data.readDouble();
        double length = data.readDouble() - low;
        double[] subtract = new double[inputs];
        double[] divide = new double[inputs];
        Arrays.fill(divide, data.readDouble() / length);
        Arrays.fill(subtract, -low * divide[0]);
        return preparation(subtract, divide);
    }

    private static Preparation preparation(double[] subtract, double[] divide) {
        List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < subtract.length; i++) {
            columns.add(new InputColumn.Number(Integer.toString(i + 1), subtract[i], divide[i], Optional.empty()));
        }
        return Preparation.ofUnnamed(columns);
    }
}
