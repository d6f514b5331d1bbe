package dev.plumbline.report;

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
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            start(xml, "testsuites");
            start(
                    xml,
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
                    timestamp(time),
                    "time",
                    String.format(Locale.ROOT, "%.3f", suite.seconds()));
            start(xml, "properties");
            for (Map.Entry<String, String> each : suite.properties().entrySet()) {
                element(xml, "property", "", "name", each.getKey(), "value", each.getValue());
            }
            xml.writeEndElement();
            for (Case each : suite.cases()) {
                add(xml, each);
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

    private static void add(XMLStreamWriter xml, Case each) throws XMLStreamException {
        start(xml, "testcase", "classname", each.group(), "name", each.name(), "time", "0");
        if (each.trouble().isPresent()) {
            Trouble trouble = each.trouble().get();
            String tag = trouble.isError() ? "error" : "failure";
            element(xml, tag, trouble.text(), "type", trouble.type(), "message", trouble.message());
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String tag, String text, String... attributes)
            throws XMLStreamException {
        start(xml, tag, attributes);
        xml.writeCharacters(Escapes.printable(text));
        xml.writeEndElement();
    }

    /** Begins an element on a line of its own, with attributes' names and values in turn. */
    private static void start(XMLStreamWriter xml, String tag, String... attributes) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], Escapes.printable(attributes[i + 1]));
        }
    }
}
