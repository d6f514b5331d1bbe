package dev.plumbline.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says which random networks a verb makes, and the limits of this and other numbers. */
final class SeedOption {
    private static final long LARGEST = 0xFFFFFFFFL;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed generates the same networks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** The seed, if there is such a one. */
    long seed() {
        require(seed >= 0 && seed <= LARGEST, "--seed", seed, "from 0 to " + LARGEST);
        return seed;
    }

    /** Refuses a number of the verb's that is not possible. */
    void require(boolean holds, String option, long value, String allowed) {
        if (!holds) {
            throw new ParameterException(
                    command.commandLine(), "`" + option + " " + value + "` is not possible; allowed: " + allowed);
        }
    }
}
