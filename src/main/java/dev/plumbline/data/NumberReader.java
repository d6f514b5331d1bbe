package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;

/** The numbers of an array one after the other. Order of use: read and skip, end, close. */
public interface NumberReader extends Closeable {

    /** Shape and type of the array. */
    NpyHeader header();

    /**
     * The next numbers.
     *
     * @param into where they are put, from the beginning on
     * @throws DataException if the array ends before, or a number is none that a double holds
     */
    void read(double[] into, int numbers) throws IOException;

    /** Goes past so many numbers. */
    void skip(long numbers) throws IOException;

    /**
     * Asks that nothing follows.
     *
     * @throws DataException if something does, or if what was read turns out to be damaged
     */
    void end() throws IOException;
}
