package dev.plumbline.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The working directory of a script that runs beside others. It has copies of files, so that it may change them, and
 * links to large ones and to directories.
 *
 * @param files what the script expects to find there, such as its data; the first of two with the same name counts
 * @param memory the limit of the memory in bytes
 */
public record OwnDirectory(List<Path> files, long memory) {
    private static final long MOST_COPIED = 1 << 26; // bytes

    public OwnDirectory {
        files = List.copyOf(files);
    }

    /**
     * Creates the directory.
     *
     * @param variables receives the environment variables of the script
     */
    Path create(Path parent, Map<String, String> variables) throws IOException {
        Path work = Files.createDirectory(parent.resolve("work"));
        long copied = 0;
        for (Path file : files) {
            Path target = work.resolve(file.getFileName());
            if (Files.exists(target) || !Files.isReadable(file)) {
                continue;
            }
            if (Files.isRegularFile(file) && copied + Files.size(file) <= MOST_COPIED) {
                copied += Files.size(file);
                Files.copy(file, target);
            } else {
                Files.createSymbolicLink(target, file.toAbsolutePath());
            }
        }
        variables.put("PLUMBLINE_MEMORY", Long.toString(memory));
        useOneThread(variables);
        return work;
    }

    /** Where processes run beside each other, the arithmetic of each takes one thread. */
    static void useOneThread(Map<String, String> variables) {
        for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
            variables.put(library + "_NUM_THREADS", "1");
        }
    }
}
