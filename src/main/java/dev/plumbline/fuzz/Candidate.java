package dev.plumbline.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that a reader is tried on.
 *
 * @param name its name, which says what was done to it
 * @param bytes what stands in it
 * @param reader what reads it
 */
public record Candidate(String name, byte[] bytes, Reader reader) {

    /** Reads a file, or refuses it. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Whether the file was read: false if it was refused with an explanation. Whatever is thrown is a fault of the
         * reader's.
         */
        boolean reads(Path file) throws IOException;
    }
}
