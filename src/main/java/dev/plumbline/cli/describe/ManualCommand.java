package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline manual}: prints a page for {@code man}. */
@Command(
        name = "manual",
        header = "Print a manual page, for man.",
        description = {"", "Prints the manual page of the program, or of COMMAND, in the format of man (troff)."},
        parameterListHeading = "%nCommands:%n",
        footer = {"", "Examples:", "  plumbline manual check | man -l -", "  plumbline manual > plumbline.1"})
public final class ManualCommand extends Verb {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "A command, such as check.")
    private String name = "";

    @Override
    public Integer call() {
        CommandLine root = command.root().commandLine();
        Map<String, CommandLine> commands = root.getSubcommands();
        if (!name.isEmpty() && !commands.containsKey(name)) {
            throw new UsageException(
                    ErrorKind.UNKNOWN_OPTION,
                    "unknown command `" + name + "`"
                            + NearMiss.of(name, commands.keySet())
                                    .map(near -> "; did you mean `" + near + "`?")
                                    .orElse(""));
        }
        print(ManualPage.of(name.isEmpty() ? root : commands.getOrDefault(name, root)));
        return ExitCode.DONE;
    }
}
