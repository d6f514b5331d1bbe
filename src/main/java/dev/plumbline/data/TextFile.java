package dev.plumbline.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in UTF-8. A problem names the file, the line and the column. */
public final class TextFile {
    private TextFile() {}

    /** Opens a text at its beginning. */
    public interface Opening {
        InputStream open() throws IOException;
    }

    /**
     * The text of a file that fits into memory.
     *
     * @throws DataException if it is not UTF-8
     */
    public static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw undecodable(file.toString(), 0, () -> Files.newInputStream(file));
        }
    }

    /**
     * The problem of a text that is not UTF-8, which is read again to find the place.
     *
     * @param linesBefore the number of lines of the file before the text
     */
    public static DataException undecodable(String file, long linesBefore, Opening text) throws IOException {
        long line = linesBefore + 1;
        int column = 0;
        try (InputStream in = new BufferedInputStream(text.open())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int octet = 0; octet >= 0 && column == 0; ) {
                octet = in.read();
                if (octet < 0 || octet == '\n') {
                    column = wrongCharacter(bytes.toByteArray());
                    bytes.reset();
                    line += octet == '\n' && column == 0 ? 1 : 0;
                } else {
                    bytes.write(octet);
                }
            }
        }
        return undecodable(file + ":" + line + ":" + column);
    }

    /** The problem of a text that is not UTF-8, at a place such as {@code rows.csv:3}. */
    public static DataException undecodable(String place) {
        return new DataException(
                ErrorKind.WRONG_ENCODING, place + ": there are bytes that are not UTF-8", "text in UTF-8");
    }

    /** The column of the first character that is not UTF-8, counted from 1; 0 if there is none. */
    private static int wrongCharacter(byte[] line) {
        CharBuffer characters = CharBuffer.allocate(line.length + 1);
        boolean isWrong = UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(line), characters, true)
                .isError();
        return isWrong ? characters.position() + 1 : 0;
    }
}
