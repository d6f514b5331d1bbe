package dev.plumbline.report.page;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The origin of a page.
 *
 * @param time the start of the check, in seconds
 */
public record Origin(String version, String command, String time) {
    /** The origin of a page about what starts at this time. */
    public Origin(String version, String command, Instant start) {
        this(version, command, start.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
