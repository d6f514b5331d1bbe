package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
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
 * How a model of DL4J normalizes rows, and the targets of its training: {@code normalizer.bin}, as DL4J's {@code
 * NormalizerSerializer} writes it. First {@code NORMALIZER}, the version 1 (32 bits) and the type, texts as {@link
 * java.io.DataOutputStream#writeUTF}; then the values of the type, all big endian:
 *
 * <ul>
 *   <li>{@code STANDARDIZE}: whether the targets are normalized, too; the means, the standard deviations; then those of the
 *       targets. 10⁻⁵ and less count as 1.
 *   <li>{@code MIN_MAX}: the same flag; the ends of the interval that they get (64 bits each); the minima, the maxima; then
 *       those of the targets. Both are at least 10⁻⁵ apart.
 *   <li>{@code IMAGE_MIN_MAX}: the ends of the interval, the largest value of a pixel.
 * </ul>
 *
 * @param name the class and the file, for messages
 * @param preparation the same for Plumbline; empty if it has no equivalent
 * @param prepare the key of a network file for it; present if targets are scaled
 */
public record Dl4jNormalizer(String name, Optional<Preparation> preparation, Optional<Prepare> prepare) {
    static final String FILE = "normalizer.bin";

    private static final String HEADER = "NORMALIZER";
    private static final int VERSION = 1;
    private static final double SMALLEST = 1e-5; // Nd4j.EPS_THRESHOLD
    private static final Map<String, String> CLASSES = Map.of(
            "STANDARDIZE", "NormalizerStandardize",
            "MIN_MAX", "NormalizerMinMaxScaler",
            "IMAGE_MIN_MAX", "ImagePreProcessingScaler",
            "IMAGE_VGG16", "VGG16ImagePreProcessor",
            "MULTI_STANDARDIZE", "MultiNormalizerStandardize",
            "MULTI_MIN_MAX", "MultiNormalizerMinMaxScaler",
            "MULTI_HYBRID", "MultiNormalizerHybrid");

    /** Whether raw rows and prepared rows differ, or outputs and predictions. */
    public boolean hasEffect() {
        return preparation.isEmpty() || !preparation.get().isIdentity() || scalesTargets();
    }

    /** Whether outputs and predictions differ. */
    public boolean scalesTargets() {
        return preparation.flatMap(Preparation::targets).isPresent();
    }

    /**
     * Reads a normalizer. It creates no object of a class that the file names.
     *
     * @param place the file in messages
     * @throws DataException if it is damaged, or if it is for another number of inputs or outputs
     */
    static Dl4jNormalizer read(InputStream in, NetworkSpec spec, String place) throws IOException {
        DataInputStream data = new DataInputStream(in);
        String type = type(data);
        try {
            boolean hasFlag = type.equals("STANDARDIZE") || type.equals("MIN_MAX");
            boolean ofTargets = hasFlag && data.readBoolean();
            List<Integer> widths = ofTargets ? List.of(spec.inputs(), spec.outputs()) : List.of(spec.inputs());
            Optional<Preparation> preparation = switch (type) {
                case "STANDARDIZE" -> Optional.of(standardized(data, widths, place));
                case "MIN_MAX" -> Optional.of(scaled(data, widths, place));
                case "IMAGE_MIN_MAX" -> Optional.of(image(data, spec.inputs()));
                default -> Optional.empty();
            };
            Optional<Scaling> targets = preparation
                    .flatMap(Preparation::targets)
                    .map(scaling -> type.equals("MIN_MAX") ? Scaling.MIN_MAX : Scaling.STANDARDIZE);
            return new Dl4jNormalizer(
                    CLASSES.getOrDefault(type, type) + (ofTargets ? " of inputs and targets" : "") + " (" + FILE + ")",
                    preparation,
                    targets.map(scaling -> new Prepare(targets, targets)));
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

    private static Preparation standardized(DataInputStream data, List<Integer> widths, String place)
            throws IOException {
        List<ColumnScaling> scalings = new ArrayList<>();
        for (int width : widths) {
            String of = scalings.isEmpty() ? "inputs" : "outputs";
            double[] means = Coefficients.readArray(data, width, "the means of the network's " + of, place);
            double[] deviations = Coefficients.readArray(data, width, "the deviations of the network's " + of, place);
            for (int i = 0; i < width; i++) {
                deviations[i] = deviations[i] <= SMALLEST ? 1 : deviations[i];
            }
            scalings.add(ColumnScaling.of(means, deviations));
        }
        return preparation(scalings);
    }

    private static Preparation scaled(DataInputStream data, List<Integer> widths, String place) throws IOException {
        double low = data.readDouble();
        double length = data.readDouble() - low;
        List<ColumnScaling> scalings = new ArrayList<>();
        for (int width : widths) {
            String of = scalings.isEmpty() ? "inputs" : "outputs";
            double[] subtract = Coefficients.readArray(data, width, "the minima of the network's " + of, place);
            double[] divide = Coefficients.readArray(data, width, "the maxima of the network's " + of, place);
            for (int i = 0; i < width; i++) {
                double range = divide[i] - subtract[i];
                double padding = Math.max(range, SMALLEST) - range; // rounded as in DL4J
                divide[i] = (divide[i] + padding - subtract[i]) / length;
                subtract[i] -= low * divide[i];
            }
            scalings.add(ColumnScaling.of(subtract, divide));
        }
        return preparation(scalings);
    }

    private static Preparation image(DataInputStream data, int inputs) throws IOException {
        double low = data.readDouble();
        double length = data.readDouble() - low;
        double[] subtract = new double[inputs];
        double[] divide = new double[inputs];
        Arrays.fill(divide, data.readDouble() / length);
        Arrays.fill(subtract, -low * divide[0]);
        return preparation(List.of(ColumnScaling.of(subtract, divide)));
    }

    /**
     * The preparation with these scalings.
     *
     * @param scalings that of the inputs, then that of the targets, if any; one that changes nothing is left out, so that
     *     classes of 0 and 1 stay classes
     */
    private static Preparation preparation(List<ColumnScaling> scalings) {
        ColumnScaling inputs = scalings.get(0);
        List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < inputs.width(); i++) {
            double subtract = inputs.subtract().get(i);
            double divide = inputs.divide().get(i);
            columns.add(new InputColumn.Number(Integer.toString(i + 1), subtract, divide, Optional.empty()));
        }
        return Preparation.ofUnnamed(
                columns,
                scalings.stream()
                        .skip(1)
                        .filter(scaling -> !scaling.isIdentity())
                        .findFirst());
    }
}
