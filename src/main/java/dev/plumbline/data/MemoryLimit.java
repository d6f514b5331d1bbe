package dev.plumbline.data;

import java.util.Locale;

/**
 * The limit on what is read: one array of Java's, and what this Java process may hold. It is asked before memory is
 * taken, so that a file which claims too much is a problem with a place and not an {@link OutOfMemoryError}.
 */
final class MemoryLimit {
    /** Java arrays hold no more numbers than this, and some machines a few fewer. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private MemoryLimit() {}

    /**
     * The number of numbers, as an int.
     *
     * @param numbers how many numbers of 64 bits are to be held
     * @param where the file, and the place in it
     * @param what what they are, such as a shape
     */
    static int check(long numbers, String where, String what) throws DataException {
        long available = Runtime.getRuntime().maxMemory();
        if (numbers > LARGEST_ARRAY) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: %s is %,d numbers", where, what, numbers),
                    String.format(Locale.ROOT, "at most %,d in one array", LARGEST_ARRAY));
        }
        if (numbers * Double.BYTES > available) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: %s needs %,d bytes of memory", where, what, numbers * Double.BYTES),
                    String.format(Locale.ROOT, "at most %,d, this Java process's memory (set by -Xmx)", available));
        }
        return (int) numbers;
    }
}
