package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.examples.Datasets;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** Common parts of the tests: NumPy's arrays, and the messages about invalid files. */
public final class DataMessages {
    private DataMessages() {}

    /** The directory of the arrays that src/test/numpy/make_arrays.py wrote. */
    public static Path arrays() {
        try {
            return Path.of(Objects.requireNonNull(DataMessages.class.getResource("/numpy/arrays"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The message of the refusal, with the directory taken out of it. */
    public static String refusal(Path directory, Executable reading) {
        String message = assertThrows(DataException.class, reading).getMessage();
        return message.replace(directory + "/", "");
    }

    /** The problems of a source, as text, with the directory taken out. */
    public static List<String> problems(DataSource source, Path directory, int outputs) {
        return problems(() -> Datasets.read(source, directory, outputs), directory);
    }

    /** The problems of any reading. */
    public static List<String> problems(Executable reading, Path directory) {
        InvalidSpecException refused = assertThrows(InvalidSpecException.class, reading);
        return refused.problems().stream()
                .map(Problem::toString)
                .map(text -> text.replace(directory.toString(), "DIR"))
                .toList();
    }
}
