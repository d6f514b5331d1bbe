package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.DataException;
import dev.plumbline.data.table.CsvProfile;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline init}: writes a first network file for a table. */
@Command(
        name = "init",
        header = "Write a network file for a CSV file.",
        description = {
            "",
            "Writes a network file to start from: finds the columns, takes the last one as the target, and "
                    + "chooses a small network for classification or regression. You can train with the file at once, and "
                    + "correct wrong guesses."
        },
        footer = {"", "Example:", "  plumbline init configs/iris.csv -o flowers.yaml"})
public final class InitCommand extends Verb {
    @Parameters(paramLabel = "DATA", description = "The CSV file.")
    private Path data = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The network file to write. Default: the name of DATA with .yaml, in the current directory.")
    private @Nullable Path output;

    @Option(names = "--target", paramLabel = "NAME", description = "The target column. Default: the last one.")
    private @Nullable String target;

    @Override
    public Integer call() throws IOException {
        String stem = String.valueOf(data.getFileName()).replaceFirst("\\.[^.]*$", "");
        Path written = Optional.ofNullable(output).orElseGet(() -> Path.of(stem + ".yaml"));
        if (Files.exists(written)) {
            throw exists(written);
        }
        StarterFile starter = new StarterFile(profile(), fromOutput(written), Optional.ofNullable(target));
        try {
            Files.createDirectories(Optional.ofNullable(written.getParent()).orElse(Path.of("")));
        } catch (IOException e) {
            throw new RefusedException(ErrorKind.NOT_WRITABLE, "cannot write " + e.getMessage());
        }
        byte[] text = starter.text(stem).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(written, out -> out.write(text));
        String name = Printable.line(written.toString());
        String leftOut = starter.leftOut().stream()
                .map(column -> "  left out: " + Printable.line(column) + "\n")
                .collect(Collectors.joining());
        print("wrote " + name + "\n" + leftOut + "\nNext:\n  plumbline validate " + name + "\n  plumbline train " + name
                + "\n");
        return ExitCode.DONE;
    }

    private static RefusedException exists(Path file) {
        return new RefusedException(
                ErrorKind.ALREADY_EXISTS,
                Printable.line(file.toString()) + " already exists; use -o FILE to write another file");
    }

    private CsvProfile profile() {
        String name = Printable.line(data.toString());
        if (!Files.isRegularFile(data)) {
            throw new RefusedException(ErrorKind.FILE_NOT_FOUND, "there is no file " + name);
        }
        try {
            return CsvProfile.of(data, name);
        } catch (DataException e) {
            throw RefusedException.of(e);
        } catch (IOException e) {
            throw new RefusedException(ErrorKind.UNREADABLE_FILE, name + ": reading failed: " + e.getMessage());
        }
    }

    /** The path of the data file, relative to the directory of the network file. */
    private String fromOutput(Path written) {
        if (data.isAbsolute()) {
            return data.toString();
        }
        Path directory = written.toAbsolutePath().normalize().getParent();
        Path from = directory == null ? Path.of("/") : directory;
        return from.relativize(data.toAbsolutePath().normalize()).toString();
    }
}
