package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A method fits on a screen, its call can be read, and the name of a variable says what it is. */
class ReadableSourceTests {
    private static final int MOST_LINES = 60;
    private static final int MOST_PARAMETERS = 7;

    /** Inner loops, where an object would cost time, and a constructor with one user. */
    private static final Map<String, Integer> PARAMETERS =
            Map.of("Products.dotFourRows", 8, "CsvRows.number", 8, "Recording.<init>", 8);

    /** Names that fit every variable. */
    private static final Set<String> EMPTY_NAMES = Set.of("other", "found", "shown", "right", "own", "known");

    /** The methods that compare with the other object of the same class. */
    private static final Set<String> COMPARISONS =
            Set.of("equals", "compareTo", "Matrix.hasShapeOf", "ReportFile.isSame", "Ratio.isTheSame");

    @Test
    void methodsAreShortAndNamesSaySomething() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> paths =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertEquals(Map.of(), problems(compiler, files, files.getJavaFileObjectsFromPaths(paths)));
        }
    }

    @Test
    void findsAMethodThatIsTooLarge() throws IOException {
        String source = "class A { void a() {" + "\n;".repeat(MOST_LINES) + "}\n"
                + "void b(int a, int b, int c, int d, int e, int f, int g, int h) {}\n"
                + "void c() { new Object() { void d() {" + "\n;".repeat(MOST_LINES - 1) + "} }; } }";
        assertEquals(Map.of("A.a", "61 lines", "A.b", "8 parameters"), problems(source));
    }

    @Test
    void findsAnEmptyNameOfEveryKindOfVariable() throws IOException {
        String source = """
                class A {
                    int own;
                    void a(int shown) {
                        int found = 0;
                        java.util.function.IntUnaryOperator b = right -> right;
                        if (b instanceof Object known) {}
                    }
                    record B(int other) {}
                    public boolean equals(Object other) { return false; }
                }
                """;
        assertEquals(
                Map.of(
                        "A.own", "line 2",
                        "A.a shown", "line 3",
                        "A.a found", "line 4",
                        "A.a right", "line 5",
                        "A.a known", "line 6",
                        "B.other", "line 8"),
                problems(source));
    }

    private static Map<String, String> problems(String source) throws IOException {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return problems(compiler, files, List.of(file));
        }
    }

    private static Map<String, String> problems(
            JavaCompiler compiler, StandardJavaFileManager files, Iterable<? extends JavaFileObject> sources)
            throws IOException {
        JavacTask task =
                (JavacTask) compiler.getTask(new StringWriter(), files, null, List.of("-proc:none"), null, sources);
        Map<String, String> problems = new TreeMap<>();
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            new Inspection(unit, positions, problems).scan(unit, "");
        }
        return problems;
    }

    /** Scans with the name of the class around. */
    private static final class Inspection extends TreeScanner<@Nullable Void, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Map<String, String> problems;
        private boolean isRecord;
        private @Nullable MethodTree method;

        Inspection(CompilationUnitTree unit, SourcePositions positions, Map<String, String> problems) {
            this.unit = unit;
            this.positions = positions;
            this.problems = problems;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            boolean isOuterRecord = isRecord;
            MethodTree outerMethod = method;
            isRecord = type.getKind() == Tree.Kind.RECORD;
            method = null;
            super.visitClass(type, type.getSimpleName().toString());
            isRecord = isOuterRecord;
            method = outerMethod;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, String type) {
            String name = type + "." + tree.getName();
            int lines = lines(tree);
            boolean hasComponents = tree.getName().contentEquals("<init>") && isRecord;
            int parameters = hasComponents ? 0 : tree.getParameters().size();
            if (lines > MOST_LINES) {
                problems.put(name, lines + " lines");
            } else if (parameters > PARAMETERS.getOrDefault(name, MOST_PARAMETERS)) {
                problems.put(name, parameters + " parameters");
            }
            method = tree;
            super.visitMethod(tree, type);
            method = null;
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree variable, String type) {
            String name = variable.getName().toString();
            if (EMPTY_NAMES.contains(name) && !isOfComparison(variable, type)) {
                long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, variable));
                problems.put(
                        method == null ? type + "." + name : type + "." + method.getName() + " " + name,
                        "line " + line);
            }
            return super.visitVariable(variable, type);
        }

        private boolean isOfComparison(VariableTree variable, String type) {
            return method != null
                    && variable.getName().contentEquals("other")
                    && method.getParameters().equals(List.of(variable))
                    && (COMPARISONS.contains(method.getName().toString())
                            || COMPARISONS.contains(type + "." + method.getName()));
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            return start < 0 ? 0 : (int) (map.getLineNumber(end) - map.getLineNumber(start) + 1);
        }
    }
}
