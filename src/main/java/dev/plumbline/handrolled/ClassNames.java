package dev.plumbline.handrolled;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The classes in directories and jars, for suggestions. */
final class ClassNames {
    private static final String SUFFIX = ".class";

    private ClassNames() {}

    /** Their names, with packages. Unreadable files are skipped. */
    static List<String> in(List<Path> classpath) {
        return classpath.stream().flatMap(entry -> in(entry).stream()).toList();
    }

    private static List<String> in(Path entry) {
        try {
            return Files.isDirectory(entry) ? inDirectory(entry) : inJar(entry);
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static List<String> inDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> name(file.replace('\\', '/')))
                    .toList();
        }
    }

    private static List<String> inJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(ClassNames::name)
                    .toList();
        }
    }

    private static String name(String file) {
        return file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    }
}
