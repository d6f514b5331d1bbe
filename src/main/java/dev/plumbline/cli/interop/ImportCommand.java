package dev.plumbline.cli.interop;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Natives;
import dev.plumbline.cli.options.NewFile;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.json.Dl4jImport;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Dl4jModelFile;
import dev.plumbline.model.Dl4jNormalizer;
import dev.plumbline.model.Model;
import dev.plumbline.model.WeightExport;
import dev.plumbline.report.document.Json;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.yaml.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline import}: writes a network of DL4J as a network file. */
@Command(
        name = "import",
        header = "Write a network of DL4J as a network file.",
        description = {
            "",
            "Reads a model.zip or a configuration.json that DL4J wrote, and writes a network file and, next to it, the "
                    + "weights (.npz). If the model uses anything that Plumbline does not support, lists all of it and "
                    + "writes nothing. Before writing, compares the outputs of three: DL4J with the model, DL4J with "
                    + "the network file, and the reference. If they differ, writes nothing and ends with exit code 3.",
            "",
            "If the output ends in .zip, writes a model for predict, which prepares raw rows by the model's normalizer "
                    + "and converts outputs to the unit of the targets, if it normalized them too. A network file cannot "
                    + "contain a normalizer, so it needs --without-normalizer."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline import model.zip -o net.yaml",
            "  plumbline import model.zip -o predictor.zip"
        })
