package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;

/** Reads the numbers of an array in sequence. Order of use: read and skip, end, close. */
public interface NumberReader extends Closeable {

    /** The shape and type of the array. */
    NpyHeader header();

    /**
     * Reads the next numbers.
     *
     * @param into the target, filled from index 0
     * @throws DataException if the array ends earlier, or if a double does not represent a number exactly
     */
    void read(double[] into, int numbers) throws IOException;

    /** Skips numbers. */
    void skip(long numbers) throws IOException;

    /**
     * Checks that nothing follows.
     *
     * @throws DataException if something follows, or if the array is damaged
     */
    void end() throws IOException;
}
