package dev.plumbline.cli;

import dev.plumbline.recording.RecorderScript;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code plumbline recorder}: the one-file recorder for Python. */
@Command(
        name = "recorder",
        header = "Print recorder.py, which records a network in Python.",
        description = {
            "",
            "Prints the recorder, a single file that needs NumPy alone. A network in Python imports it, hands it what it"
                    + " has at each step, and is then checked with `check --against`. src/docs/recording.md has more."
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
