package dev.plumbline.cli.describe;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.recording.RecorderScript;
import dev.plumbline.scaffold.Language;
import dev.plumbline.scaffold.PyTorchScaffold;
import dev.plumbline.scaffold.Scaffold;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.yaml.NetworkFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline scaffold}: writes a network as a program that the user changes. */
@Command(
        name = "scaffold",
        header = "Write a network as a program in Python, Java or Kotlin.",
        description = {
            "",
            "Writes the network of FILE as a program in the style of the tutorial. The program runs, agrees with the "
                    + "reference, and records its tensors. Put your own lines into it; `check --against` shows where "
                    + "they first go wrong."
        },
        footer = {"", "Example:", "  plumbline scaffold configs/three-layer.yaml --language python"})
public final class ScaffoldCommand extends Verb {
    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(
            names = "--language",
            required = true,
            paramLabel = "LANGUAGE",
            completionCandidates = Languages.class,
            description = "python, which needs NumPy, pytorch, java or kotlin.")
    private Form form = Form.PYTHON;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIRECTORY",
            description = "The directory to write to. Default: the current one.")
    private Path directory = Path.of("");

    @Option(names = "--force", description = "Overwrite existing files.")
    private boolean force;

    /** What is written: a language with every step, or a training loop of PyTorch. */
    enum Form {
        PYTHON,
        PYTORCH,
        JAVA,
        KOTLIN
    }

    /** The languages as they are typed on the command line. */
    static final class Languages implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Form.values())
                    .map(form -> form.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Override
    public Integer call() {
        NetworkFile network = LoadedNetwork.network(file);
        String prefix = directory.toString().isEmpty() ? "" : directory + "/";
        String name = Printable.line(file.toString());
        Scaffold scaffold = LoadedNetwork.placed(
                network,
                () -> form == Form.PYTORCH
                        ? PyTorchScaffold.of(network.spec(), name, prefix)
                        : Scaffold.of(network.spec(), Language.valueOf(form.name()), name, prefix));
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(directory.resolve(scaffold.fileName()), scaffold.source());
        if (form == Form.PYTHON) {
            files.put(directory.resolve("recorder.py"), RecorderScript.PYTHON.text());
        }
        write(files);
        files.keySet().forEach(written -> print("wrote " + Printable.line(written.toString()) + "\n"));
        print("\nCheck it with:\n" + fromHere(scaffold.check()).indent(2));
        if (!scaffold.alone().isEmpty()) {
            print("\nRun it without Plumbline, for instance in a debugger, with:\n"
                    + fromHere(scaffold.alone()).indent(2));
        }
        return ExitCode.DONE;
    }

    /**
     * Adapts the commands to how this process was started; the launcher passes its own name and the path of its jar.
     */
    private static String fromHere(String commands) {
        String launcher = Scaffold.quoted(System.getProperty("plumbline.command", "plumbline"));
        String jar = Scaffold.quoted(System.getProperty("plumbline.jar", Scaffold.JAR));
        return commands.replaceAll("(?m)^plumbline ", Matcher.quoteReplacement(launcher + " "))
                .replace(" " + Scaffold.JAR + " ", " " + jar + " ");
    }

    /** Writes all files or none. Without --force, an existing file with other content is not overwritten. */
    private void write(Map<Path, String> files) {
        try {
            List<Path> there = files.entrySet().stream()
                    .filter(entry -> Files.exists(entry.getKey()) && !holds(entry.getKey(), entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!force && !there.isEmpty()) {
                throw new SubjectFailedException(
                        ErrorKind.ALREADY_EXISTS,
                        there.get(0)
                                + " already exists; use --force to overwrite it, or -o DIRECTORY to write elsewhere");
            }
            if (!directory.toString().isEmpty()) {
                Files.createDirectories(directory);
            }
            for (Map.Entry<Path, String> entry : files.entrySet()) {
                AtomicFile.write(
                        entry.getKey(), out -> out.write(entry.getValue().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (DataException e) {
            throw new SubjectFailedException(e.kind(), e.found(), e);
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE, AtomicFile.notWritable(directory, e).found(), e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.isRegularFile(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            return false;
        }
    }
}
