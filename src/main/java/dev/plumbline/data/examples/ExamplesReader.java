package dev.plumbline.data.examples;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparationLearning;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.preparation.TrainingPart;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.ClassList;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Schema;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads examples, holds out the validation part, learns the preparation from the rest and prepares both. */
record ExamplesReader(
        DataSource source,
        Path directory,
        int outputs,
        Optional<Prepare> prepare,
        Optional<Validation> validation,
        long seed,
        DataProblems findings) {
    ExamplesReader(
            DataSource source,
            Path directory,
            int outputs,
            Optional<Prepare> prepare,
            Optional<Validation> validation,
            long seed) {
        this(source, directory, outputs, prepare, validation, seed, new DataProblems());
    }

    static ExamplesReader of(NetworkSpec spec, Path directory) {
        return new ExamplesReader(
                spec.data(), directory, spec.outputs(), spec.prepare(), spec.validation(), spec.seed());
    }

    /**
     * Reads the examples.
     *
     * @throws InvalidSpecException with the problems
     */
    PreparedExamples read() {
        Optional<RawExamples> read = raw(source, Optional.empty());
        findings.throwIfAny();
        RawExamples raw = read.orElseThrow();
        BitSet heldOut = raw.heldOut().orElseGet(BitSet::new);
        if (validation.isPresent() && validation.get().share().isPresent()) {
            heldOut = ExampleSplit.draw(raw, validation.get(), seed, findings);
        }
        findings.throwIfAny();
        BitSet training = new BitSet();
        training.set(0, raw.rows());
        training.andNot(heldOut);
        Preparation preparation = PreparationLearning.learn(new TrainingPart(raw, training), prepare, findings);
        PreparedExamples.checkCategories(raw, preparation, findings);
        findings.throwIfAny();
        Optional<Dataset> validated = heldOut.isEmpty()
                ? validation.flatMap(Validation::file).map(file -> ofValidation(file, preparation))
                : prepared(raw, heldOut, preparation);
        Optional<Dataset> trained = prepared(raw, training, preparation);
        findings.throwIfAny();
        return new PreparedExamples(trained.orElseThrow(), validated, preparation);
    }

    private Optional<RawExamples> raw(DataSource from, Optional<Preparation> learned) {
        boolean logTargets = learned.map(preparation -> preparation.targets().map(ColumnScaling::logarithm))
                .orElseGet(() -> prepare.map(Prepare::logTargets))
                .orElse(false);
        return from.match(new Datasets.Sources(directory, outputs, learned, validation, logTargets, findings));
    }

    private Optional<Dataset> prepared(RawExamples raw, BitSet rows, Preparation preparation) {
        return findings.attempt("data", raw.file(), () -> PreparedExamples.prepare(raw, rows, preparation));
    }

    private Dataset ofValidation(String file, Preparation preparation) {
        findings.ofFiles(
                source instanceof DataSource.Idx
                        ? Map.of("data.inputs", "validation.file", "data.targets", "validation.targets")
                        : Map.of("data.file", "validation.file"));
        return other(file, validation.flatMap(Validation::targets), preparation);
    }

    /** Reads the examples of another file of the same kind, with an existing preparation. */
    Dataset other(String file, Optional<String> targets, Preparation preparation) {
        Optional<RawExamples> read = raw(like(source, file, targets, preparation), Optional.of(preparation));
        findings.throwIfAny();
        RawExamples raw = read.orElseThrow();
        if (raw.width() != preparation.columns().size()) {
            findings.add(
                    ErrorKind.SIZE_MISMATCH,
                    source instanceof DataSource.Idx ? "data.inputs" : "data.file",
                    raw.file() + ": examples of " + MessageNames.count(raw.width(), "input"),
                    MessageNames.count(preparation.columns().size(), "input") + ", as in the training part");
            findings.throwIfAny();
        }
        BitSet everyRow = new BitSet();
        everyRow.set(0, raw.rows());
        Optional<Dataset> prepared = prepared(raw, everyRow, preparation);
        findings.throwIfAny();
        return prepared.orElseThrow();
    }

    /** The source with another file, and with the columns and classes of the preparation. */
    static DataSource like(DataSource source, String file, Optional<String> targets, Preparation preparation) {
        if (source instanceof DataSource.Csv csv) {
            DataSource.Csv copy = Schema.with(
                    csv,
                    Map.of(
                            "file",
                            file,
                            "inputs",
                            new ColumnSelection.Named(preparation.names()),
                            "exclude",
                            List.of()));
            return preparation.classes().isEmpty()
                    ? copy
                    : Schema.with(copy, "classes", Optional.of(new ClassList.Named(preparation.classes())));
        }
        if (source instanceof DataSource.Idx idx) {
            return Schema.with(Schema.with(idx, "inputs", file), "targets", targets.orElseThrow());
        }
        return Schema.with((DataSource.Npz) source, "file", file);
    }
}
