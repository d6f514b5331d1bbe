package dev.plumbline.report.page;

import com.google.gson.JsonElement;
import dev.plumbline.report.document.Escapes;
import dev.plumbline.report.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A self-contained HTML page: a template with a style sheet, a script, and documents that the script draws.
 *
 * @param name the name of the network
 * @param severity the class of the verdict: good, bad or warning
 * @param verdict the verdict, one or two words
 * @param sentence the text after the verdict
 */
record PageTemplate(String name, String severity, String verdict, String sentence) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    /**
     * The page.
     *
     * @param text the text without JavaScript
     * @param documents the documents by their names in the script
     * @param script the file of the script
     */
    String fill(String text, Map<String, ? extends JsonElement> documents, String script) {
        String embedded = new TreeMap<>(documents)
                .entrySet().stream()
                        .map(document -> "<script type=\"application/json\" id=\"" + document.getKey() + "\">"
                                + Json.embedded(document.getValue()) + "</script>\n")
                        .collect(Collectors.joining());
        Map<String, String> slots = Map.of(
                "title", Escapes.html(verdict + ": " + name),
                "name", Escapes.html(name),
                "severity", severity,
                "verdict", Escapes.html(verdict),
                "sentence", Escapes.html(sentence.replaceFirst("^[:,] ", "")),
                "text", Escapes.html(text),
                "documents", embedded,
                "style", resource("page.css"),
                "script", resource("elements.js") + resource(script));
        // One pass, so that a network's name such as {{check}} is not replaced.
        return SLOT.matcher(resource("page.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(slots.getOrDefault(slot.group(1), slot.group())));
    }

    private static String resource(String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
