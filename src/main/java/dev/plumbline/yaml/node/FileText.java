package dev.plumbline.yaml.node;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the bytes of a file as text: UTF-8, of limited size. */
public final class FileText {
    /** With this limit, reading takes at most two seconds and 300 MB; a megabyte is 2²⁰ bytes here. */
    private static final int LARGEST = 4 << 20;

    private static final String UTF_8 = "a network file is UTF-8: save it in this encoding";

    private final String name;

    private FileText(String name) {
        this.name = name;
    }

    /** Reads a file; its name in messages is the path as given. */
    public static Source read(Path path) {
        return new FileText(path.toString()).open(path);
    }

    private Source open(Path path) {
        if (Files.isDirectory(path)) {
            throw refuse(
                    ErrorKind.UNREADABLE_FILE,
                    "this is a directory, not a network file",
                    siblings(path).limit(5).toList(),
                    "in it");
        }
        if (!Files.exists(path)) {
            throw missing(path);
        }
        if (!Files.isRegularFile(path)) {
            throw refuse(ErrorKind.UNREADABLE_FILE, "this is not a regular file, but a pipe or a device");
        }
        try {
            if (Files.size(path) > LARGEST) {
                throw tooLarge(Files.size(path));
            }
            try (InputStream in = Files.newInputStream(path)) {
                // The file may grow during reading.
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw tooLarge(bytes.length);
                }
                return new Source(name, decode(bytes));
            }
        } catch (AccessDeniedException e) {
            throw refuse(ErrorKind.UNREADABLE_FILE, "this file cannot be read: permission denied");
        } catch (IOException e) {
            throw refuse(ErrorKind.UNREADABLE_FILE, "this file cannot be read: " + e.getMessage());
        }
    }

    private InvalidFileException missing(Path path) {
        Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        if (!Files.isDirectory(folder)) {
            return refuse(
                    ErrorKind.FILE_NOT_FOUND, "there is no such file: its directory, " + folder + ", does not exist");
        }
        String file = String.valueOf(path.getFileName());
        List<String> names = siblings(folder).toList();
        Optional<String> near = NearMiss.of(
                file,
                names.stream()
                        .map(sibling -> Path.of(sibling).getFileName().toString())
                        .filter(sibling -> !sibling.equals(file)) // a broken link is listed too
                        .toList());
        return near.map(suggestion -> refuse(
                        ErrorKind.FILE_NOT_FOUND,
                        "there is no such file",
                        List.of(folder.resolve(suggestion).toString()),
                        "did you mean"))
                .orElseGet(() -> refuse(
                        ErrorKind.FILE_NOT_FOUND,
                        "there is no such file",
                        names.stream().limit(5).toList(),
                        "in the same directory"));
    }

    /** The network files of a folder. */
    private static Stream<String> siblings(Path folder) {
        try (Stream<Path> files = Files.list(folder.toString().isEmpty() ? Path.of(".") : folder)) {
            return files
                    .map(file -> folder.resolve(file.getFileName()).toString())
                    .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException | InvalidPathException e) {
            return Stream.empty(); // The names would only be suggestions.
        }
    }

    private InvalidFileException tooLarge(long bytes) {
        return refuse(
                ErrorKind.TOO_LARGE,
                "this file has "
                        + (bytes > LARGEST + 1 ? String.format(Locale.ROOT, "%,d bytes", bytes) : "more than 4 MB"),
                List.of("a network file is at most 4 MB; put the data into a CSV or NPZ file"),
                "");
    }

    /** Decodes the bytes without the byte order mark. */
    private String decode(byte[] bytes) {
        if (isUtf16(bytes)) {
            throw new InvalidFileException(new Source(name, "")
                    .problem(ErrorKind.WRONG_ENCODING, Annotation.START.span(), "this file is UTF-16", "", UTF_8));
        }
        int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        CharsetDecoder strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = strict.decode(in, chars, true);
        int length = chars.position();
        if (result.isError()) {
            throw notUtf8(bytes, start, in.position(), length);
        }
        return chars.flip().toString();
    }

    private InvalidFileException notUtf8(byte[] bytes, int start, int offset, int charsBefore) {
        // Decoded again with the invalid bytes replaced, so that the message can show their line.
        Source source = new Source(name, new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
        String message =
                String.format(Locale.ROOT, "this file is not UTF-8: byte 0x%02X at offset %d", bytes[offset], offset);
        return new InvalidFileException(
                source.problem(ErrorKind.WRONG_ENCODING, source.at(charsBefore), message, "", UTF_8));
    }

    private static boolean isUtf16(byte[] bytes) {
        boolean marked = startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF);
        // Without a byte order mark, ASCII text in UTF-16 has a zero in every second byte.
        return marked
                || bytes.length > 3
                        && (bytes[0] == 0) == (bytes[2] == 0)
                        && (bytes[1] == 0) == (bytes[3] == 0)
                        && (bytes[0] == 0) != (bytes[1] == 0);
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private InvalidFileException refuse(ErrorKind kind, String message) {
        return refuse(kind, message, List.of(), "");
    }

    private InvalidFileException refuse(ErrorKind kind, String message, List<String> help, String heading) {
        String joined = (heading.isEmpty() ? "" : heading + ": ") + String.join(", ", help);
        return new InvalidFileException(new Diagnostic(
                kind,
                new Source(name, ""),
                message,
                Optional.empty(),
                List.of(),
                help.isEmpty() ? List.of() : List.of(joined)));
    }
}
