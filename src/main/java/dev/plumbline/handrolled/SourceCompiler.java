package dev.plumbline.handrolled;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.SubjectFailedException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a Java source file, and the files beside it that it uses, in memory. */
final class SourceCompiler {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final int MOST_ERRORS = 10;

    private final Path source;
    private final List<Path> classpath;
    private final URL[] urls;

    SourceCompiler(Path source, List<Path> classpath, URL[] urls) {
        this.source = source;
        this.classpath = classpath;
        this.urls = urls;
    }

    /** The only class of the file that is a network; if there are several, the one with the name of the file. */
    Class<?> network() {
        CompiledClasses compiled = compile();
        String file = source.getFileName().toString();
        String name = file.substring(0, file.lastIndexOf('.'));
        List<Class<?>> networks = compiled.loaded().stream()
                .filter(type -> HandRolledNetwork.class.isAssignableFrom(type) && !type.isInterface())
                .toList();
        List<Class<?>> named = networks.stream()
                .filter(type -> networks.size() == 1 || type.getSimpleName().equals(name))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        String port = HandRolledNetwork.class.getName();
        throw new SubjectFailedException(
                ErrorKind.UNUSABLE_CODE,
                networks.isEmpty()
                        ? "no class in " + source + " implements " + port
                                + "; `plumbline scaffold FILE --language java` writes one that does"
                        : "several classes in " + source + " implement " + port + ": "
                                + networks.stream().map(Class::getName).collect(Collectors.joining(", "))
                                + "; keep only one of them, or give one the name of the file");
    }

    private CompiledClasses compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE,
                    "this Java (" + System.getProperty("java.home")
                            + ") has no compiler: set JAVA_HOME to a JDK, or compile " + source
                            + " yourself and give its class, with --classpath");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        String text = text();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            CompiledClasses compiled = new CompiledClasses(files, urls);
            List<String> options = List.of(
                    "-proc:none",
                    "-Xlint:none",
                    "-g",
                    "-classpath",
                    path(),
                    "-sourcepath",
                    root(text).toString());
            boolean done = compiler.getTask(
                            null, compiled, diagnostics, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!done) {
                throw new SubjectFailedException(ErrorKind.UNUSABLE_CODE, errors(diagnostics.getDiagnostics()));
            }
            return compiled;
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.UNUSABLE_CODE, source + " cannot be compiled: " + e.getMessage(), e);
        }
    }

    private String text() {
        try {
            return Files.readString(source);
        } catch (CharacterCodingException e) {
            throw new SubjectFailedException(ErrorKind.WRONG_ENCODING, source + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.UNREADABLE_FILE, source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The root directory of the file's package, so that the compiler finds the files beside it. */
    private Path root(String text) {
        Path directory = source.toAbsolutePath().normalize().getParent();
        Matcher matcher = PACKAGE.matcher(text);
        if (directory == null || !matcher.find()) {
            return directory == null ? Path.of("") : directory;
        }
        Path inPackage = Path.of(matcher.group(1).replace('.', '/'));
        if (!directory.endsWith(inPackage)) {
            return directory;
        }
        Path root = directory;
        for (int i = 0; i < inPackage.getNameCount() && root.getParent() != null; i++) {
            root = root.getParent();
        }
        return root;
    }

    private String path() {
        List<String> entries = new ArrayList<>();
        CodeSource codeSource = HandRolledNetwork.class.getProtectionDomain().getCodeSource();
        try {
            entries.add(Path.of(codeSource.getLocation().toURI()).toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        classpath.forEach(entry -> entries.add(entry.toString()));
        entries.add(System.getProperty("java.class.path", ""));
        return String.join(File.pathSeparator, entries);
    }

    private String errors(List<? extends Diagnostic<? extends JavaFileObject>> diagnostics) {
        List<? extends Diagnostic<? extends JavaFileObject>> errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
        String more = errors.size() > MOST_ERRORS ? "\n  and " + (errors.size() - MOST_ERRORS) + " more" : "";
        return source + " does not compile:\n"
                + errors.stream().limit(MOST_ERRORS).map(this::text).collect(Collectors.joining("\n")) + more;
    }

    /** {@code file:line: message}, and the line itself with a caret. */
    private String text(Diagnostic<? extends JavaFileObject> error) {
        JavaFileObject file = error.getSource();
        String message =
                error.getMessage(Locale.ROOT).replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\s+", " ");
        if (file == null) {
            return "  " + message;
        }
        String name = Path.of(file.toUri()).getFileName().toString();
        String where = "  " + name + ":" + error.getLineNumber() + ": " + message;
        return lines(file)
                .skip(Math.max(0, error.getLineNumber() - 1))
                .findFirst()
                .map(line -> where + "\n    " + line + "\n    " + indentation(line, error.getColumnNumber()) + "^")
                .orElse(where);
    }

    private static Stream<String> lines(JavaFileObject file) {
        try {
            return file.getCharContent(true).toString().lines();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /**
     * Whitespace as wide as the text before a column, counted from 1. For the compiler, a tab extends to the next
     * multiple of 8.
     */
    private static String indentation(String line, long column) {
        StringBuilder before = new StringBuilder();
        long at = 1;
        for (int i = 0; i < line.length() && at < column; i++) {
            boolean tab = line.charAt(i) == '\t';
            before.append(tab ? '\t' : ' ');
            at += tab ? 8 - (at - 1) % 8 : 1;
        }
        return before.toString();
    }
}
