package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DL4J's native libraries, which DL4J unpacks at their first use. */
public final class Natives {
    private Natives() {}

    /** Prints that DL4J unpacks its libraries, if it does. */
    public static void announce(Terminal terminal) {
        Path cache = Path.of(System.getProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of(System.getProperty("user.home", ""), ".javacpp", "cache")
                        .toString()));
        if (!Files.isDirectory(cache)) {
            try {
                Files.createDirectories(cache);
            } catch (IOException e) {
                throw new RefusedException(
                        ErrorKind.NOT_WRITABLE,
                        "cannot unpack DL4J's native libraries to " + cache + ": choose another directory with"
                                + " PLUMBLINE_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIRECTORY");
            }
            terminal.message("plumbline: unpacking DL4J's native libraries to " + cache + "; this happens once");
        }
    }
}
