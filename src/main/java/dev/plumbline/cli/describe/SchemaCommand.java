package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.words.FileSchema;
import picocli.CommandLine.Command;

/** {@code plumbline schema}: prints the JSON Schema of network files. */
@Command(
        name = "schema",
        header = "Print the JSON Schema of network files, for editors.",
        description = {
            "",
            "Prints a JSON Schema (draft 2020-12) of network files. An editor with a YAML language server completes "
                    + "keys and words with it, shows their formulas and underlines mistakes. `validate` finds more, "
                    + "because a schema cannot check rules that involve several values."
        },
        footer = {
            "",
            "Example:",
            "  plumbline schema > plumbline.schema.json",
            "",
            "Then begin a network file with this line:",
            "  # yaml-language-server: $schema=plumbline.schema.json"
        })
public final class SchemaCommand extends Verb {
    @Override
    public Integer call() {
        print(Json.text(FileSchema.document()));
        return ExitCode.DONE;
    }
}
