package dev.plumbline.cli.run;

import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.PartFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a folder, to be sent to another machine.
 *
 * @param files the contents by path, with slashes
 */
record PackedFolder(LinkedHashMap<String, byte[]> files) implements Serializable {

    static PackedFolder of(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.filter(Files::isRegularFile).sorted().toList();
        }
        LinkedHashMap<String, byte[]> files = new LinkedHashMap<>();
        for (Path file : paths) {
            files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return new PackedFolder(files);
    }

    /** Writes the folder, the whole of it or nothing; one that is there already stays. */
    void unpack(Path folder) throws IOException {
        Path directory =
                Optional.ofNullable(folder.toAbsolutePath().getParent()).orElse(folder);
        try (PartFile part = PartFile.folderIn(directory)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = part.path().resolve(file.getKey());
                Files.createDirectories(path.toAbsolutePath().getParent());
                AtomicFile.write(path, out -> out.write(file.getValue()));
            }
            if (!Files.exists(folder)) {
                part.moveTo(folder);
            }
        } catch (IOException e) { // names the part
            throw AtomicFile.notWritable(folder, e);
        }
    }
}
