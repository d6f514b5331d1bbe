package dev.plumbline.recording;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.plumbline.data.DataException;
import dev.plumbline.data.NamedArrays;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.NumberReader;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A recording as JSON lines, which any language can write: a header, then a line for each tensor of each step. It is read
 * once, as a stream; its numbers are kept in temporary files, one for each name.
 *
 * <pre>{@code
 * {"format": "plumbline recording", "version": 1}
 * {"name": "W1", "shape": [2, 3], "values": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}
 * }</pre>
 */
final class JsonRecording implements NamedArrays {
    private static final String FORMAT = "plumbline recording";
    private static final int VERSION = 1;
    private static final String HEADER = "{\"format\": \"" + FORMAT + "\", \"version\": " + VERSION + "}";
    private static final int MOST_DIMENSIONS = 3;
    private static final int MOST_NAMES = 10_000;
    private static final List<String> SPECIAL = List.of("NaN", "Infinity", "-Infinity");
    private static final Pattern COLUMN = Pattern.compile(" at line \\d+ column (\\d+)");

    private final String file;
    private final int layers;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private JsonRecording(String file, int layers) {
        this.file = file;
        this.layers = layers;
    }

    /** Whether a file is named like one, or begins like a JSON document. */
    static boolean isOne(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == '{';
        }
    }

    /**
     * Reads a recording.
     *
     * @param file its name in messages
     * @throws DataException if a line is not valid, with its number
     */
    static JsonRecording read(Path path, String file, int layers) throws IOException {
        JsonRecording recording = new JsonRecording(file, layers);
        try (Line line = new Line(Files.newBufferedReader(path, StandardCharsets.UTF_8))) {
            while (line.next()) {
                recording.read(line);
            }
            if (!line.hasContent) {
                throw new DataException(ErrorKind.EMPTY_INPUT, file + " is empty", "as the first line, " + HEADER);
            }
            for (Tensor tensor : recording.tensors.values()) {
                tensor.out.flush();
            }
            return recording;
        } catch (CharacterCodingException e) {
            recording.close();
            throw new DataException(ErrorKind.WRONG_ENCODING, file + " is not UTF-8", "");
        } catch (IOException | RuntimeException e) {
            recording.close();
            throw e;
        }
    }

    private void read(Line line) throws IOException {
        JsonReader reader = new JsonReader(line);
        try {
            reader.beginObject();
            if (line.isFirst()) {
                header(reader, line);
            } else {
                tensor(reader, line);
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw problem(line, reader, "there is more than one object", "one JSON object in a line");
            }
        } catch (EOFException e) {
            throw line.isLast
                    ? new DataException(
                            ErrorKind.DAMAGED_FILE, file + " is cut off: it ends within line " + line.number, "")
                    : problem(line, reader, "the line ends within its object", "one object in a line");
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            String message = COLUMN.split(String.valueOf(e.getMessage()))[0].strip();
            boolean isSyntax = message.startsWith("Use JsonReader"); // advice for programmers
            throw problem(
                    line,
                    reader,
                    isSyntax ? "this is not JSON" : message,
                    "one JSON object in a line, with the texts \"NaN\", \"Infinity\" and \"-Infinity\"");
        }
    }

    private void header(JsonReader reader, Line line) throws IOException {
        key(reader, line, "format");
        if (reader.peek() != JsonToken.STRING || !reader.nextString().equals(FORMAT)) {
            throw problem(line, reader, "this is not a recording", "as the first line, " + HEADER);
        }
        key(reader, line, "version");
        int version = reader.nextInt();
        if (version != VERSION) {
            throw problem(line, reader, "version " + version + " of the format", "version " + VERSION);
        }
    }

    private static final String KEYS = "the keys name, shape and values, in this order";

    private void key(JsonReader reader, Line line, String key) throws IOException {
        String actual = reader.hasNext() ? reader.nextName() : "";
        if (!actual.equals(key)) {
            String problem = actual.isEmpty()
                    ? "`" + key + "` is missing"
                    : "the key `" + Printable.line(actual) + "` in place of `" + key + "`";
            throw problem(line, reader, problem, line.isFirst() ? "as the first line, " + HEADER : KEYS);
        }
    }

    private void tensor(JsonReader reader, Line line) throws IOException {
        key(reader, line, "name");
        String name = reader.nextString();
        key(reader, line, "shape");
        List<Integer> shape = shape(reader, line);
        long size = NpyHeader.numbers(shape);
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            if (tensors.size() == MOST_NAMES) {
                throw problem(
                        line,
                        reader,
                        "more than " + MOST_NAMES + " names",
                        RecordedName.all(1).toString());
            }
            tensor = new Tensor(name, layers, shape, line.number);
            tensors.put(name, tensor);
        }
        String contradiction = tensor.contradiction(shape);
        if (!contradiction.isEmpty()) {
            throw problem(line, reader, "`" + Printable.line(name) + "` " + contradiction, tensor.allowed());
        }
        tensor.add(shape);
        key(reader, line, "values");
        reader.beginArray();
        long count = 0;
        while (reader.hasNext()) {
            double value = number(reader, line);
            if (count++ < size) {
                tensor.out.writeDouble(value);
            }
        }
        if (count != size) {
            throw problem(line, reader, count + " values for the shape " + text(shape), size + " values");
        }
        reader.endArray();
        if (reader.hasNext()) {
            throw problem(line, reader, "the key `" + Printable.line(reader.nextName()) + "` after `values`", KEYS);
        }
    }

    private List<Integer> shape(JsonReader reader, Line line) throws IOException {
        List<Integer> shape = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            int length = reader.nextInt();
            shape.add(length);
            if (length < 1 || shape.size() > MOST_DIMENSIONS) {
                throw problem(
                        line,
                        reader,
                        "`shape` has " + (length < 1 ? "the length " + length : "more than three lengths"),
                        "up to three lengths, from 1");
            }
        }
        reader.endArray();
        return shape;
    }

    private double number(JsonReader reader, Line line) throws IOException {
        if (reader.peek() == JsonToken.NUMBER) {
            return reader.nextDouble();
        }
        String allowed = "numbers in one list, and \"NaN\", \"Infinity\", \"-Infinity\"";
        if (reader.peek() == JsonToken.STRING) {
            String text = reader.nextString();
            if (SPECIAL.contains(text)) {
                return Double.parseDouble(text);
            }
            throw problem(line, reader, "the text `" + Printable.line(text) + "` among the values", allowed);
        }
        String what = reader.peek() == JsonToken.BEGIN_ARRAY
                ? "a list"
                : reader.peek().toString();
        throw problem(line, reader, what + " among the values", allowed);
    }

    private DataException problem(Line line, JsonReader reader, String what, String allowed) {
        Matcher column = COLUMN.matcher(reader.toString());
        String at = column.find() ? ", column " + column.group(1) : "";
        return new DataException(ErrorKind.WRONG_FORMAT, file + ", line " + line.number + at + ": " + what, allowed);
    }

    /** "2 x 3", or "of a single number". */
    private static String text(List<Integer> shape) {
        return shape.isEmpty()
                ? "of a single number"
                : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public List<String> others() {
        return List.of();
    }

    @Override
    public NpyHeader header(String array) throws IOException {
        return tensor(array).header();
    }

    @Override
    public NumberReader numbers(String array) throws IOException {
        Tensor tensor = tensor(array);
        return Npy.numbers(tensor.open(), tensor.header(), file + ", `" + array + "`");
    }

    @Override
    public NpyArray read(String array) throws IOException {
        try (NumberReader reader = numbers(array)) {
            double[] values = new double[Math.toIntExact(reader.header().numbers())];
            reader.read(values, values.length);
            return NpyArray.of(reader.header().shape(), values);
        }
    }

    private Tensor tensor(String array) throws DataException {
        Tensor tensor = tensors.get(array);
        if (tensor == null) {
            throw new DataException(ErrorKind.COLUMN_NOT_FOUND, file + " has no tensor `" + array + "`", "");
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        for (Tensor tensor : tensors.values()) {
            tensor.out.close();
        }
    }

    /** The numbers of one name, in a file that is deleted as soon as it is open. */
    private static final class Tensor {
        private final List<Integer> first;
        private final int line;
        private final boolean isOnce;
        private final boolean isInRows;
        private final Optional<FileChannel> channel; // empty for a name that no tensor has
        private final DataOutputStream out;
        private long steps;
        private long rows;

        private Tensor(String name, int layers, List<Integer> first, int line) throws IOException {
            this.first = first;
            this.line = line;
            this.isOnce = name.endsWith(RecordedName.INITIAL)
                    || name.equals(RecordedName.OUTPUTS)
                    || name.equals(RecordedName.STEPS);
            this.isInRows = !first.isEmpty()
                    && RecordedName.parse(name, layers)
                            .filter(tensor -> RecordedTensor.isPerExample(tensor.quantity()))
                            .isPresent();
            channel = RecordedName.all(layers).contains(name) ? Optional.of(file()) : Optional.empty();
            out = new DataOutputStream(channel.<OutputStream>map(
                            opened -> new BufferedOutputStream(Channels.newOutputStream(opened), 1 << 16))
                    .orElseGet(OutputStream::nullOutputStream));
        }

        private static FileChannel file() throws IOException {
            try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
                return FileChannel.open(
                        temporary.path().resolve("numbers"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
        }

        /** Why another line does not fit to the first; empty if it does. */
        private String contradiction(List<Integer> shape) {
            if (isOnce && steps > 0) {
                return "is given in line " + line + " too";
            }
            int from = isInRows ? 1 : 0;
            boolean isSame = shape.size() == first.size()
                    && shape.subList(from, shape.size()).equals(first.subList(from, first.size()));
            return isSame ? "" : "has the shape " + text(shape) + ", and " + text(first) + " in line " + line;
        }

        private String allowed() {
            return isOnce ? "one line" : "the same shape in every step" + (isInRows ? ", but for the examples" : "");
        }

        private void add(List<Integer> shape) {
            steps++;
            rows += isInRows ? shape.get(0) : 1;
        }

        /** As in an {@code .npz}: rows of examples one below the other; otherwise, the step is the first index. */
        private NpyHeader header() throws DataException {
            List<Integer> shape = new ArrayList<>(first);
            if (!isOnce) {
                int length = (int) Math.min(Integer.MAX_VALUE, rows);
                if (isInRows) {
                    shape.set(0, length);
                } else {
                    shape.add(0, length);
                }
            }
            return new NpyHeader(shape, ">f8", false);
        }

        private InputStream open() {
            return new InputStream() {
                private long position;

                @Override
                public int read() throws IOException {
                    byte[] single = new byte[1];
                    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int count = channel.orElseThrow().read(ByteBuffer.wrap(into, from, length), position);
                    position += Math.max(0, count);
                    return count;
                }
            };
        }
    }

    /** A reader of one line at a time, which may be longer than the memory. */
    private static final class Line extends Reader {
        private final Reader in;
        private final char[] characters = new char[1 << 14];
        private int at;
        private int end;
        private int number;
        private int first;
        private boolean hasContent;
        private boolean isAtEnd;
        private boolean isLast;

        private Line(Reader in) {
            this.in = in;
        }

        /** Goes to the next line that is not blank; returns whether there is one. */
        private boolean next() throws IOException {
            number++;
            isAtEnd = false;
            while (fill()) {
                char c = characters[at];
                if (!Character.isWhitespace(c)) {
                    first = hasContent ? first : number;
                    hasContent = true;
                    return true;
                }
                number += c == '\n' ? 1 : 0;
                at++;
            }
            return false;
        }

        /** Whether nothing but blank lines is before it. */
        private boolean isFirst() {
            return number == first;
        }

        private boolean fill() throws IOException {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(characters));
            }
            return at < end;
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            int count = 0;
            while (count < length && !isAtEnd) {
                if (!fill()) {
                    isAtEnd = true;
                    isLast = true;
                } else if (characters[at] == '\n') {
                    isAtEnd = true;
                    at++;
                } else {
                    into[from + count++] = characters[at++];
                }
            }
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
