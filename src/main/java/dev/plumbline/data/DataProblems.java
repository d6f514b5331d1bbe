package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The problems found so far. A file may have a million problems: the first {@value #SHOWN} are kept, the rest are
 * counted.
 */
public final class DataProblems {
    public static final int SHOWN = 10;

    private final List<Problem> collected = new ArrayList<>();
    private long more;
    private Map<String, String> places = Map.of();

    /** Whether further problems are only counted, so that they need no text. */
    public boolean isFull() {
        return collected.size() == SHOWN;
    }

    /** The number of all problems, kept or only counted. */
    public long count() {
        return collected.size() + more;
    }

    /**
     * @param kind the kind, whose code the message shows
     * @param path the place in the specification, such as {@code data.inputs[1]}
     * @param problem the place in the data file and the value that was found
     * @param allowed the allowed values; may be empty
     */
    public void add(ErrorKind kind, String path, String problem, String allowed) {
        if (isFull()) {
            more++;
        } else {
            collected.add(new Problem(kind, places.getOrDefault(path, path), problem, allowed));
        }
    }

    /**
     * Replaces the paths of later problems by other paths of the specification.
     *
     * @param others the other path for each path, such as {@code data.file}
     */
    public void ofFiles(Map<String, String> others) {
        places = Map.copyOf(others);
    }

    /** The problems that were kept. */
    public List<Problem> shown() {
        return List.copyOf(collected);
    }

    /** Counts problems without text. */
    public void addUncollected(long count) {
        more += count;
    }

    /** Returns the result of reading a file; if that fails, adds a problem at {@code path} and returns empty. */
    public <T> Optional<T> attempt(String path, String name, Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (DataException e) {
            add(e.kind(), path, e.found(), e.allowed());
        } catch (AccessDeniedException e) {
            add(ErrorKind.UNREADABLE_FILE, path, name + ": no permission to read it", "a readable file");
        } catch (IOException e) {
            String reason = e.getMessage();
            add(
                    ErrorKind.UNREADABLE_FILE,
                    path,
                    name + ": reading failed: " + (reason == null ? e.getClass().getSimpleName() : reason),
                    "");
        }
        return Optional.empty();
    }

    /** Reads a file. */
    public interface Reading<T> {
        T read() throws IOException;
    }

    /** Throws the first problem, if there is any. */
    public void throwFirst() throws DataException {
        if (!collected.isEmpty()) {
            throw new DataException(
                    collected.get(0).kind(),
                    collected.get(0).message(),
                    collected.get(0).allowed());
        }
    }

    /** Throws if there is any problem. */
    public void throwIfAny() {
        if (collected.isEmpty()) {
            return;
        }
        List<Problem> problems = new ArrayList<>(collected);
        if (more > 0) {
            problems.add(new Problem(
                    collected.get(0).kind(), "data", String.format(Locale.ROOT, "… and %,d more", more), ""));
        }
        throw new InvalidSpecException(problems);
    }
}
