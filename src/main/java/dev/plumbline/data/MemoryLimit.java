package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.util.Locale;

/**
 * The limits on data in memory: the largest Java array, and the memory of this process. It is checked before memory is
 * allocated, so that a file that claims too much gives a problem with a place and not an {@link OutOfMemoryError}.
 */
public final class MemoryLimit {
    /** The largest length of an array; some virtual machines allow a few elements fewer. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private MemoryLimit() {}

    /**
     * Returns the number of elements as an int.
     *
     * @param numbers the number of 64-bit numbers
     * @param where the file and the place in it
     * @param what a description of the numbers, such as their shape
     */
    public static int check(long numbers, String where, String what) throws DataException {
        long available = Runtime.getRuntime().maxMemory();
        if (numbers > LARGEST_ARRAY) {
            throw new DataException(
                    ErrorKind.TOO_LITTLE_MEMORY,
                    String.format(Locale.ROOT, "%s: %s is %,d numbers", where, what, numbers),
                    String.format(Locale.ROOT, "at most %,d in one array", LARGEST_ARRAY));
        }
        if (numbers * Double.BYTES > available) {
            throw new DataException(
                    ErrorKind.TOO_LITTLE_MEMORY,
                    String.format(Locale.ROOT, "%s: %s needs %,d bytes of memory", where, what, numbers * Double.BYTES),
                    String.format(Locale.ROOT, "at most %,d, this Java process's memory (set by -Xmx)", available));
        }
        return (int) numbers;
    }
}
