package dev.plumbline.cli;

import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.InvalidSpecException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose which steps are compared. They override the file. */
final class ComparisonOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--compare-every",
            paramLabel = "N",
            description =
                    "Compare one step in N, each taken from DL4J's own weights: a long training of a large network"
                            + " takes little longer than with `train`. Default: as in the file, or 1.")
    private Optional<Integer> every = Optional.empty();

    @Option(
            names = "--every-element",
            description = "Hold every element of every step against its own bound, also in larger networks. By default"
                    + " that is done there in the first 100 steps, at the reports, in the last and in one of 64"
                    + " others; in the rest each tensor is compared by its norm.")
    private boolean everyElement;

    /** The network with these in it. */
    LoadedNetwork applyTo(LoadedNetwork loaded) {
        Comparison own = loaded.spec().compare();
        try {
            return loaded.comparing(new Comparison(every.orElse(own.every()), everyElement || own.everyElement()));
        } catch (InvalidSpecException e) {
            throw new ParameterException(command.commandLine(), "`--compare-every` must be at least 1");
        }
    }
}
