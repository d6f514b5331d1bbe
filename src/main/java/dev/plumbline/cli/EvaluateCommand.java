package dev.plumbline.cli;

import dev.plumbline.data.Dataset;
import dev.plumbline.data.NetworkData;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.model.Model;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.report.EvaluationReport;
import dev.plumbline.report.Json;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline evaluate}: how good a trained network is. */
@Command(
        name = "evaluate",
        header = "Measure how good a trained network is.",
        description = {
            "",
            "Prints every metric of the network on the held-out examples of its run or, with --part training, on those"
                    + " it was trained on. If no examples are held out, the training part is evaluated."
        },
        footer = {"", "Examples:", "  plumbline evaluate runs/1", "  plumbline evaluate runs/1 --part training --json"})
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", description = "The folder of a run.")
    private Path path = Path.of("");

    @Option(names = "--part", paramLabel = "PART", description = "${COMPLETION-CANDIDATES}.")
    private Optional<Part> wanted = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "dl4j")
    private TrainCommand.Choice choice = TrainCommand.Choice.dl4j;

    @Mixin
    private Output output = new Output();

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The parts of the data, as they are written on the command line. */
    enum Part {
        training,
        validation
    }

    @Override
    public Integer call() {
        try {
            SavedModel saved = SavedModel.read(path);
            if (saved.run().isEmpty()) {
                throw new RefusedException(
                        "`" + path + "` is a model without its data: give the folder of its run, DIR of `train --run`");
            }
            LoadedNetwork loaded = LoadedNetwork.read(
                    saved.run().get().resolvedFile(),
                    Path.of(saved.run().get().record().directory()),
                    new SettingOptions());
            NetworkData data = loaded.data();
            Part part = wanted.orElse(data.validation().isPresent() ? Part.validation : Part.training);
            Dataset examples = part == Part.training
                    ? data.examples()
                    : data.validation()
                            .orElseThrow(() -> new RefusedException(
                                    "`" + path + "` has no validation part: its network file has no `validation`"));
            Model model = saved.model();
            Engine engine = choice == TrainCommand.Choice.dl4j ? new Dl4jEngine() : new ReferenceEngine();
            if (choice == TrainCommand.Choice.dl4j) {
                Natives.announce(terminal);
            }
            Evaluation evaluation = ModelEvaluation.of(model, engine, examples);
            EvaluationReport report = new EvaluationReport(
                    model.spec().name(),
                    engine.name(),
                    part.name().toLowerCase(Locale.ROOT),
                    evaluation,
                    model.preparation().classes());
            terminal.print(output.json ? Json.text(report.json()) : report.text(terminal.style()));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw RefusedException.of(e);
        }
    }
}
