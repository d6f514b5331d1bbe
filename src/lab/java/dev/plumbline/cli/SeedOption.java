package dev.plumbline.cli;

import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.spec.error.ErrorKind;
import picocli.CommandLine.Option;

/** The seed of the random networks, and the check of this and other numeric options. */
final class SeedOption {
    private static final long LARGEST = 0xFFFFFFFFL;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed generates the same networks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed = 1;

    /** The seed; refuses a value outside the range. */
    long seed() {
        require(seed >= 0 && seed <= LARGEST, "--seed", seed, "from 0 to " + LARGEST);
        return seed;
    }

    /** Refuses an option's value if the condition does not hold. */
    void require(boolean holds, String option, long value, String allowed) {
        if (!holds) {
            throw new UsageException(
                    ErrorKind.INVALID_OPTION, "`" + option + " " + value + "` is not possible; allowed: " + allowed);
        }
    }
}
