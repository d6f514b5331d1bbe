package dev.plumbline.cli.interop;

import dev.plumbline.cli.options.NewFile;
import dev.plumbline.cli.options.SavedModel;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.model.Model;
import dev.plumbline.model.WeightExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumbline export}: writes the weights for other software. */
@Command(
        name = "export",
        header = "Write the weights of a trained network for other software.",
        description = {
            "",
            "Writes the arrays W1, b1, W2, b2 and so on to a NumPy archive or a safetensors file. Each W has the "
                    + "shape inputs × units, each b has one element per unit."
        },
        footer = {"", "Example:", "  plumbline export runs/1 -o weights.safetensors"})
public final class ExportCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "The directory of a run, or a model.zip.")
    private Path path = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file: .npz or .safetensors.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        String ending = NewFile.endingOf(file, List.of(".npz", ".safetensors"));
        Model model = SavedModel.read(path).model();
        if (ending.equals(".npz")) {
            WeightExport.npz(model, file);
        } else {
            WeightExport.safetensors(model, file);
        }
        print("wrote " + file + "\n");
        return ExitCode.DONE;
    }
}