public final class ImportCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "A model.zip of DL4J, or its configuration.json.")
    private Path path = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The network file (.yaml), or a directory for it; or a model for predict (.zip).")
    private Path target = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "The examples: .npz with the arrays inputs and targets, or .csv with the targets in the last"
                    + " columns. Default: random inputs and the outputs of DL4J.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "The epochs in the file. Default: 0, which runs the network without training.")
    private int epochs;

    @Option(
            names = "--without-normalizer",
            description = "Leave out the normalizer of the model: the rows of the new network are normalized already.")
    private boolean withoutNormalizer;

    @Mixin
    private Output output = new Output();

    /** All problems of a configuration. */
    static RefusedException refused(Path file, InvalidSpecException invalid) {
        return new RefusedException(invalid.problems().stream()
                .map(problem -> Problem.of(problem.kind(), file + ": " + problem))
                .toList());
    }

    @Override
    public Integer call() throws IOException {
        if (epochs < 0) {
            throw new RefusedException(ErrorKind.INVALID_OPTION, "--epochs is " + epochs + "; allowed: 0 or more");
        }
        try {
            return write();
        } catch (InvalidSpecException e) {
            throw refused(path, e);
        }
    }

    private Integer write() throws IOException {
        Path file = Files.isDirectory(target) ? target.resolve(stem(path) + ".yaml") : target;
        boolean forPredictions =
                NewFile.endingOf(file, List.of(".yaml", ".yml", ".zip")).equals(".zip");
        Path arrays = file.resolveSibling(stem(file) + ".npz");
        if (!forPredictions) {
            NewFile.check(arrays);
        }
        Dl4jModelFile model = Dl4jModelFile.read(path);
        if (forPredictions) {
            checkForPredictions(model);
        }
        String npz = arrays.getFileName().toString();
        Natives.announce(terminal());
        Dl4jImport imported = Dl4jImport.of(
                stem(path), model.configuration(), model.hasWeights() ? Optional.of(npz) : Optional.empty(), npz);
        Optional<Dl4jNormalizer> normalizer = model.normalizer(imported.spec()).filter(Dl4jNormalizer::hasEffect);
        Preparation preparation = preparation(imported.spec(), normalizer, forPredictions);
        List<LayerWeights> weights = model.weights(imported.spec()).orElseGet(() -> drawn(imported.spec()));
        ImportedOutputs outputs = ImportedOutputs.of(imported, weights, model.coefficients(imported.spec(), weights));
        if (outputs.agree() && forPredictions) {
            NetworkSpec spec = preparation.targets().isEmpty()
                    ? imported.spec()
                    : Schema.with(imported.spec(), "prepare", normalizer.flatMap(Dl4jNormalizer::prepare));
            new Model(spec, weights, preparation).write(file, Dl4j.json(spec));
        } else if (outputs.agree()) {
            NetworkSpec spec = withExamples(imported.spec(), file);
            if (data.isEmpty() || model.hasWeights()) {
                Map<String, NpyArray> contents = arrays(spec, weights, outputs, model.hasWeights());
                AtomicFile.write(arrays, out -> Npz.write(out, contents));
            }
            AtomicFile.write(file, out -> out.write(text(spec).getBytes(StandardCharsets.UTF_8)));
        }
        print(
                output.json
                        ? json(file, imported, outputs, normalizer)
                        : summary(file, imported, outputs, weights) + rows(normalizer));
        return outputs.agree() ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    private void checkForPredictions(Dl4jModelFile model) {
        if (!model.hasWeights()) {
            throw new RefusedException(
                    ErrorKind.NOT_A_MODEL, "`" + path + "` has no weights: only a network file (.yaml) can be written");
        }
        if (data.isPresent() || epochs != 0) {
            throw new RefusedException(
                    ErrorKind.OPTION_CONFLICT,
                    "--data and --epochs are for a network file: leave them out, or let the name of --output end in .yaml");
        }
    }

    /**
     * How the new model prepares its rows and converts its outputs.
     *
     * @throws RefusedException if the normalizer would be lost
     */
    private Preparation preparation(NetworkSpec spec, Optional<Dl4jNormalizer> normalizer, boolean forPredictions) {
        Preparation none = Preparation.none(spec.inputs());
        if (normalizer.isEmpty() || withoutNormalizer) {
            return none;
        }
        Optional<Preparation> preparation = normalizer.get().preparation();
        Optional<String> obstacle = preparation.isEmpty()
                ? Optional.of("")
                : preparation
                        .get()
                        .targets()
                        .flatMap(scaling -> LossRules.whyUnscaled(spec.loss()))
                        .map(why -> " (" + why + ")");
        if (forPredictions && obstacle.isEmpty()) {
            return preparation.get();
        }
        throw new RefusedException(
                ErrorKind.NOT_TRANSLATABLE,
                "`" + path + "` prepares its rows by " + normalizer.get().name() + ", which "
                        + obstacle.map(why -> "Plumbline cannot translate" + why)
                                .orElse("a network file cannot contain")
                        + "; without it, predictions for raw rows would be wrong. Allowed: "
                        + (obstacle.isEmpty() ? "`-o NAME.zip`, a model that prepares raw rows by it; or " : "")
                        + "--without-normalizer, if your rows are normalized already");
    }

    private String rows(Optional<Dl4jNormalizer> normalizer) {
        return normalizer
                .map(what -> AuditCommand.paragraph(
                        "rows     ",
                        withoutNormalizer
                                ? "must be normalized already"
                                        + (what.scalesTargets() ? ", as predictions will be: " : ": ")
                                        + what.name() + " is left out"
                                : "are raw; the model prepares them by " + what.name() + ", as in the file"
                                        + (what.scalesTargets() ? "; predictions are in the targets' unit" : "")))
                .orElse("");
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    /** Draws initial weights for a configuration that has none. The examples are placeholders. */
    private static List<LayerWeights> drawn(NetworkSpec spec) {
        Matrix targets = new PlaceholderTargets(spec).of(Matrix.full(1, spec.outputs(), 0.5));
        Optional<Matrix> ones = spec.data().isWeighted() ? Optional.of(Matrix.ones(1, 1)) : Optional.empty();
        return Experiment.of(spec, Matrix.zeros(1, spec.inputs()), targets, ones)
                .initialWeights();
    }

    private NetworkSpec withExamples(NetworkSpec spec, Path file) {
        Training plan = spec.training();
        NetworkSpec trained = Schema.with(
                spec,
                "training",
                new Training(
                        plan.optimizer(),
                        new BatchSize.All(),
                        epochs,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        if (data.isEmpty()) {
            return trained;
        }
        Path directory = LoadedNetwork.directory(file);
        DataSource source = ImportedData.source(data.get(), directory, spec);
        NetworkSpec complete = Schema.with(trained, "data", source);
        NetworkSpec withoutWeights = complete.init().isEmpty()
                ? complete
                : Schema.with(complete, "init", Optional.of(new Initializer.Zeros()));
        NetworkData.read(withoutWeights, directory); // refuses examples that do not fit
        return complete;
    }

    private Map<String, NpyArray> arrays(
            NetworkSpec spec, List<LayerWeights> weights, ImportedOutputs outputs, boolean hasWeights) {
        Map<String, NpyArray> contents = hasWeights ? WeightExport.arrays(weights) : new LinkedHashMap<>();
        if (data.isEmpty()) {
            contents.put("inputs", NpyArray.of(outputs.inputs()));
            contents.put("targets", NpyArray.of(new PlaceholderTargets(spec).of(outputs.loaded())));
            if (spec.data().isWeighted()) {
                contents.put("weights", NpyArray.of(Matrix.ones(outputs.inputs().rows(), 1)));
            }
        }
        return contents;
    }

    private String text(NetworkSpec spec) {
        StringBuilder text = new StringBuilder();
        text.append("# Imported from ").append(path.getFileName()).append(", a file of DL4J.\n");
        if (data.isEmpty()) {
            text.append("# The data are random inputs and DL4J's outputs for them: replace them with yours.\n");
        }
        if (epochs == 0) {
            text.append("# `epochs: 0` runs the network without training; a larger number trains it further.\n");
        }
        return text.append(YamlWriter.write(spec)).toString();
    }

    private String summary(Path file, Dl4jImport imported, ImportedOutputs outputs, List<LayerWeights> weights) {
        StringBuilder text = new StringBuilder();
        NetworkSpec spec = imported.spec();
        boolean inFile =
                spec.init().filter(init -> init instanceof Initializer.Npz).isPresent();
        text.append(AuditCommand.paragraph(
                outputs.agree() ? "network  " : "NOTHING WAS WRITTEN, because the outputs differ\n         ",
                (outputs.agree() ? file + ": " : "")
                        + String.format(Locale.ROOT, "%d layers, %,d ", weights.size(), spec.parameters())
                        + "weights and biases" + (inFile ? ", as in the file" : ", drawn anew from its `init`")));
        imported.corrections()
                .forEach(correction -> text.append(AuditCommand.paragraph(
                        "differs  ",
                        correction.path() + ": in DL4J, " + correction.defect().meaning() + " ("
                                + correction.defect().findingName() + "); not in the network file")));
        text.append(AuditCommand.paragraph("outputs  ", outputs.text()));
        return text.toString();
    }

    private String json(Path file, Dl4jImport imported, ImportedOutputs outputs, Optional<Dl4jNormalizer> normalizer) {
        return Json.text(Json.object(
                "ok", outputs.agree(),
                "file", outputs.agree() ? file.toString() : null,
                "corrections",
                        Json.array(
                                imported.corrections(),
                                correction -> Json.object(
                                        "place", correction.path(),
                                        "name", correction.defect().findingName())),
                "normalizer",
                        normalizer
                                .filter(what -> !withoutNormalizer)
                                .map(Dl4jNormalizer::name)
                                .orElse(null),
                "translation_difference", outputs.loaded().maxAbsDifference(outputs.translated()),
                "reference_difference", outputs.translated().maxAbsDifference(outputs.reference())));
    }
}
