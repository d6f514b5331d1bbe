package dev.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A file that a command is to write and that must not be there yet. */
final class NewFile {
    private NewFile() {}

    /**
     * The ending of the file's name, which says its format.
     *
     * @param endings those that are allowed, such as {@code .npz}
     * @throws RefusedException if it has none of them, or if the file exists
     */
    static String endingOf(Path file, List<String> endings) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String ending = endings.stream().filter(name::endsWith).findFirst().orElseThrow(() -> {
            int last = endings.size() - 1;
            return new RefusedException("the name of `" + file + "` says no format: it must end in "
                    + String.join(", ", endings.subList(0, last)) + " or " + endings.get(last));
        });
        check(file);
        return ending;
    }

    /**
     * Refuses a file that exists.
     *
     * @throws RefusedException if it does
     */
    static void check(Path file) {
        if (Files.exists(file)) {
            throw new RefusedException("`" + file + "` exists and is not replaced");
        }
    }
}
