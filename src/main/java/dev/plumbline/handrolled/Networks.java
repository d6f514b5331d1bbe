package dev.plumbline.handrolled;

import dev.plumbline.recording.CommandSubject;
import dev.plumbline.recording.CommandWords;
import dev.plumbline.recording.RecordingFile;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens the network that a user wants to check. */
public final class Networks {
    private static final String FORMS = """
            A network to check is given in one of four forms:
              net.npz           a recording that a network wrote of its training; or net.jsonl
              Net.java          a Java source file with a class that implements HandRolledNetwork
              my.package.Net    such a class, compiled, with --classpath DIRECTORY or JAR (Kotlin too)
              "python3 net.py"  a command that reads the experiment and writes a recording""";

    private static final int LONGEST_SHOWN = 300;

    /** The endings of file names that need another form of the argument. */
    private static final List<String> FILE_EXTENSIONS = List.of(".py", ".npy", ".kt", ".kts", ".class", ".jar");

    /** The forms of the argument. */
    private enum Form {
        RECORDING,
        SOURCE,
        PROGRAM,
        CLASS,
        COMMAND
    }

    private Networks() {}

    /** Opens a network; what it prints is discarded. */
    public static Subject open(String against, List<Path> classpath) {
        return open(against, classpath, line -> {}, CommandSubject.TIMEOUT);
    }

    /**
     * Opens a network: an {@code .npz} or {@code .jsonl} file is a recording, a {@code .java} file is compiled, a class name is loaded,
     * and several words, or the path of a program, are a command. Code of the network runs when it is started, in
     * another process.
     *
     * @param against the argument of the user
     * @param classpath directories and jars of classes, in addition to Plumbline's own
     * @param echo receives each line that the network prints
     * @param timeout the time limit of a command, or of each call of a class
     * @throws SubjectFailedException if the argument has none of these forms, or there is no such network
     */
    public static Subject open(String against, List<Path> classpath, Consumer<String> echo, Duration timeout) {
        String text = against.strip();
        Optional<Path> file = file(text);
        return switch (form(text, file, classpath)) {
            case RECORDING -> new RecordingFile(file.orElseThrow());
            case SOURCE -> new CodeSubject(text, classpath, simpleName(file.orElseThrow()), false, echo, timeout);
            case PROGRAM ->
                new CommandSubject(List.of(file.orElseThrow().toAbsolutePath().toString()), echo, timeout);
            case CLASS ->
                new CodeSubject(text, classpath, simpleName(text), isInKotlin(text, classpath), echo, timeout);
            case COMMAND -> new CommandSubject(CommandWords.split(text), echo, timeout);
        };
    }

    /**
     * Loads a class, or compiles a source file; the code of the network runs in this process when it is started.
     *
     * @throws SubjectFailedException if it is not exactly one network
     */
    static HandRolledSubject code(String against, List<Path> classpath) {
        Optional<Path> file = file(against);
        return form(against, file, classpath) == Form.SOURCE
                ? NetworkLoader.compile(file.orElseThrow(), classpath)
                : NetworkLoader.load(against, classpath);
    }

    private static String simpleName(Path source) {
        String file = String.valueOf(source.getFileName());
        return file.substring(0, file.lastIndexOf('.'));
    }

    private static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }

    private static Form form(String text, Optional<Path> file, List<Path> classpath) {
        if (text.isEmpty()) {
            throw new SubjectFailedException(ErrorKind.CODE_NOT_FOUND, "no network is given\n" + FORMS);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean isOneWord = !text.contains(" ") || file.isPresent();
        if (file.filter(Files::isDirectory).isPresent()) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_NOT_FOUND, "`" + printable(text) + "` is a directory\n" + FORMS);
        }
        boolean isRecording = isOneWord && (lower.endsWith(".npz") || lower.endsWith(".jsonl"));
        boolean isSource = isOneWord && lower.endsWith(".java");
        boolean isFile =
                isRecording || isSource || isOneWord && FILE_EXTENSIONS.stream().anyMatch(lower::endsWith);
        if (isFile && file.isEmpty()) {
            throw missing(text);
        }
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_NOT_FOUND, "`" + printable(text) + "` is not a regular file\n" + FORMS);
        }
        if (isRecording || isSource) {
            return isRecording ? Form.RECORDING : Form.SOURCE;
        }
        if (file.isPresent() && Files.isRegularFile(file.get())) {
            if (!Files.isExecutable(file.get())) {
                throw new SubjectFailedException(ErrorKind.CODE_NOT_FOUND, unusable(printable(text)));
            }
            return Form.PROGRAM;
        }
        return !classpath.isEmpty() || isClassName(text) && !isProgram(text) ? Form.CLASS : Form.COMMAND;
    }

    private static boolean isClassName(String text) {
        return Arrays.stream(text.split("\\.", -1))
                .allMatch(part -> !part.isEmpty()
                        && Character.isJavaIdentifierStart(part.codePointAt(0))
                        && part.codePoints().allMatch(Character::isJavaIdentifierPart));
    }

    private static boolean isInKotlin(String text, List<Path> classpath) {
        if (!isClassName(text)) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_NOT_FOUND,
                    "with --classpath, the network is the name of a class, but `" + printable(text) + "` is" + " not\n"
                            + FORMS);
        }
        try {
            return NetworkLoader.isInKotlin(text, classpath);
        } catch (SubjectFailedException e) {
            boolean isNowhere = e.getCause() instanceof ClassNotFoundException && classpath.isEmpty();
            throw isNowhere
                    ? new SubjectFailedException(
                            ErrorKind.CODE_NOT_FOUND,
                            "`" + printable(text) + "` is neither a file, nor a class, nor a program on the" + " PATH\n"
                                    + FORMS,
                            e)
                    : e;
        }
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The argument in a line of limited length. */
    private static String printable(String text) {
        String line = Printable.line(text);
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
    }

    private static boolean isProgram(String word) {
        return CommandWords.programs().anyMatch(word::equals);
    }

    private static SubjectFailedException missing(String file) {
        return new SubjectFailedException(ErrorKind.FILE_NOT_FOUND, printable(file) + ": there is no such file");
    }

    /** The advice for an existing file that needs another form of the argument. */
    private static String unusable(String file) {
        String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "py" -> file + " is a script: give the command that runs it, --against \"python3 " + file + "\"";
            case "kt", "kts" ->
                file
                        + " is Kotlin source code: compile it, and give its class with --classpath, such as "
                        + "--classpath net.jar"
                        + " --against Net";
            case "class", "jar" ->
                file + " is compiled code: give the name of its class with --classpath, such as --classpath net.jar"
                        + " --against Net";
            case "npy" -> file + " is a single array: give an .npz, as np.savez and recorder.py write it";
            default -> file + " is not a network\n" + FORMS;
        };
    }
}
