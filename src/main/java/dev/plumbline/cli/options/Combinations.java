package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.BadInputException;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.yaml.InputCounter;
import dev.plumbline.yaml.SweepPlan;
import dev.plumbline.yaml.ValueOverride;
import dev.plumbline.yaml.YamlReader;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The combinations of a sweep.
 *
 * @param file the network file
 * @param given the settings of the command line
 * @param plan the keys of the sweep and their values
 */
public record Combinations(Path file, List<ValueOverride> given, SweepPlan plan) {

    /** The combinations of a file; empty if it has no sweep. */
    public static Optional<Combinations> of(Path file, SettingOptions options) {
        List<ValueOverride> given = options.settings();
        try {
            return SweepPlan.read(file, given, LoadedNetwork.counter(file))
                    .map(plan -> new Combinations(file, given, plan));
        } catch (InvalidFileException e) {
            throw new BadInputException(e);
        }
    }

    public int size() {
        return plan.size();
    }

    /** All settings of a combination. */
    public ArrayList<ValueOverride> settings(int combination) {
        ArrayList<ValueOverride> settings = new ArrayList<>(given);
        settings.addAll(plan.settings(combination));
        return settings;
    }

    /**
     * The network of each combination, without its data.
     *
     * @throws BadInputException with the problems of all of them
     * @throws RefusedException if two of them are the same network
     */
    public List<NetworkSpec> networks() {
        List<NetworkSpec> networks = new ArrayList<>();
        InputCounter inputs = LoadedNetwork.counter(file);
        Map<String, Diagnostic> problems = new LinkedHashMap<>(); // those of several combinations once
        for (int i = 0; i < size(); i++) {
            try {
                networks.add(YamlReader.read(file, settings(i), inputs).spec());
            } catch (InvalidFileException e) {
                e.diagnostics().forEach(problem -> problems.put(problem.toString(), problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(List.copyOf(problems.values()));
        }
        requireDifferent(networks);
        return networks;
    }

    /** Refuses values that change nothing, such as a default that every layer replaces. */
    private void requireDifferent(List<NetworkSpec> networks) {
        Map<NetworkSpec, Integer> seen = new HashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            Integer before = seen.putIfAbsent(networks.get(i), i);
            if (before != null) {
                throw new RefusedException(
                        ErrorKind.NO_EFFECT,
                        file + ": two combinations of its `sweep` are the same network: " + written(before) + "; and "
                                + written(i) + ". Remove the values that change nothing");
            }
        }
    }

    private String written(int combination) {
        List<String> values = plan.values(combination);
        return IntStream.range(0, values.size())
                .mapToObj(i -> plan.keys().get(i) + ": " + values.get(i))
                .collect(Collectors.joining(", "));
    }
}
