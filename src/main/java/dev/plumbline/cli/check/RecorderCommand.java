package dev.plumbline.cli.check;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.recording.RecorderScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plumbline recorder}: prints the recorder for Python. */
@Command(
        name = "recorder",
        header = "Print recorder.py, which records a network in Python.",
        description = {
            "",
            "Prints recorder.py, a single file that needs only NumPy. A network in Python imports it, records its "
                    + "tensors at each step, and can then be checked with `check --against`. See src/docs/recording.md.",
            "",
            "With --language pytorch, prints torchrecorder.py, which records a training loop in PyTorch as it stands, and finds its "
                    + "network file. See src/docs/pytorch.md."
        },
        footer = {"", "Example:", "  plumbline recorder > recorder.py"})
public final class RecorderCommand extends Verb {
    private enum Language {
        PYTHON,
        PYTORCH
    }

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "python, for NumPy, or pytorch. Default: python.")
    private Language language = Language.PYTHON;

    @Override
    public Integer call() {
        print(language == Language.PYTORCH ? RecorderScript.ofPyTorch() : RecorderScript.text());
        return ExitCode.DONE;
    }
}
