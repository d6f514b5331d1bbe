package dev.plumbline.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.math.Orthogonal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes of Plumbline that a generated program carries with it, as source. Each stands for itself alone. */
final class ProgramClasses {
    /** They come in this order; the build puts the source of each on the class path. */
    private static final List<Class<?>> ALL = List.of(WeightedLoss.class, NumpyRandom.class, Orthogonal.class);

    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+);\n");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package .*\n");

    private final TreeSet<String> imports = new TreeSet<>();
    private final StringBuilder source = new StringBuilder();

    /** Those that a program names. */
    ProgramClasses(String program) {
        for (Class<?> own : ALL) {
            if (Pattern.compile("\\b" + own.getSimpleName() + "\\b")
                    .matcher(program)
                    .find()) {
                add(sourceOf(own));
            }
        }
    }

    private void add(String file) {
        IMPORT.matcher(file).results().forEach(found -> imports.add(found.group(1)));
        String bare = PACKAGE.matcher(IMPORT.matcher(file).replaceAll("")).replaceAll("");
        source.append('\n')
                .append(bare.replace("public final class", "final class").strip())
                .append('\n');
    }

    /** Whether a class of this name is one of them. */
    static boolean isOwn(String name) {
        return ALL.stream().anyMatch(own -> own.getSimpleName().equals(name));
    }

    /** What they import, by full names. */
    TreeSet<String> imports() {
        return imports;
    }

    /** One after the other, each after an empty line. */
    String source() {
        return source.toString();
    }

    private static String sourceOf(Class<?> own) {
        try (InputStream source = own.getResourceAsStream(own.getSimpleName() + ".java")) {
            if (source == null) {
                throw new IllegalStateException("the source of " + own.getSimpleName() + " is not on the class path");
            }
            return new String(source.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
