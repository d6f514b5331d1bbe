import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Writes every word of the vocabulary as a method of Java, and as a function of an interface in Kotlin for each family:
 * {@code java Words.java SPEC ROOT}, with the folder of the sources of {@code dev.plumbline.spec}, and the folder of sources
 * to write to. It runs before the compilers, so it reads the sources by the JDK's own parser.
 */
final class Words {
    private static final List<String> FAMILIES = List.of(
            "Activation", "Initializer", "Loss", "Optimizer", "LearningRate", "GradientNormalization", "Constraint");

    /** The enumerations whose constants are words too. They are functions only in Kotlin; in Java they are constants. */
    private static final List<String> ENUMERATIONS =
            List.of("Reduction", "Precision", "Backend", "Metric", "data.Scaling");

    private static final String RATE = "LearningRate";

    private Words() {}

    /** A component of a record; the default is that of its annotation. */
    private record Component(String name, String type, Optional<String> byDefault) {
        boolean isOptional() {
            return type.startsWith("Optional<");
        }

        boolean isRequired() {
            return !isOptional() && byDefault.isEmpty();
        }

        /** The type inside an {@code Optional}. */
        String content() {
            return isOptional() ? type.substring("Optional<".length(), type.length() - 1) : type;
        }

        /** The default as an expression of both languages. */
        String expression() {
            String text = byDefault.orElseThrow();
            return switch (type) {
                case "int", "boolean" -> text;
                case "double" -> Double.toString(Double.parseDouble(text));
                default -> type + "." + text.toUpperCase(Locale.ROOT);
            };
        }
    }

    /** A record of a family, or a constant of an enumeration. */
    private record Word(String family, String type, boolean isConstant, List<Component> components) {
        /** Its name as a method. The identity and a constant as initial weights have these names already. */
        String name() {
            if (isNumber()) {
                return "rate";
            }
            String name = isConstant ? camelCase(type) : Character.toLowerCase(type.charAt(0)) + type.substring(1);
            return family.equals("Initializer") && name.equals("identity") ? "identityWeights" : name;
        }

        /** Whether a network file and Java have a number instead: a constant learning rate. */
        boolean isNumber() {
            return family.equals(RATE) && type.equals("Constant");
        }

        /** The family with all words of the same interface: its own, or the one around an enumeration. */
        String group() {
            return family.replaceFirst("\\..*", "");
        }

        private static String camelCase(String constant) {
            String[] parts = constant.toLowerCase(Locale.ROOT).split("_");
            return parts[0]
                    + Stream.of(parts)
                            .skip(1)
                            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                            .collect(Collectors.joining());
        }

        boolean hasDefaults() {
            return components.stream().anyMatch(component -> !component.isRequired());
        }

        boolean hasRate() {
            return components.stream().anyMatch(component -> component.type().equals(RATE));
        }

        String qualified() {
            return family + "." + type;
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Word> words = new ArrayList<>();
        for (String family :
                Stream.concat(FAMILIES.stream(), ENUMERATIONS.stream()).toList()) {
            words.addAll(words(Path.of(arguments[0], family.replace('.', '/') + ".java")));
        }
        Path root = Path.of(arguments[1], "dev", "plumbline");
        write(root.resolve("NetworkWords.java"), java(words));
        write(root.resolve("kotlin").resolve("Words.kt"), kotlin(words));
    }

    /** Leaves a file as it is whose text would not change, so that nothing is compiled again. */
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    // ---- reading ----

