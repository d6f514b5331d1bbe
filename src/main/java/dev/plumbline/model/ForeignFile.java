package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The formats of other libraries that are given for a model by mistake, each with its signature and the way to go on. They
 * are recognized only: none is read.
 */
enum ForeignFile {
    HDF5("an HDF5 file, as Keras writes it", Advice.WEIGHTS, content -> content.starts("\u0089HDF\r\n\u001a\n")),
    KERAS("a model of Keras (.keras)", Advice.WEIGHTS, content -> content.has("model.weights.h5")),
    PYTORCH("a file of PyTorch (torch.save)", Advice.TRANSPOSED, content -> content.has("data.pkl")),
    PICKLE(
            "a pickle of Python",
            Advice.TRANSPOSED,
            content -> content.at(0) == 0x80 && content.at(1) >= 2 && content.at(1) <= 5),
    SAFETENSORS(
            "a file of safetensors",
            Advice.TRANSPOSED,
            content -> content.at(4) + content.at(5) + content.at(6) + content.at(7) == 0
                    && content.starts("{\"", Long.BYTES)),
    SAVED_MODEL(
            "a SavedModel of TensorFlow",
            Advice.WEIGHTS,
            content -> content.has("saved_model.pb") || content.starts("\u0008\u0001\u0012")),
    TENSORFLOW_LITE("a model of TensorFlow Lite", Advice.WEIGHTS, content -> content.starts("TFL3", Integer.BYTES)),
    /** A protocol buffer: the field 1, the version, is followed by one of the fields 2 to 8. */
    ONNX(
            "a model of ONNX",
            Advice.TRANSPOSED,
            content -> content.at(0) == 8
                    && content.at(1) > 0
                    && content.at(1) < 32
                    && "\u0012\u001a\"(2:B".indexOf(content.at(2)) >= 0),
    NPY("an array of NumPy (.npy)", Advice.ARRAYS, content -> content.starts("\u0093NUMPY")),
    NPZ(
            "an archive of NumPy arrays (.npz)",
            Advice.ARRAYS,
            content -> !content.names().isEmpty() && content.names().stream().allMatch(name -> name.endsWith(".npy")));

    private static final int LONGEST_SIGNATURE = 16;

    private final String meaning;
    private final String advice;
    private final Predicate<Content> signature;

    ForeignFile(String meaning, String advice, Predicate<Content> signature) {
        this.meaning = meaning;
        this.advice = advice;
        this.signature = signature;
    }

    /** What to do instead. */
    private static final class Advice {
        private static final String WEIGHTS =
                "save its weights by np.savez(\"w.npz\", W1=..., b1=...), inputs × units, and "
                        + "describe the network in a network file with `init: { npz: w.npz }`";
        private static final String TRANSPOSED =
                WEIGHTS.replace("inputs × units", "inputs × units (weight.T in PyTorch)");
        private static final String ARRAYS =
                "to start a network from these weights, write `init: { npz: w.npz }` in its network file";
    }

    /**
     * What the signatures are looked for in.
     *
     * @param start the first bytes, filled up with 0
     * @param names the names of the files in an archive or directory, without directories
     */
    private record Content(byte[] start, List<String> names) {
        private int at(int i) {
            return Byte.toUnsignedInt(start[i]);
        }

        private boolean starts(String signature) {
            return starts(signature, 0);
        }

        private boolean starts(String signature, int from) {
            byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
            return Arrays.equals(start, from, from + bytes.length, bytes, 0, bytes.length);
        }

        private boolean has(String name) {
            return names.contains(name);
        }

        private static Content of(Path file) throws IOException {
            byte[] start = new byte[LONGEST_SIGNATURE];
            if (Files.isDirectory(file)) {
                String name = "saved_model.pb";
                return new Content(start, Files.exists(file.resolve(name)) ? List.of(name) : List.of());
            }
            try (InputStream in = Files.newInputStream(file)) {
                in.readNBytes(start, 0, start.length);
            }
            return new Content(start, start[0] == 'P' && start[1] == 'K' ? names(file) : List.of());
        }

        private static List<String> names(Path file) throws IOException {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return zip.stream()
                        .map(ZipEntry::getName)
                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                        .toList();
            } catch (ZipException | EOFException e) {
                return List.of(); // a damaged archive, which the reader of the model reports
            }
        }
    }

    /**
     * Refuses a file of another library.
     *
     * @param file a file or directory; nothing happens if there is none
     * @throws DataException with its format and the way to go on
     */
    static void refuse(Path file) throws IOException {
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return;
        }
        Content content = Content.of(file);
        for (ForeignFile format : values()) {
            if (format.signature.test(content)) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + " is " + format.meaning + ", not a model of DL4J or Plumbline: " + format.advice,
                        "");
            }
        }
    }
}
