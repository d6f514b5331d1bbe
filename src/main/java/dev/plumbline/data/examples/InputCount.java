package dev.plumbline.data.examples;

import dev.plumbline.data.DataFile;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.IdxFile;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.table.CsvFile;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Counts the inputs of a network in its data, so that the network file need not repeat their number. The names of the columns
 * or the header of the array are enough, except where a column has categories: each that the training part has is an
 * input.
 */
public final class InputCount {
    private InputCount() {}

    /**
     * The number of inputs of an example after the preparation.
     *
     * @param network all values of a network but its inputs
     * @param directory the directory that relative paths start from
     * @throws InvalidSpecException with the problems of the data
     */
    public static int of(RecordBuilder<?> network, Path directory) {
        DataSource data = (DataSource) network.get("data").orElseThrow();
        List<?> layers = (List<?>) network.get("layers").orElseThrow();
        ExamplesReader reader = new ExamplesReader(
                data,
                directory,
                ((Layer) layers.get(layers.size() - 1)).units(),
                network.get("prepare").map(Prepare.class::cast),
                network.get("validation").map(Validation.class::cast),
                (long) network.get("seed").orElse(1L));
        Optional<Integer> inHeader = inHeader(data, reader);
        reader.findings().throwIfAny();
        return inHeader.filter(count -> count > 0)
                .orElseGet(() -> reader.read().preparation().width());
    }

    /** The number of inputs as the beginning of the file tells it; empty if that is not enough. */
    private static Optional<Integer> inHeader(DataSource data, ExamplesReader reader) {
        DataProblems findings = reader.findings();
        if (data instanceof DataSource.Csv csv) {
            requireHere(csv, reader.directory());
            Optional<DataFile> file = new Datasets.Sources(
                            reader.directory(),
                            reader.outputs(),
                            Optional.empty(),
                            reader.validation(),
                            false,
                            findings)
                    .csvFile(csv);
            return file.filter(table -> csv.categorical().isEmpty())
                    .flatMap(table -> findings.attempt(
                            "data.file",
                            table.name(),
                            () -> CsvFile.columns(csv, table, reader.validation(), findings)))
                    .flatMap(columns -> columns)
                    .map(columns -> columns.ofInputs().size());
        }
        if (data instanceof DataSource.Npz npz) {
            return header(npz.file(), "data.file", reader, file -> {
                try (Npz archive = Npz.open(file)) {
                    return archive.header(npz.inputs());
                }
            });
        }
        return data instanceof DataSource.Idx idx
                ? header(idx.inputs(), "data.inputs", reader, IdxFile::header)
                : Optional.empty();
    }

    /** A cluster also reads tables that this machine cannot read or that have several files. */
    private static void requireHere(DataSource.Csv csv, Path directory) {
        Optional<String> elsewhere = DataFile.onlyOnSpark(csv.file());
        if (elsewhere.isEmpty() && new File(directory.toFile(), csv.file()).isDirectory()) {
            elsewhere = Optional.of(MessageNames.quote(csv.file()) + " is a directory");
        }
        elsewhere.ifPresent(reason -> {
            throw new InvalidSpecException(List.of(new Problem(
                    ErrorKind.MISSING_KEY,
                    "data.file",
                    "`inputs` is missing and cannot be counted: " + reason,
                    "`inputs: N` with the number of inputs, or a local CSV file")));
        });
    }

    private interface HeaderOf {
        NpyHeader read(DataFile file) throws IOException;
    }

    private static Optional<Integer> header(String name, String path, ExamplesReader reader, HeaderOf header) {
        DataProblems findings = reader.findings();
        return DataFile.find(name, reader.directory(), path, findings)
                .flatMap(file -> findings.attempt(path, name, () -> header.read(file)))
                .map(NpyHeader::shape)
                .filter(shape -> !shape.isEmpty())
                .map(shape -> NpyHeader.numbers(shape.subList(1, shape.size())))
                .filter(columns -> columns <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }
}
