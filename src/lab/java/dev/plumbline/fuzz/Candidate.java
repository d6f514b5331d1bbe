package dev.plumbline.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file to test a reader.
 *
 * @param name the name, which describes the change
 * @param bytes the contents
 * @param reader the reader under test
 */
public record Candidate(String name, byte[] bytes, Reader reader) {

    /** Reads a file or refuses it. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Returns true if the file was read, false if it was refused with an explanation. Any exception is a fault of the
         * reader.
         */
        boolean reads(Path file) throws IOException;
    }
}
