package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A method fits on a screen, and its call can be read. */
class MethodSizeTests {
    private static final int MOST_LINES = 60;
    private static final int MOST_PARAMETERS = 7;

    /** Inner loops, where an object would cost time, and a constructor with one user. */
    private static final Map<String, Integer> PARAMETERS =
            Map.of("Products.dotFourRows", 8, "CsvRows.number", 8, "Recording.<init>", 8);

    @Test
    void noMethodIsLongOrHasManyParameters() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> all =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertEquals(Map.of(), tooLarge(compiler, files, files.getJavaFileObjectsFromPaths(all)));
        }
    }

    @Test
    void findsAMethodThatIs() throws IOException {
        String source = "class A { void a() {" + "\n;".repeat(MOST_LINES) + "}\n"
                + "void b(int a, int b, int c, int d, int e, int f, int g, int h) {}\n"
                + "void c() { new Object() { void d() {" + "\n;".repeat(MOST_LINES - 1) + "} }; } }";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertEquals(Map.of("A.a", "61 lines", "A.b", "8 parameters"), tooLarge(compiler, files, List.of(file)));
        }
    }

    private static Map<String, String> tooLarge(
            JavaCompiler compiler, StandardJavaFileManager files, Iterable<? extends JavaFileObject> sources)
            throws IOException {
        JavacTask task =
                (JavacTask) compiler.getTask(new StringWriter(), files, null, List.of("-proc:none"), null, sources);
        Map<String, String> large = new TreeMap<>();
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            new Measure(unit, positions, large).scan(unit, "");
        }
        return large;
    }

    /** Scans with the name of the class around. */
    private static final class Measure extends TreeScanner<@Nullable Void, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Map<String, String> large;
        private boolean isRecord;

        Measure(CompilationUnitTree unit, SourcePositions positions, Map<String, String> large) {
            this.unit = unit;
            this.positions = positions;
            this.large = large;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            boolean isOuterRecord = isRecord;
            isRecord = type.getKind() == Tree.Kind.RECORD;
            super.visitClass(type, type.getSimpleName().toString());
            isRecord = isOuterRecord;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, String type) {
            String name = type + "." + method.getName();
            int lines = lines(method);
            boolean hasComponents = method.getName().contentEquals("<init>") && isRecord;
            int parameters = hasComponents ? 0 : method.getParameters().size();
            if (lines > MOST_LINES) {
                large.put(name, lines + " lines");
            } else if (parameters > PARAMETERS.getOrDefault(name, MOST_PARAMETERS)) {
                large.put(name, parameters + " parameters");
            }
            return super.visitMethod(method, type);
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            return start < 0 ? 0 : (int) (map.getLineNumber(end) - map.getLineNumber(start) + 1);
        }
    }
}
