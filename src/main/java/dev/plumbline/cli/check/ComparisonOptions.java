package dev.plumbline.cli.check;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose which steps are compared. They override the file. */
final class ComparisonOptions {
    @Option(
            names = "--compare-every",
            paramLabel = "N",
            description =
                    "Compare one step in N, each from DL4J's weights. A long training of a large network then takes "
                            + "little longer than with `train`. Default: as in the file, or 1.")
    private Optional<Integer> every = Optional.empty();

    @Option(
            names = "--every-element",
            description = "Compare every single element in every step of larger networks too. By default, they are "
                    + "compared by element in the first 100 steps, in the reported steps, in the last step and in "
                    + "every 64th of the other steps, and by norm in the rest.")
    private boolean everyElement;

    /** Returns the network with these options applied. */
    LoadedNetwork applyTo(LoadedNetwork loaded) {
        Comparison comparison = loaded.spec().compare();
        try {
            return loaded.comparing(
                    new Comparison(every.orElse(comparison.every()), everyElement || comparison.everyElement()));
        } catch (InvalidSpecException e) {
            throw new UsageException(ErrorKind.INVALID_OPTION, "`--compare-every` must be at least 1");
        }
    }
}
