package dev.plumbline.handrolled;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a Java source that compute what it records: the assignments of the variable that is given to the {@link
 * Tape}, those in the method that computes it, and those in the methods that change it. They are found in the tree of the
 * source; nothing of it runs.
 */
final class TapeCalls {
    private static final int MOST_LINES = 6;

    private final Path file;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Map<String, MethodTree> methods = new HashMap<>();

    private TapeCalls(Path file, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.file = file;
        this.text = text;
        this.unit = unit;
        this.positions = positions;
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                methods.putIfAbsent(method.getName().toString(), method);
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }

    /** The lines that compute a tensor, in order; none if the source cannot be read, or computes it in another way. */
    static List<Subject.Line> lines(Path file, Key.Place tensor) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            return List.of();
        }
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, new DiagnosticCollector<>(), List.of(), null, files.getJavaFileObjects(file));
            CompilationUnitTree unit = task.parse().iterator().next();
            return new TapeCalls(
                            file,
                            Files.readString(file),
                            unit,
                            Trees.instance(task).getSourcePositions())
                    .lines(tensor);
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Subject.Line> lines(Key.Place tensor) {
        Set<Tree> assignments = new LinkedHashSet<>();
        calls(tensor).forEach((call, method) -> {
            ExpressionTree value = call.getArguments().get(call.getArguments().size() - 1);
            String variable = variable(value);
            if (variable == null) {
                assignments.addAll(inside(value));
            } else {
                Tree scope = isLocal(method, variable) ? method : unit;
                assignments.addAll(assignments(scope, variable, true));
                assignments.addAll(changes(scope, variable));
            }
            if (assignments.isEmpty()) {
                assignments.add(call);
            }
        });
        Map<Long, Tree> sorted = new TreeMap<>();
        assignments.forEach(tree -> sorted.put(positions.getStartPosition(unit, tree), tree));
        return sorted.values().stream().limit(MOST_LINES).map(this::line).toList();
    }

    /** The calls that record a tensor, with their methods; a layer that is a variable may be any layer. */
    private Map<MethodInvocationTree, MethodTree> calls(Key.Place tensor) {
        Map<MethodInvocationTree, MethodTree> calls = new LinkedHashMap<>();
        boolean isLoss = tensor.quantity() == Quantity.LOSS;
        methods.values()
                .forEach(method -> new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                        boolean isNamed = call.getMethodSelect() instanceof MemberSelectTree select
                                && select.getIdentifier()
                                        .contentEquals(tensor.quantity().symbol());
                        if (isNamed && call.getArguments().size() == (isLoss ? 1 : 2)) {
                            boolean isOther = !isLoss
                                    && call.getArguments().get(0) instanceof LiteralTree literal
                                    && !Integer.valueOf(tensor.layer()).equals(literal.getValue());
                            if (!isOther) {
                                calls.put(call, method);
                            }
                        }
                        return super.visitMethodInvocation(call, nothing);
                    }
                }.scan(method, null));
        return calls;
    }

    /** The variable of an expression such as {@code w}, {@code this.w} or {@code w[i][j]}; null if it has none. */
    private static @Nullable String variable(Tree tree) {
        Tree base = tree;
        while (base instanceof ArrayAccessTree access) {
            base = access.getExpression();
        }
        if (base instanceof MemberSelectTree select) {
            return select.getIdentifier().toString();
        }
        return base instanceof IdentifierTree identifier ? identifier.getName().toString() : null;
    }

    /**
     * What a variable is assigned below a tree, except in {@code start}.
     *
     * @param follows whether to add the assignments in a method that is called for it
     */
    private Set<Tree> assignments(Tree below, String variable, boolean follows) {
        Set<Tree> assignments = new LinkedHashSet<>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                boolean isSkipped =
                        method != below && (method.getName().contentEquals("start") || hasParameter(method, variable));
                return isSkipped ? null : super.visitMethod(method, nothing);
            }

            @Override
            public @Nullable Void visitVariable(VariableTree declared, @Nullable Void nothing) {
                if (declared.getName().contentEquals(variable) && declared.getInitializer() != null) {
                    add(declared, declared.getInitializer());
                }
                return super.visitVariable(declared, nothing);
            }

            @Override
            public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void nothing) {
                if (variable.equals(variable(assignment.getVariable()))) {
                    add(assignment, assignment.getExpression());
                }
                return super.visitAssignment(assignment, nothing);
            }

            @Override
            public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree change, @Nullable Void nothing) {
                if (variable.equals(variable(change.getVariable()))) {
                    assignments.add(change);
                }
                return super.visitCompoundAssignment(change, nothing);
            }

            private void add(Tree assignment, ExpressionTree value) {
                if (!(value instanceof NewArrayTree) && !(value instanceof LiteralTree)) {
                    assignments.add(assignment);
                    assignments.addAll(follows ? inside(value) : Set.of());
                }
            }
        }.scan(below, null);
        return assignments;
    }

    private static boolean hasParameter(MethodTree method, String name) {
        return method.getParameters().stream()
                .anyMatch(parameter -> parameter.getName().contentEquals(name));
    }

    /** The assignments of what a method of the source returns, if the expression is its call. */
    private Set<Tree> inside(ExpressionTree value) {
        Set<Tree> assignments = new LinkedHashSet<>();
        String name = value instanceof MethodInvocationTree call ? variable(call.getMethodSelect()) : null;
        MethodTree method = methods.get(name);
        if (method == null) {
            return assignments;
        }
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitReturn(ReturnTree returned, @Nullable Void nothing) {
                String variable = returned.getExpression() == null ? null : variable(returned.getExpression());
                if (variable == null) {
                    assignments.add(returned);
                } else if (!hasParameter(method, variable)) {
                    assignments.addAll(assignments(method, variable, false));
                }
                return super.visitReturn(returned, nothing);
            }
        }.scan(method, null);
        return assignments;
    }

    /** The assignments in methods that a variable is given to. */
    private Set<Tree> changes(Tree below, String variable) {
        Set<Tree> assignments = new LinkedHashSet<>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
                MethodTree method = methods.get(variable(call.getMethodSelect()));
                for (int i = 0; method != null && i < call.getArguments().size(); i++) {
                    boolean isGiven =
                            variable.equals(variable(call.getArguments().get(i)));
                    if (isGiven && i < method.getParameters().size()) {
                        String parameter =
                                method.getParameters().get(i).getName().toString();
                        assignments.addAll(assignments(method, parameter, false));
                    }
                }
                return super.visitMethodInvocation(call, nothing);
            }
        }.scan(below, null);
        return assignments;
    }

    private static boolean isLocal(MethodTree method, String name) {
        boolean[] isDeclared = {hasParameter(method, name)};
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitVariable(VariableTree declared, @Nullable Void nothing) {
                isDeclared[0] |= declared.getName().contentEquals(name);
                return super.visitVariable(declared, nothing);
            }
        }.scan(method, null);
        return isDeclared[0];
    }

    private Subject.Line line(Tree tree) {
        int begin = (int) positions.getStartPosition(unit, tree);
        int end = (int) positions.getEndPosition(unit, tree);
        LineMap lines = unit.getLineMap();
        return new Subject.Line(
                Printable.line(file.toString()),
                (int) lines.getLineNumber(begin),
                (int) lines.getColumnNumber(begin),
                Printable.lines(text.substring(begin, end)));
    }
}
