package dev.plumbline.cli.check;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a time in whole seconds on the command line. */
final class Seconds implements ITypeConverter<Duration> {
    private static final int MOST_DIGITS = 9;

    @Override
    public Duration convert(String text) {
        if (!text.matches("\\d{1," + MOST_DIGITS + "}") || Long.parseLong(text) == 0) {
            throw new TypeConversionException("`" + text + "` is not a whole number of seconds; allowed: at least 1");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
