package dev.plumbline.backend;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of threads of DL4J's arithmetic: {@code OMP_NUM_THREADS}. OpenMP reads it in native code, and ND4J reads
 * it in Java. Neither checks it: with 0 threads, ND4J returns uninitialized memory.
 */
final class Threads {
    /** The environment variable. */
    static final String VARIABLE = "OMP_NUM_THREADS";

    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,3}");

    /** OpenMP takes a number for each level of nested parallel regions. */
    private static final Pattern LIST = Pattern.compile("\\s*" + NUMBER + "\\s*(,\\s*" + NUMBER + "\\s*)*");

    private Threads() {}

    /** Why DL4J cannot calculate with this value; empty if it can. */
    static Optional<Obstacle> obstacle(Optional<String> value) {
        String text = value.orElse("");
        if (text.isEmpty() || NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (LIST.matcher(text).matches()) {
            String first = text.split(",", 2)[0].strip();
            return Optional.of(new Obstacle(
                    VARIABLE + " is `" + text + "`, and DL4J reads a single number",
                    "Set " + VARIABLE + "=" + first + ", or start Plumbline with its launcher, which does this."));
        }
        return Optional.of(new Obstacle(
                VARIABLE + " is `" + text + "`, not a number of threads",
                "Set " + VARIABLE + " to a whole number from 1 to 9999, or unset it."));
    }
}
