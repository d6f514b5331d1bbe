package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.scaffold.Scaffold;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.yaml.ValueOverride;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that replace values of a network file. */
public final class SettingOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a value, as in --set training.epochs=100 or --set layers[0].units=8. Repeatable.")
    private List<String> assignments = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Train for N epochs. If the file reports less often than every N epochs, report every N/10 "
                    + "epochs.")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Replace the seed of the file.")
    private Optional<String> seed = Optional.empty();

    /**
     * The settings, each with its place on the command line.
     *
     * @throws BadInputException if one of them names no key
     */
    List<ValueOverride> settings() {
        try {
            List<ValueOverride> settings = new ArrayList<>();
            assignments.forEach(assignment -> settings.add(ValueOverride.of(assignment)));
            epochs.ifPresent(value -> settings.add(ValueOverride.ofEpochs(value)));
            seed.ifPresent(value -> settings.add(ValueOverride.ofSeed(value)));
            return settings;
        } catch (InvalidFileException e) {
            throw new BadInputException(e);
        }
    }

    /** The options quoted for a shell, each followed by a space; empty if there are none. */
    public String forShell() {
        StringBuilder options = new StringBuilder();
        assignments.forEach(assignment -> options.append("--set ").append(shell(assignment)));
        epochs.ifPresent(value -> options.append("--epochs ").append(shell(value)));
        seed.ifPresent(value -> options.append("--seed ").append(shell(value)));
        return options.toString();
    }

    private static String shell(String value) {
        return Scaffold.quoted(Printable.line(value)) + " ";
    }
}
