package dev.plumbline.dl4j.export;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The import declarations that a generated program needs. */
final class ProgramImports {
    /** The full names of classes by their simple names. */
    private static final Map<String, String> CLASSES = ProgramClasses.resource(ProgramImports.class, "imports.txt")
            .lines()
            .collect(Collectors.toMap(name -> name.substring(name.lastIndexOf('.') + 1), Function.identity()));

    /** Families of classes, recognized by their names: a new class of a family needs no new line here. */
    private static final Map<Pattern, String> FAMILIES = Map.of(
            Pattern.compile("new (Activation\\w+)\\("), "org.nd4j.linalg.activations.impl",
            Pattern.compile("new (Loss\\w+)\\("), "org.nd4j.linalg.lossfunctions.impl",
            Pattern.compile("new (\\w+Schedule)\\b"), "org.nd4j.linalg.schedule");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");

    private ProgramImports() {}

    /**
     * The declarations, one per line, in order.
     *
     * @param others full names that are needed in addition
     */
    static String of(String program, Set<String> others) {
        String code = COMMENT.matcher(program).replaceAll("");
        TreeSet<String> names = new TreeSet<>(others);
        NAME.matcher(code)
                .results()
                .map(MatchResult::group)
                .flatMap(name -> Stream.ofNullable(CLASSES.get(name)))
                .forEach(names::add);
        FAMILIES.forEach((pattern, family) -> pattern.matcher(code)
                .results()
                .map(found -> found.group(1))
                .forEach(name -> names.add(family + "." + name)));
        StringBuilder imports = new StringBuilder();
        names.forEach(name -> imports.append("import ").append(name).append(";\n"));
        return imports.toString();
    }
}
