package dev.plumbline.cli;

import dev.plumbline.dl4j.Dl4jProgram;
import dev.plumbline.report.ExplainText;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Printable;
import dev.plumbline.yaml.NetworkFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
                    + "Java program in one file that needs only DL4J and computes the same bits."
        },
        footer = {
            "",
            "Examples:",
            "  plumbline explain configs/three-layer.yaml",
            "  plumbline explain --java configs/three-layer.yaml > ThreeLayerTraining.java"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The network file.")
    private Path file = Path.of("");

    @Option(names = "--java", description = "Print only the Java program.")
    private boolean java;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        NetworkFile network = LoadedNetwork.network(file, settings);
        if (java) {
            NetworkSpec spec = Dl4jProgram.canReadExamples(network.spec())
                    ? network.spec()
                    : LoadedNetwork.read(file, settings).withExamplesInside();
            terminal.print(
                    LoadedNetwork.placed(network, () -> new Dl4jProgram(spec, LoadedNetwork.directory(file)).source()));
            return ExitCode.DONE;
        }
        String table = ExplainText.of(network.spec().name(), new FileExplanation(network).rows(), terminal.style());
        if (network.spec().training().distributed().isPresent()) {
            terminal.print(table); // there is no program for several workers
            return ExitCode.DONE;
        }
        terminal.print(table + "\nAs a Java program:\n  plumbline explain --java " + settings.forShell()
                + Printable.line(file.toString()) + " > " + Dl4jProgram.className(network.spec()) + ".java\n");
        return ExitCode.DONE;
    }
}
