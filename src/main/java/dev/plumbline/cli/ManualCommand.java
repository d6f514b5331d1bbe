package dev.plumbline.cli;

import dev.plumbline.yaml.Suggestions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline manual}: prints a page for {@code man}. */
@Command(
        name = "manual",
        header = "Print a manual page, for man.",
        description = {"", "Prints the manual page of the program, or of COMMAND, in the format of man (troff)."},
        parameterListHeading = "%nCommands:%n",
        footer = {"", "Examples:", "  plumbline manual check | man -l -", "  plumbline manual > plumbline.1"})
final class ManualCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "A command, such as check.")
    private String name = "";

    ManualCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine root = command.root().commandLine();
        Map<String, CommandLine> commands = root.getSubcommands();
        if (!name.isEmpty() && !commands.containsKey(name)) {
            throw new ParameterException(
                    command.commandLine(),
                    "unknown command `" + name + "`"
                            + Suggestions.nearest(name, commands.keySet())
                                    .map(near -> "; did you mean `" + near + "`?")
                                    .orElse(""));
        }
        terminal.print(ManualPage.of(name.isEmpty() ? root : commands.getOrDefault(name, root)));
        return ExitCode.DONE;
    }
}
