package dev.plumbline.dl4j.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.dl4j.extension.MaskDropout;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Dl4jReplacement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes of Plumbline that a generated program contains as source. Each needs only DL4J or Java, and no other
 * class of Plumbline. The build puts their sources on the class path.
 */
final class ProgramClasses {
    /** The classes at DL4J's extension points, and the factory of a DL4J updater. */
    private static final List<String> FOR_DL4J = Stream.concat(
                    Stream.of(Dl4jReplacement.values()).map(Dl4jReplacement::javaName), Stream.of("ScheduledAdaMax"))
            .toList();

    private static final List<String> FOR_NUMBERS = List.of("NumpyRandom", "Orthogonal");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+);\n");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package .*\n");

    private ProgramClasses() {}

    /**
     * The whole file: imports, the program's class, and the classes that it uses.
     *
     * @param program the program's class
     */
    static String with(String program) {
        TreeSet<String> imports = new TreeSet<>();
        StringBuilder classes = new StringBuilder(program);
        FOR_DL4J.stream().filter(name -> isUsed(name, program)).forEach(name -> {
            append(classes, resource(MaskDropout.class, name + ".java"), imports);
        });
        FOR_NUMBERS.stream().filter(name -> isUsed(name, program)).forEach(name -> {
            append(classes, resource(NumpyRandom.class, name + ".java"), imports);
        });
        return ProgramImports.of(program, imports) + "\n" + classes;
    }

    private static boolean isUsed(String name, String program) {
        return Pattern.compile("\\b" + name + "\\b").matcher(program).find();
    }

    private static void append(StringBuilder classes, String source, TreeSet<String> imports) {
        IMPORT.matcher(source).results().forEach(found -> imports.add(found.group(1)));
        String bare = PACKAGE.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll("");
        classes.append('\n').append(bare.replaceAll("(?m)^public ", "").strip()).append('\n');
    }

    /** The text of a resource of this class's package. */
    static String resource(Class<?> neighbour, String name) {
        try (InputStream text = neighbour.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
