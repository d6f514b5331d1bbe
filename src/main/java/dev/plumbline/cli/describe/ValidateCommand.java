package dev.plumbline.cli.describe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.options.Combinations;
import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.SettingOptions;
import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Problems;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.report.document.Json;
import dev.plumbline.spec.vocabulary.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumbline validate}: checks whether files are ready for training. Does not load ND4J. */
@Command(
        name = "validate",
        header = "Check files for errors without training.",
        description = {
            "",
            "Reads each FILE and the data files that it names, and lists every error. It also checks"
                    + " that this machine has enough memory to train on DL4J. The exit code is 2 if there is an error."
        },
        footer = {"", "Example:", "  plumbline validate configs/*.yaml"})
public final class ValidateCommand extends Verb {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Network files.")
    private List<Path> files = List.of();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        JsonArray results = new JsonArray();
        boolean ok = true;
        for (Path file : files) {
            Optional<BadInputException> bad = problems(file);
            if (output.json) {
                results.add(json(file, bad));
            } else if (bad.isPresent()) {
                String text = Problems.text(bad.get().getMessage(), terminal().messageStyle());
                message(ok ? text : "\n" + text);
            } else {
                print(Printable.line(file.toString()) + ": " + style().good("ok") + "\n");
            }
            ok &= bad.isEmpty();
        }
        if (output.json) {
            print(Json.text(Json.object("ok", ok, "files", results)));
        }
        return ok ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private Optional<BadInputException> problems(Path file) {
        try {
            examine(file, settings);
            return Optional.empty();
        } catch (BadInputException e) {
            return Optional.of(e);
        }
    }

    private static JsonObject json(Path file, Optional<BadInputException> bad) {
        return Json.object(
                "file", file.toString(),
                "ok", bad.isEmpty(),
                "problems",
                        bad.map(problems -> Problems.json(problems.diagnostics()))
                                .orElseGet(JsonArray::new),
                "more", bad.map(BadInputException::uncollected).orElse(0));
    }

    /**
     * Reads a file and the data files that it names.
     *
     * @throws BadInputException with all problems that prevent training
     */
    public static void examine(Path file, SettingOptions settings) {
        LoadedNetwork loaded = LoadedNetwork.read(file, settings);
        loaded.experiment(Footprint.ofDl4j(loaded.spec(), loaded.examples()));
        Combinations.of(file, settings).ifPresent(Combinations::networks);
    }
}