    private static List<Word> words(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
        CompilationUnitTree unit = task.parse().iterator().next();
        ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
        String family = type.getSimpleName().toString();
        List<Word> words = new ArrayList<>(constants(family, type));
        Map<String, ClassTree> members = new LinkedHashMap<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested) {
                members.put(nested.getSimpleName().toString(), nested);
            }
        }
        for (Tree permitted : type.getPermitsClause()) {
            String word = permitted.toString().substring(family.length() + 1);
            words.add(new Word(family, word, false, components(members.get(word), family, members)));
        }
        members.forEach((name, member) -> words.addAll(constants(family + "." + name, member)));
        return words;
    }

    /** The constants of an enumeration; none of any other type. */
    private static List<Word> constants(String family, ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> type.getKind() == Tree.Kind.ENUM
                        && member instanceof VariableTree constant
                        && constant.getInitializer() instanceof NewClassTree
                        && constant.getType().toString().contentEquals(type.getSimpleName()))
                .map(member ->
                        new Word(family, ((VariableTree) member).getName().toString(), true, List.of()))
                .toList();
    }

    private static List<Component> components(ClassTree record, String family, Map<String, ClassTree> members) {
        List<Component> components = new ArrayList<>();
        for (VariableTree component : variables(record)) {
            String type = component.getType().toString().replace(",", ", ");
            components.add(new Component(
                    component.getName().toString(),
                    members.containsKey(type) ? family + "." + type : type,
                    byDefault(component, members)));
        }
        return components;
    }

    private static List<VariableTree> variables(ClassTree record) {
        return record.getMembers().stream()
                .filter(member -> member instanceof VariableTree variable
                        && variable.getModifiers().getAnnotations().stream()
                                .anyMatch(annotation -> annotation
                                        .getAnnotationType()
                                        .toString()
                                        .equals("Field")))
                .map(VariableTree.class::cast)
                .toList();
    }

    /** The default of a component, or of the component of the same name in the record that its annotation names. */
    private static Optional<String> byDefault(VariableTree component, Map<String, ClassTree> members) {
        Map<String, ExpressionTree> attributes = attributes(component);
        if (attributes.get("byDefault") instanceof LiteralTree literal) {
            return Optional.of(literal.getValue().toString());
        }
        if (!attributes.containsKey("like")) {
            return Optional.empty();
        }
        String like = attributes.get("like").toString().replace(".class", "");
        return variables(members.get(like)).stream()
                .filter(other -> other.getName().equals(component.getName()))
                .findFirst()
                .flatMap(other -> byDefault(other, members));
    }

    private static Map<String, ExpressionTree> attributes(VariableTree component) {
        Map<String, ExpressionTree> attributes = new LinkedHashMap<>();
        for (AnnotationTree annotation : component.getModifiers().getAnnotations()) {
            for (ExpressionTree argument : annotation.getArguments()) {
                if (argument instanceof AssignmentTree assignment) {
                    attributes.put(assignment.getVariable().toString(), assignment.getExpression());
                }
            }
        }
        return attributes;
    }

    // ---- Java ----

    private static String java(List<Word> words) {
        StringBuilder text = new StringBuilder("package dev.plumbline;\n\n");
        FAMILIES.stream().sorted().forEach(family -> text.append("import dev.plumbline.spec." + family + ";\n"));
        text.append("""
                import dev.plumbline.spec.vocabulary.RecordBuilder;
                import java.util.List;
                import java.util.Optional;

                /**
                 * Every word of a network file as a method, to be imported statically: {@code adam(0.01)} is {@code adam: {
                 * learning_rate: 0.01 }}. The parameters stand in the file's order; a method without those that have defaults
                 * takes the defaults. Two words differ: the identity as initial weights is {@link #identityWeights}, and a
                 * constant learning rate is a number.
                 */
                public final class NetworkWords {
                    private NetworkWords() {}
                """);
        for (Word word : words) {
            if (word.hasRate()) {
                javaMethods(text, word, true);
            }
            if (!word.isConstant() && !word.isNumber()) {
                javaMethods(text, word, false);
            }
        }
        return text.append("}\n").toString();
    }

    /** The method without the parameters that have defaults, if there are any, and the one with all. */
    private static void javaMethods(StringBuilder text, Word word, boolean ofNumber) {
        if (word.hasDefaults()) {
            List<Component> required =
                    word.components().stream().filter(Component::isRequired).toList();
            String all = word.components().stream()
                    .map(component -> component.isRequired()
                            ? component.name()
                            : component.isOptional() ? "Optional.empty()" : component.expression())
                    .collect(Collectors.joining(", "));
            javaMethod(
                    text,
                    word,
                    " with its defaults",
                    javaParameters(required, ofNumber),
                    word.name() + "(" + all + ")");
        }
        String all = word.components().stream()
                .map(component -> javaArgument(component, ofNumber))
                .collect(Collectors.joining(", "));
        String made = "new " + word.qualified() + "(" + all + ")";
        String result = word.components().isEmpty()
                ? made
                : "RecordBuilder.word(" + word.qualified() + ".class, () -> " + made + ")";
        javaMethod(text, word, "", javaParameters(word.components(), ofNumber), result);
    }

    private static void javaMethod(StringBuilder text, Word word, String addition, String parameters, String result) {
        text.append("\n    /** {@link " + word.qualified() + "}" + addition + ". */\n");
        text.append("    public static " + word.family() + " " + word.name() + "(" + parameters + ") {\n");
        text.append("        return " + result + ";\n    }\n");
    }

    private static String javaParameters(List<Component> components, boolean ofNumber) {
        return components.stream()
                .map(component ->
                        (isNumber(component, ofNumber) ? "double" : component.type()) + " " + component.name())
                .collect(Collectors.joining(", "));
    }

    private static String javaArgument(Component component, boolean ofNumber) {
        return isNumber(component, ofNumber) ? "LearningRate.of(" + component.name() + ")" : component.name();
    }

    private static boolean isNumber(Component component, boolean ofNumber) {
        return ofNumber && component.type().equals(RATE);
    }

    // ---- Kotlin ----

    private static String kotlin(List<Word> words) {
        StringBuilder text = new StringBuilder("package dev.plumbline.kotlin\n\n");
        Stream.concat(FAMILIES.stream(), ENUMERATIONS.stream())
                .sorted()
                .forEach(family -> text.append("import dev.plumbline.spec." + family + "\n"));
        text.append("""
                import dev.plumbline.spec.vocabulary.RecordBuilder
                import java.util.Optional

                // Every word of a network file as a function of the blocks where it has a meaning, with the file's parameters and
                // defaults. Two differ: the identity as initial weights is `identityWeights`, and a constant learning rate is
                // `rate`, or a number where an optimizer takes it.
                """);
        words.stream()
                .collect(Collectors.groupingBy(Word::group, LinkedHashMap::new, Collectors.toList()))
                .forEach((family, members) -> {
                    text.append("\n/** The words of [" + family + "]. */\n");
                    text.append("sealed interface " + family + "Words {");
                    for (Word word : members) {
                        if (word.hasRate()) {
                            kotlinFunction(text, word, true);
                        }
                        kotlinFunction(text, word, false);
                    }
                    text.append("}\n");
                });
        return text.toString();
    }

    private static void kotlinFunction(StringBuilder text, Word word, boolean ofNumber) {
        String addition = word.hasRate() && !ofNumber ? " with a rate that changes" : "";
        text.append("\n    /** [" + word.qualified() + "]" + addition + ". */\n    fun " + word.name() + "(");
        for (Component component : word.components()) {
            String type = isNumber(component, ofNumber) ? "Double" : kotlinType(component.content());
            String rest = component.isOptional()
                    ? "? = null"
                    : component
                            .byDefault()
                            .map(ignored -> " = " + component.expression())
                            .orElse("");
            text.append("\n        " + component.name() + ": " + type + rest + ",");
        }
        String all = word.components().stream()
                .map(component -> component.isOptional()
                        ? "Optional.ofNullable(" + component.name() + ")"
                        : javaArgument(component, ofNumber))
                .collect(Collectors.joining(", ", "(", ")"));
        String made = word.qualified() + (word.isConstant() ? "" : all);
        text.append(
                word.components().isEmpty()
                        ? "): " + word.family() + " = " + made + "\n"
                        : "\n    ): " + word.family() + " =\n        RecordBuilder.word(" + word.qualified()
                                + "::class.java) { " + made + " }\n");
    }

    private static String kotlinType(String type) {
        return switch (type) {
            case "int" -> "Int";
            case "double" -> "Double";
            case "boolean" -> "Boolean";
            default -> type.replace("Integer", "Int");
        };
    }
}
