package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A format of another library, whose files are given for a model by mistake. It is recognized only, never read.
 *
 * @param meaning the format in a sentence
 * @param advice the way to go on
 * @param signature whether a file has this format
 */
record ForeignFile(String meaning, String advice, Predicate<ForeignFile.Content> signature) {
    private static final int LONGEST_SIGNATURE = 16;
    private static final String WEIGHTS =
            "save its weights by np.savez(\"w.npz\", W1=..., b1=...), inputs × units, and "
                    + "describe the network in a network file with `init: { npz: w.npz }`";
    private static final String TRANSPOSED = WEIGHTS.replace("inputs × units", "inputs × units (weight.T in PyTorch)");
    private static final String ARRAYS =
            "to start a network from these weights, write `init: { npz: w.npz }` in its network file";

    private static final List<ForeignFile> FORMATS = List.of(
            new ForeignFile(
                    "an HDF5 file, as Keras writes it", WEIGHTS, content -> content.starts("\u0089HDF\r\n\u001a\n")),
            new ForeignFile("a model of Keras (.keras)", WEIGHTS, content -> content.has("model.weights.h5")),
            new ForeignFile("a file of PyTorch (torch.save)", TRANSPOSED, content -> content.has("data.pkl")),
            new ForeignFile(
                    "a pickle of Python",
                    TRANSPOSED,
                    content -> content.at(0) == 0x80 && content.at(1) >= 2 && content.at(1) <= 5),
            new ForeignFile(
                    "a file of safetensors",
                    TRANSPOSED,
                    content -> content.at(4) + content.at(5) + content.at(6) + content.at(7) == 0
                            && content.starts("{\"", Long.BYTES)),
            new ForeignFile(
                    "a SavedModel of TensorFlow",
                    WEIGHTS,
                    content -> content.has("saved_model.pb") || content.starts("\u0008\u0001\u0012")),
            new ForeignFile("a model of TensorFlow Lite", WEIGHTS, content -> content.starts("TFL3", Integer.BYTES)),
            // A protocol buffer: the field 1, the version, is followed by one of the fields 2 to 8.
            new ForeignFile(
                    "a model of ONNX",
                    TRANSPOSED,
                    content -> content.at(0) == 8
                            && content.at(1) > 0
                            && content.at(1) < 32
                            && "\u0012\u001a\"(2:B".indexOf(content.at(2)) >= 0),
            new ForeignFile("an array of NumPy (.npy)", ARRAYS, content -> content.starts("\u0093NUMPY")),
            new ForeignFile(
                    "an archive of NumPy arrays (.npz)",
                    ARRAYS,
                    content -> !content.names().isEmpty()
                            && content.names().stream().allMatch(name -> name.endsWith(".npy"))));

    /**
     * What the signatures are looked for in.
     *
     * @param start the first bytes, filled up with 0, as characters of ISO 8859-1
     * @param names the names of the files in an archive or directory, without directories
     */
    record Content(String start, List<String> names) {
        private int at(int i) {
            return start.charAt(i);
        }

        private boolean starts(String signature) {
            return start.startsWith(signature);
        }

        private boolean starts(String signature, int from) {
            return start.startsWith(signature, from);
        }

        private boolean has(String name) {
            return names.contains(name);
        }

        private static Content of(Path file) throws IOException {
            byte[] bytes = new byte[LONGEST_SIGNATURE];
            List<String> names;
            if (Files.isDirectory(file)) {
                String name = "saved_model.pb";
                names = Files.exists(file.resolve(name)) ? List.of(name) : List.of();
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    in.readNBytes(bytes, 0, bytes.length);
                }
                names = bytes[0] == 'P' && bytes[1] == 'K' ? names(file) : List.of();
            }
            return new Content(new String(bytes, StandardCharsets.ISO_8859_1), names);
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
        for (ForeignFile format : FORMATS) {
            if (format.signature.test(content)) {
                throw new DataException(
                        ErrorKind.NOT_A_MODEL,
                        file + " is " + format.meaning + ", not a model of DL4J or Plumbline: " + format.advice,
                        "");
            }
        }
    }
}
