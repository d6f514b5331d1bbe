package dev.plumbline.cli.describe;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Machine;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.SummaryReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumbline summary}: shows the layers of a network and the memory that it needs. Does not load ND4J. */
@Command(
        name = "summary",
        header = "Show layers, shapes, parameters and memory.",
        description = {
            "",
            "Shows the layers of the network of FILE, their shapes and parameters, and an estimate of the memory "
                    + "that training needs."
        },
        footer = {"", "Example:", "  plumbline summary configs/three-layer.yaml"})
public final class SummaryCommand extends Verb {
    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        LoadedNetwork loaded = LoadedNetwork.read(file, settings);
        loaded.checkBatch();
        SummaryReport report = new SummaryReport(loaded.spec(), loaded.examples());
        Machine machine = Machine.here();
        print(output.json ? Json.text(report.json()) : report.text(machine.heapLimit(), machine.physical(), style()));
        return ExitCode.DONE;
    }
}
