package dev.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** DL4J's native libraries, which are unpacked when they are used for the first time. */
final class Natives {
    private Natives() {}

    /** Says what takes so long, the first time. */
    static void announce(Terminal terminal) {
        Path cache = Path.of(System.getProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of(System.getProperty("user.home", ""), ".javacpp", "cache")
                        .toString()));
        if (!Files.isDirectory(cache)) {
            terminal.message("plumbline: unpacking DL4J's native libraries to " + cache + ", once");
        }
    }
}
