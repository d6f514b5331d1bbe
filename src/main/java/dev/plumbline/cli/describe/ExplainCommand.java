package dev.plumbline.cli.describe;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.ReportFile;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.dl4j.export.Dl4jProgram;
import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.report.words.ExplainText;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.NetworkFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline explain}: shows each value of a file with its DL4J call. Does not load ND4J. */
@Command(
        name = "explain",
        header = "Show the DL4J call that each line of a file becomes.",
        description = {
            "",
            "Shows each value of FILE, given or default, with the DL4J call that it becomes. With --java, prints a "
                    + "Java program in one file that needs only DL4J and computes the same bits. The program contains "
                    + "the examples, or reads them from the archive of --data."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline explain configs/three-layer.yaml",
            "  plumbline explain --java configs/three-layer.yaml > ThreeLayerTraining.java",
            "  plumbline explain --java digits.yaml --data digits.npz > DigitsTraining.java"
        })
public final class ExplainCommand extends Verb {
    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(names = "--java", description = "Print only the Java program.")
    private boolean java;

    @Option(
            names = "--data",
            paramLabel = "NPZ",
            description = "With --java: write the examples, and the initial weights, to this archive, which the "
                    + "program reads. Necessary if they are more than 3,000 numbers.")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() {
        if (java) {
            return program();
        }
        if (data.isPresent()) {
            throw new UsageException(ErrorKind.MISSING_OPTION, "--data needs --java");
        }
        NetworkFile network = LoadedNetwork.network(file, settings);
        String table = ExplainText.of(network.spec().name(), new FileExplanation(network).rows(), style());
        if (network.spec().training().distributed().isPresent()) {
            print(table); // there is no program for several workers
            return ExitCode.DONE;
        }
        String name = Dl4jProgram.className(network.spec());
        String archive = network.spec().data() instanceof DataSource.Inline ? "" : " --data " + name + ".npz";
        print(table + "\nAs a Java program:\n  plumbline explain --java " + settings.forShell()
                + Printable.line(file.toString()) + archive + " > " + name + ".java\n");
        return ExitCode.DONE;
    }

    private int program() {
        LoadedNetwork loaded = LoadedNetwork.read(file, settings);
        Experiment experiment = loaded.experiment(Footprint.ofReference(loaded.spec(), loaded.examples()));
        Dl4jProgram program = LoadedNetwork.placed(loaded.file(), () -> new Dl4jProgram(experiment, data));
        if (data.isPresent()) {
            try (ReportFile archive = ReportFile.at(data.get(), ReportFile.Kind.EXPERIMENT)) {
                archive.write(written -> ExperimentArchive.writeStart(experiment, written));
            }
        } else if (program.excess().isPresent()) {
            throw new UsageException(
                    ErrorKind.MISSING_OPTION,
                    program.excess().get() + ": add `--data " + program.className()
                            + ".npz`, which writes them to a file that the program reads");
        }
        print(program.source());
        return ExitCode.DONE;
    }
}
