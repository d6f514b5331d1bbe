package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.spec.error.ErrorKind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Checks of a file that a command writes and that must not exist yet. */
public final class NewFile {
    private NewFile() {}

    /**
     * Returns the ending of the file's name, which determines the format.
     *
     * @param endings the allowed endings, such as {@code .npz}
     * @throws RefusedException if the ending is not allowed, or if the file exists
     */
    public static String endingOf(Path file, List<String> endings) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String ending = endings.stream().filter(name::endsWith).findFirst().orElseThrow(() -> {
            int last = endings.size() - 1;
            return new RefusedException(
                    ErrorKind.INVALID_OPTION,
                    "the name of `" + file + "` has no known ending: it must end in "
                            + String.join(", ", endings.subList(0, last)) + " or " + endings.get(last));
        });
        check(file);
        return ending;
    }

    /**
     * Checks that a file does not exist.
     *
     * @throws RefusedException if it exists
     */
    public static void check(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // also a link to nothing
            throw new RefusedException(
                    ErrorKind.ALREADY_EXISTS, "`" + file + "` already exists; Plumbline does not overwrite it");
        }
    }
}
