package dev.plumbline.report.document;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A check in the XML format of JUnit: a suite for the run, and a test case for each layer and quantity, or for each
 * of many networks, so that a build server shows which of them fail, and since when.
 */
public final class JunitXml {
    private JunitXml() {}

    /**
     * A suite.
     *
     * @param cases the test cases, at least one
     */
    public record Suite(String name, Map<String, String> properties, List<Case> cases, double seconds, String output) {
        public Suite {
            cases = List.copyOf(cases);
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("a suite without a case would be a success of nothing");
            }
        }

        private String count(Kind kind) {
            return Long.toString(cases.stream()
                    .flatMap(testCase -> testCase.trouble().stream())
                    .filter(trouble -> trouble.kind() == kind)
                    .count());
        }
    }

    /**
     * A case.
     *
     * @param trouble the reason of a failure or error
     */
    public record Case(String group, String name, double seconds, Optional<Trouble> trouble) {}

    /** What the absence of a success means. */
    public enum Kind {
        FAILURE,
        /** The case could not be tested to its end. */
        ERROR,
        /** The case cannot be tested. */
        SKIPPED
    }

    /**
     * The reason why a case did not succeed.
     *
     * @param type the kind of the failure, a word
     */
    public record Trouble(Kind kind, String type, String message, String text) {}

    /** The document. */
    public static String of(Suite suite, Instant time) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            start(xml, "testsuites");
            start(xml, "testsuite");
            attributes(
                    xml,
                    List.of(
                            "name", suite.name(),
                            "package", "plumbline",
                            "id", "0",
                            "tests", Integer.toString(suite.cases().size()),
                            "failures", suite.count(Kind.FAILURE),
                            "errors", suite.count(Kind.ERROR),
                            "skipped", suite.count(Kind.SKIPPED),
                            "hostname", "localhost",
                            "timestamp", timestamp(time),
                            "time", time(suite.seconds())));
            start(xml, "properties");
            for (Map.Entry<String, String> property : suite.properties().entrySet()) {
                element(xml, "property", "", "name", property.getKey(), "value", property.getValue());
            }
            xml.writeEndElement();
            for (Case testCase : suite.cases()) {
                add(xml, testCase);
            }
            element(xml, "system-out", suite.output());
            element(xml, "system-err", "");
            xml.writeEndDocument();
            return text + "\n";
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report could not be written as XML", e);
        }
    }

    private static String timestamp(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static void add(XMLStreamWriter xml, Case testCase) throws XMLStreamException {
        String time = time(testCase.seconds());
        start(xml, "testcase", "classname", testCase.group(), "name", testCase.name(), "time", time);
        if (testCase.trouble().isPresent()) {
            Trouble trouble = testCase.trouble().get();
            switch (trouble.kind()) {
                case FAILURE, ERROR ->
                    element(
                            xml,
                            trouble.kind().name().toLowerCase(Locale.ROOT),
                            trouble.text(),
                            "type",
                            trouble.type(),
                            "message",
                            trouble.message());
                case SKIPPED -> element(xml, "skipped", trouble.text(), "message", trouble.message());
            }
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String tag, String text, String... attributes)
            throws XMLStreamException {
        start(xml, tag, attributes);
        xml.writeCharacters(Escapes.printable(text));
        xml.writeEndElement();
    }

    /** Starts an element on a new line, with alternating names and values of attributes. */
    private static void start(XMLStreamWriter xml, String tag, String... attributes) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(tag);
        attributes(xml, List.of(attributes));
    }

    private static void attributes(XMLStreamWriter xml, List<String> attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.size(); i += 2) {
            xml.writeAttribute(attributes.get(i), Escapes.printable(attributes.get(i + 1)));
        }
    }
}
