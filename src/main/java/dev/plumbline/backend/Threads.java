package dev.plumbline.backend;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many threads DL4J's arithmetic takes: what {@code OMP_NUM_THREADS} says. OpenMP reads it in native code and ND4J again
 * in Java, and neither checks it: with 0 threads ND4J returns memory that nothing was written to.
 */
final class Threads {
    /** The environment variable. */
    static final String VARIABLE = "OMP_NUM_THREADS";

    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,3}");

    /** OpenMP takes a number for each level of nested parallel regions. */
    private static final Pattern LIST = Pattern.compile("\\s*" + NUMBER + "\\s*(,\\s*" + NUMBER + "\\s*)*");

    private Threads() {}

    /** Why nothing can be calculated with this value, if so. */
    static Optional<Obstacle> obstacle(Optional<String> value) {
        String text = value.orElse("");
        if (text.isEmpty() || NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (LIST.matcher(text).matches()) {
            String first = text.split(",", 2)[0].strip();
            return Optional.of(new Obstacle(
                    VARIABLE + " is `" + text + "`, and ND4J reads a single number",
                    "Set " + VARIABLE + "=" + first + ", or start with Plumbline's launcher, which does that."));
        }
        return Optional.of(new Obstacle(
                VARIABLE + " is `" + text + "`, not a number of threads",
                "Set " + VARIABLE + " to a whole number from 1 to 9999, or unset it."));
    }
}
