package dev.plumbline.dl4j.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.dl4j.extension.MaskDropout;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** The full names of classes by their simple names. */
    private static final Map<String, String> CLASSES = resource(ProgramClasses.class, "imports.txt")
            .lines()
            .collect(Collectors.toMap(name -> name.substring(name.lastIndexOf('.') + 1), Function.identity()));

    /** Families of classes, recognized by their names: a new class of a family needs no new line here. */
    private static final Map<Pattern, String> FAMILIES = Map.of(
            Pattern.compile("new (Activation\\w+)\\("), "org.nd4j.linalg.activations.impl",
            Pattern.compile("new (Loss\\w+)\\("), "org.nd4j.linalg.lossfunctions.impl",
            Pattern.compile("new (\\w+Schedule)\\b"), "org.nd4j.linalg.schedule");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");

    private ProgramClasses() {}

    /** The whole file: imports, the program's class, and the classes that it uses. */
    static String with(String program) {
        TreeSet<String> imports = new TreeSet<>();
        StringBuilder classes = new StringBuilder(program);
        FOR_DL4J.stream().filter(name -> isUsed(name, program)).forEach(name -> {
            append(classes, resource(MaskDropout.class, name + ".java"), imports);
        });
        FOR_NUMBERS.stream().filter(name -> isUsed(name, program)).forEach(name -> {
            append(classes, resource(NumpyRandom.class, name + ".java"), imports);
        });
        return imports(program, imports) + "\n" + classes;
    }

    /**
     * The import declarations, one per line, in order.
     *
     * @param others full names that are needed in addition
     */
    private static String imports(String program, Set<String> others) {
        String code = COMMENT.matcher(program).replaceAll("");
        TreeSet<String> names = new TreeSet<>(others);
        NAME.matcher(code)
                .results()
                .map(MatchResult::group)
                .flatMap(name -> Stream.ofNullable(CLASSES.get(name)))
                .forEach(names::add);
        FAMILIES.forEach((pattern, family) -> pattern.matcher(code)
                .results()
                .map(match -> match.group(1))
                .forEach(name -> names.add(family + "." + name)));
        StringBuilder imports = new StringBuilder();
        names.forEach(name -> imports.append("import ").append(name).append(";\n"));
        return imports.toString();
    }

    private static boolean isUsed(String name, String program) {
        return Pattern.compile("\\b" + name + "\\b").matcher(program).find();
    }

    private static void append(StringBuilder classes, String source, TreeSet<String> imports) {
        IMPORT.matcher(source).results().forEach(match -> imports.add(match.group(1)));
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
