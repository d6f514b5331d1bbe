package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline completion}: prints a script that completes commands in a shell. */
@Command(
        name = "completion",
        header = "Print a script with which bash or zsh completes commands.",
        description = {
            "",
            "Prints a script for bash and zsh. With it, the Tab key completes commands, options, their values, "
                    + "files, and the names that `words` explains."
        },
        footer = {
            "",
            "Example:",
            "  plumbline completion > ~/.plumbline-completion",
            "",
            "Then add this line to ~/.bashrc or ~/.zshrc:",
            "  source ~/.plumbline-completion"
        })
public final class CompletionCommand extends Verb {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        CommandSpec root = command.root();
        CommandSpec manual =
                Objects.requireNonNull(root.subcommands().get("manual")).getCommandSpec();
        PositionalParamSpec name = manual.positionalParameters().get(0);
        manual.remove(name);
        manual.add(name.toBuilder()
                .completionCandidates(root.subcommands().keySet())
                .build());
        print(AutoComplete.bash(root.name(), root.commandLine()));
        return ExitCode.DONE;
    }
}
