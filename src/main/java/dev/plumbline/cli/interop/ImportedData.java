package dev.plumbline.cli.interop;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The `data` section of an imported network's file. */
final class ImportedData {
    private ImportedData() {}

    /**
     * Describes a file of examples.
     *
     * @param directory the directory of the network file
     */
    static DataSource source(Path file, Path directory, NetworkSpec spec) {
        String name = directory
                .toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString()
                .replace('\\', '/');
        if (name.toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return new DataSource.Npz(name, "inputs", "targets", ((DataSource.Npz) spec.data()).weights());
        }
        if (!name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw new RefusedException(
                    ErrorKind.INVALID_OPTION, "`" + file + "` is not a file of examples; allowed: .npz or .csv");
        }
        List<String> columns = columns(file);
        boolean areClasses = columns.size() == spec.inputs() + 1 && spec.outputs() > 1;
        int targets = areClasses ? 1 : spec.outputs();
        if (columns.size() != spec.inputs() + targets) {
            throw new RefusedException(
                    ErrorKind.SIZE_MISMATCH,
                    "`" + file + "` has " + columns.size() + " columns for a network of "
                            + spec.inputs() + " inputs and " + spec.outputs() + " outputs; allowed: "
                            + (spec.inputs() + spec.outputs()) + " columns"
                            + (spec.outputs() > 1
                                    ? ", or " + (spec.inputs() + 1) + " with the class in the last"
                                    : ""));
        }
        return new DataSource.Csv(
                name,
                new ColumnSelection.Named(columns.subList(0, spec.inputs())),
                columns.subList(spec.inputs(), columns.size()),
                Optional.empty(),
                areClasses ? Optional.of(new ClassList.Infer()) : Optional.empty(),
                ",",
                true,
                List.of(),
                new MissingValueRule.Error(),
                List.of(),
                List.of());
    }

    private static List<String> columns(Path file) {
        // Bytes that are not UTF-8 are replaced here; the reader of the rows names their place.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            return header == null
                    ? List.of()
                    : Arrays.stream(header.split(",", -1))
                            .map(name -> name.strip().replaceAll("^\"(.*)\"$", "$1"))
                            .toList();
        } catch (IOException e) {
            throw RefusedException.of(e);
        }
    }
}
