package dev.plumbline.cli;

import dev.plumbline.recording.TemporaryDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a folder, to be sent to another machine.
 *
 * @param files the contents by path, with slashes
 */
record PackedFolder(LinkedHashMap<String, byte[]> files) implements Serializable {

    static PackedFolder of(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.filter(Files::isRegularFile).sorted().toList();
        }
        LinkedHashMap<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : all) {
            files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return new PackedFolder(files);
    }

    /** Writes the folder, the whole of it or nothing. */
    void unpack(Path folder) throws IOException {
        Path part = folder.resolveSibling("." + folder.getFileName() + ".part");
        TemporaryDirectory.delete(part); // of a process that was killed
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = part.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.write(path, file.getValue());
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
