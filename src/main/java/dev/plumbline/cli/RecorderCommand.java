package dev.plumbline.cli;

import dev.plumbline.recording.RecorderScript;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code plumbline recorder}: prints the recorder for Python. */
@Command(
        name = "recorder",
        header = "Print recorder.py, which records a network in Python.",
        description = {
            "",
            "Prints recorder.py, a single file that needs only NumPy. A network in Python imports it, records its"
                    + " tensors at each step, and can then be checked with `check --against`. See "
                    + "src/docs/recording.md."
        },
        footer = {"", "Example:", "  plumbline recorder > recorder.py"})
final class RecorderCommand implements Callable<Integer> {
    private final Terminal terminal;

    RecorderCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.print(RecorderScript.text());
        return ExitCode.DONE;
    }
}
