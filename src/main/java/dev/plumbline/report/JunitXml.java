package dev.plumbline.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A check as the XML that JUnit's reports are: a suite for the run, and a case for each layer and quantity, so that a build
 * server shows which of them went wrong, and since when.
 */
final class JunitXml {
    private JunitXml() {}

    /**
     * A suite.
     *
     * @param name what was run
     * @param properties what there is to know of the run
     * @param cases what was tested, at least one
     * @param seconds how long it took
     * @param output what was printed
     */
    record Suite(String name, Map<String, String> properties, List<Case> cases, double seconds, String output) {
        Suite {
            cases = List.copyOf(cases);
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("a suite without a case would be a success of nothing");
            }
        }

        private long count(boolean errors) {
            return cases.stream()
                    .flatMap(each -> each.trouble().stream())
                    .filter(trouble -> trouble.isError() == errors)
                    .count();
        }
    }

    /**
     * A case.
     *
     * @param group what it is listed under
     * @param trouble why it did not succeed
     */
    record Case(String group, String name, Optional<Trouble> trouble) {}

    /**
     * Why a case did not succeed.
     *
     * @param isError whether it could not be tested, and so has not failed either
     * @param type a word for the kind of trouble
     * @param message in one line
     * @param text at length
     */
    record Trouble(boolean isError, String type, String message, String text) {}

    /**
     * The document.
     *
     * @param time when the run began
     */
    static String of(Suite suite, Instant time) {
        Markup xml = Markup.xml();
        xml.open("testsuites").line();
        xml.open(
                        "testsuite",
                        "name",
                        suite.name(),
                        "package",
                        "plumbline",
                        "id",
                        "0",
                        "tests",
                        Integer.toString(suite.cases().size()),
                        "failures",
                        Long.toString(suite.count(false)),
                        "errors",
                        Long.toString(suite.count(true)),
                        "skipped",
                        "0",
                        "hostname",
                        "localhost",
                        "timestamp",
                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                                time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)),
                        "time",
                        String.format(Locale.ROOT, "%.3f", suite.seconds()))
                .line();
        xml.open("properties").line();
        suite.properties()
                .forEach((name, value) ->
                        xml.empty("property", "name", name, "value", value).line());
        xml.close().line();
        suite.cases().forEach(each -> add(xml, each));
        xml.leaf("system-out", suite.output()).line();
        xml.leaf("system-err", "").line();
        xml.close().line();
        xml.close().line();
        return xml.toString();
    }

    private static void add(Markup xml, Case each) {
        xml.open("testcase", "classname", each.group(), "name", each.name(), "time", "0");
        each.trouble().ifPresent(trouble -> {
            String tag = trouble.isError() ? "error" : "failure";
            xml.line().leaf(tag, trouble.text(), "type", trouble.type(), "message", trouble.message());
            xml.line();
        });
        xml.close().line();
    }
}
