package dev.plumbline.cli.run;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An interval on the command line: a number of epochs such as {@code 10}, or a time such as {@code 90s}, {@code 5m} or
 * {@code 2h}.
 *
 * @param epochs the number of epochs; empty for a time
 * @param time the time; zero for epochs
 */
record CheckpointInterval(Optional<Integer> epochs, Duration time) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,8})([smh]?)");

    /** Reads epochs or a time. */
    static final class Converter implements ITypeConverter<CheckpointInterval> {
        @Override
        public CheckpointInterval convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
                throw new TypeConversionException(
                        "`" + text + "` is neither a number of epochs, such as 10, nor a time, such as 90s, 5m or 2h");
            }
            int number = Integer.parseInt(matcher.group(1));
            return matcher.group(2).isEmpty()
                    ? new CheckpointInterval(Optional.of(number), Duration.ZERO)
                    : new CheckpointInterval(Optional.empty(), time(number, matcher.group(2)));
        }
    }

    /** Reads a time. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || matcher.group(2).isEmpty() || Integer.parseInt(matcher.group(1)) == 0) {
                throw new TypeConversionException("`" + text + "` is not a time, such as 90s, 5m or 2h");
            }
            return time(Integer.parseInt(matcher.group(1)), matcher.group(2));
        }
    }

    private static Duration time(int number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
