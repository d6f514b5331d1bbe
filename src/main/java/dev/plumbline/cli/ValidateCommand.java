package dev.plumbline.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.report.Json;
import dev.plumbline.spec.Footprint;
import dev.plumbline.spec.Printable;
import dev.plumbline.yaml.Diagnostic;
import java.nio.file.Path;
import java.util.List;
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
final class ValidateCommand extends Verb {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Network files.")
    private List<Path> files = List.of();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        boolean ok = true;
        Results results = output.json ? new AsJson() : new AsText();
        for (Path file : files) {
            try {
                examine(file, settings);
                results.good(file);
            } catch (BadInputException e) {
                ok = false;
                results.bad(file, e);
            }
        }
        results.end(ok);
        return ok ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    /**
     * Reads a file and the data files that it names.
     *
     * @throws BadInputException with all problems that prevent training
     */
    static void examine(Path file, SettingOptions settings) {
        LoadedNetwork loaded = LoadedNetwork.read(file, settings);
        loaded.experiment(Footprint.ofDl4j(loaded.spec(), loaded.examples()));
        Combinations.of(file, settings).ifPresent(Combinations::networks);
    }

    /** The output of the results. */
    private interface Results {
        void good(Path file);

        void bad(Path file, BadInputException problems);

        void end(boolean ok);
    }

    /** Prints the result of each file at once. */
    private final class AsText implements Results {
        private boolean apart;

        @Override
        public void good(Path file) {
            print(Printable.line(file.toString()) + ": " + style().good("ok") + "\n");
        }

        @Override
        public void bad(Path file, BadInputException problems) {
            String text = Problems.text(problems.getMessage(), terminal().messageStyle());
            message(apart ? "\n" + text : text);
            apart = true;
        }

        @Override
        public void end(boolean ok) {
            // Everything is printed already.
        }
    }

    /** {@code ok} and {@code files}, each with {@code file}, {@code ok} and {@code problems}. */
    private final class AsJson implements Results {
        private final JsonArray all = new JsonArray();

        @Override
        public void good(Path file) {
            add(file, List.of(), 0);
        }

        @Override
        public void bad(Path file, BadInputException problems) {
            add(file, problems.diagnostics(), problems.uncollected());
        }

        private void add(Path file, List<Diagnostic> problems, int more) {
            JsonObject each = new JsonObject();
            each.addProperty("file", file.toString());
            each.addProperty("ok", problems.isEmpty());
            each.add("problems", Problems.json(problems));
            each.addProperty("more", more);
            all.add(each);
        }

        @Override
        public void end(boolean ok) {
            JsonObject document = new JsonObject();
            document.addProperty("ok", ok);
            document.add("files", all);
            print(Json.text(document));
        }
    }
}
