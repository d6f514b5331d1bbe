package dev.plumbline.cli.check;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.recording.RecorderScript;
import picocli.CommandLine.Command;

/** {@code plumbline recorder}: prints the recorder for Python. */
@Command(
        name = "recorder",
        header = "Print recorder.py, which records a network in Python.",
        description = {
            "",
            "Prints recorder.py, a single file that needs only NumPy. A network in Python imports it, records its "
                    + "tensors at each step, and can then be checked with `check --against`. See src/docs/recording.md."
        },
        footer = {"", "Example:", "  plumbline recorder > recorder.py"})
public final class RecorderCommand extends Verb {
    @Override
    public Integer call() {
        print(RecorderScript.text());
        return ExitCode.DONE;
    }
}
