import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Writes every word of the vocabulary as a method of Java and as a property or function of Kotlin: {@code java Words.java
 * SPEC ROOT}, with the folder of the sources of {@code dev.plumbline.spec}, and the folder of sources to write to. It runs
 * before the compilers, so it reads the sources by the JDK's own parser.
 */
final class Words {
    private static final List<String> FAMILIES = List.of(
            "Activation", "Initializer", "Loss", "Optimizer", "LearningRate", "GradientNormalization", "Constraint");

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
                default -> type + "." + text.toUpperCase(java.util.Locale.ROOT);
            };
        }
    }

    /** A record of a family. */
    private record Word(String family, String type, List<Component> components) {
        /** Its name as a method. The identity as initial weights would be the activation. */
        String name() {
            String name = Character.toLowerCase(type.charAt(0)) + type.substring(1);
            return family.equals("Initializer") && name.equals("identity") ? "identityWeights" : name;
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
        for (String family : FAMILIES) {
            words.addAll(words(family, Path.of(arguments[0], family + ".java")));
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

    private static List<Word> words(String family, Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
        CompilationUnitTree unit = task.parse().iterator().next();
        ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
        Map<String, ClassTree> members = new LinkedHashMap<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested) {
                members.put(nested.getSimpleName().toString(), nested);
            }
        }
        List<Word> words = new ArrayList<>();
        for (Tree permitted : type.getPermitsClause()) {
            String word = permitted.toString().substring(family.length() + 1);
            boolean isNumber = family.equals(RATE) && word.equals("Constant"); // a constant rate is written as a number
            if (!isNumber) {
                words.add(new Word(family, word, components(members.get(word), family, members)));
            }
        }
        return words;
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
            javaMethods(text, word, false);
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
                            ? javaArgument(component, ofNumber)
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
        String made = ofNumber ? word.name() : "new " + word.qualified();
        javaMethod(text, word, "", javaParameters(word.components(), ofNumber), made + "(" + all + ")");
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
        FAMILIES.stream().sorted().forEach(family -> text.append("import dev.plumbline.spec." + family + "\n"));
        text.append("""
                import java.util.Optional

                // Every word of a network file, with the file's parameters and defaults. Two differ: the identity as initial
                // weights is `identityWeights`, and a constant learning rate is `rate`, or a number where an optimizer takes it.
                """);
        for (Word word : words) {
            if (word.components().isEmpty()) {
                text.append("\n/** [" + word.qualified() + "]. */\n");
                text.append("val " + word.name() + ": " + word.family() + " get() = " + word.qualified() + "()\n");
            }
            if (word.hasRate()) {
                kotlinFunction(text, word, true);
            }
            if (!word.components().isEmpty()) {
                kotlinFunction(text, word, false);
            }
        }
        return text.toString();
    }

    private static void kotlinFunction(StringBuilder text, Word word, boolean ofNumber) {
        String addition = word.hasRate() && !ofNumber ? " with a rate that changes" : "";
        text.append("\n/** [" + word.qualified() + "]" + addition + ". */\nfun " + word.name() + "(\n");
        for (Component component : word.components()) {
            String type = isNumber(component, ofNumber) ? "Double" : kotlinType(component.content());
            String rest = component.isOptional()
                    ? "? = null"
                    : component
                            .byDefault()
                            .map(ignored -> " = " + component.expression())
                            .orElse("");
            text.append("    " + component.name() + ": " + type + rest + ",\n");
        }
        String all = word.components().stream()
                .map(component -> component.isOptional()
                        ? "Optional.ofNullable(" + component.name() + ")"
                        : javaArgument(component, ofNumber))
                .collect(Collectors.joining(", "));
        text.append("): " + word.family() + " = " + word.qualified() + "(" + all + ")\n");
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
