package dev.plumbline.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Arrays of numbers by name. */
public interface NamedArrays extends Closeable {
    /** The arrays' names, in the order of the file. */
    Set<String> names();

    /** The names of what else the file has. */
    List<String> others();

    /**
     * The shape and type of an array, without its numbers.
     *
     * @throws DataException if there is no such array, or if it does not contain numbers
     */
    NpyHeader header(String array) throws IOException;

    /**
     * A reader of the numbers of an array. Its end checks that the array is not damaged.
     *
     * @throws DataException if there is no such array, or if it is not exactly one complete array of numbers
     */
    NumberReader numbers(String array) throws IOException;

    /**
     * Reads an array.
     *
     * @throws DataException if there is no such array, or if it is not exactly one complete array of numbers
     */
    NpyArray read(String array) throws IOException;
}
