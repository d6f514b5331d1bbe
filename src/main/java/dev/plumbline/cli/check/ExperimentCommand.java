package dev.plumbline.cli.check;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.ReportFile;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Experiment;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code plumbline experiment}: writes the file that {@code check --against} passes to a command. Does not load ND4J.
 */
@Command(
        name = "experiment",
        header = "Write data, initial weights and batches to an .npz file.",
        description = {
            "",
            "Writes the file that `check --against` passes to a command: the examples, the initial"
                    + " weights, the order of the examples and the dropout masks. With this file, your program also "
                    + "runs without Plumbline, for instance in a debugger. src/docs/recording.md lists the arrays."
        },
        footer = {
            "",
            "Example:",
            "  plumbline experiment configs/three-layer.yaml -o three_layer_net.npz",
            "  python3 three_layer_net.py"
        })
public final class ExperimentCommand extends Verb {
    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The file to write. An existing experiment is replaced; any other existing file is not.")
    private Path out = Path.of("");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() {
        try (ReportFile archive = ReportFile.at(out, ReportFile.Kind.EXPERIMENT)) {
            LoadedNetwork loaded = LoadedNetwork.read(file, settings);
            LoadedNetwork.placed(
                    loaded.file(), () -> Distributed.requireOne(loaded.spec(), "the archive of an experiment"));
            Experiment experiment = loaded.experiment(Footprint.ofReference(loaded.spec(), loaded.examples()));
            archive.write(written -> ExperimentArchive.write(experiment, written));
        }
        print("wrote " + Printable.line(out.toString()) + "\n");
        return ExitCode.DONE;
    }
}
