package dev.plumbline.data;

import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The problems found so far. A file may be wrong in a million places: the first {@value #SHOWN} are kept, the rest
 * counted.
 */
final class DataProblems {
    static final int SHOWN = 10;

    private final List<Problem> shown = new ArrayList<>();
    private long more;
    private Map<String, String> places = Map.of();

    /** Whether further problems are only counted, so that their text need not be made. */
    boolean isFull() {
        return shown.size() == SHOWN;
    }

    /** How many problems there are, shown or not. */
    long count() {
        return shown.size() + more;
    }

    /**
     * @param path the place in the specification, such as {@code data.inputs[1]}
     * @param found the place in the data file, and what was found
     * @param allowed what would be right; may be empty
     */
    void add(String path, String found, String allowed) {
        if (isFull()) {
            more++;
        } else {
            shown.add(new Problem(places.getOrDefault(path, path), found, allowed));
        }
    }

    /**
     * From now on, the files are named at other places of the specification.
     *
     * @param others for a place in the data, such as {@code data.file}, the other place
     */
    void ofFiles(Map<String, String> others) {
        places = Map.copyOf(others);
    }

    /** Problems that are not shown. */
    void addUnseen(long count) {
        more += count;
    }

    /** What came of reading a file named {@code name}, or nothing and a problem at {@code path}. */
    <T> Optional<T> attempt(String path, String name, Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (DataException e) {
            add(path, e.found(), e.allowed());
        } catch (AccessDeniedException e) {
            add(path, name + ": no permission to read it", "a readable file");
        } catch (IOException e) {
            String reason = e.getMessage();
            add(
                    path,
                    name + ": reading failed: " + (reason == null ? e.getClass().getSimpleName() : reason),
                    "");
        }
        return Optional.empty();
    }

    /** Something that reads a file. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Throws if there is any problem. */
    void throwIfAny() {
        if (shown.isEmpty()) {
            return;
        }
        List<Problem> all = new ArrayList<>(shown);
        if (more > 0) {
            all.add(new Problem("data", String.format(Locale.ROOT, "… and %,d more", more), ""));
        }
        throw new InvalidSpecException(all);
    }
}
