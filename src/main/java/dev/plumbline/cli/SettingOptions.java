package dev.plumbline.cli;

import dev.plumbline.scaffold.Scaffold;
import dev.plumbline.spec.Printable;
import dev.plumbline.yaml.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that give keys of a network file other values. */
final class SettingOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Use this value in place of the file's, such as --set training.epochs=100 or --set"
                    + " layers[0].units=8. Repeatable.")
    private List<String> assignments = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Train for N epochs. A longer `report` interval in the file gives way to a tenth of N.")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Use this seed in place of the file's.")
    private Optional<String> seed = Optional.empty();

    /**
     * The values, each with its place on the command line.
     *
     * @throws dev.plumbline.yaml.InvalidFileException if one of them names no key
     */
    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        assignments.forEach(assignment -> settings.add(Setting.of(assignment)));
        epochs.ifPresent(value -> settings.add(Setting.ofEpochs(value)));
        seed.ifPresent(value -> settings.add(Setting.ofSeed(value)));
        return settings;
    }

    /** The options for a shell, each with a blank after it; empty without any. */
    String shown() {
        StringBuilder shown = new StringBuilder();
        assignments.forEach(assignment -> shown.append("--set ").append(shell(assignment)));
        epochs.ifPresent(value -> shown.append("--epochs ").append(shell(value)));
        seed.ifPresent(value -> shown.append("--seed ").append(shell(value)));
        return shown.toString();
    }

    private static String shell(String value) {
        return Scaffold.quoted(Printable.line(value)) + " ";
    }
}
