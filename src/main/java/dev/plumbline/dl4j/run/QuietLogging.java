package dev.plumbline.dl4j.run;

import java.util.ServiceLoader;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * DL4J logs through SLF4J, which warns on the error stream if a program has no logging library. This class switches the
 * warning off. If there is a logging library, it changes nothing.
 */
final class QuietLogging {
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private QuietLogging() {}

    /** Call it before SLF4J starts; a later call has no effect. */
    static void prepare() {
        boolean isChosen = System.getProperty(VERBOSITY) != null || System.getProperty("slf4j.provider") != null;
        if (!isChosen
                && ServiceLoader.load(SLF4JServiceProvider.class).stream()
                        .findAny()
                        .isEmpty()) {
            System.setProperty(VERBOSITY, "ERROR");
        }
    }
}
