package dev.plumbline.scaffold;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.plumbline.spec.vocabulary.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The Mustache templates of a resource, by their names: {@code [name]} begins one, {@code ;} a comment. A template can
 * include another one of its resource.
 */
final class Templates {
    private static final Mustache.Compiler MUSTACHE = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withFormatter(value -> value instanceof Enum<?> ? Schema.wordOf(value) : String.valueOf(value));

    private final Map<String, Template> templates;

    private Templates(Map<String, Template> templates) {
        this.templates = templates;
    }

    /** The templates of a resource. */
    static Templates of(String resource) {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (String line : read(resource).lines().toList()) {
            if (line.startsWith("[")) {
                text = new StringBuilder();
                texts.put(line.substring(1, line.length() - 1), text);
            } else if (!line.isEmpty() && !line.startsWith(";")) {
                text.append(text.isEmpty() ? "" : "\n").append(line);
            }
        }
        Mustache.Compiler compiler = MUSTACHE.withLoader(name ->
                new StringReader(Objects.requireNonNull(texts.get(name), name).toString()));
        Map<String, Template> templates = new LinkedHashMap<>();
        texts.forEach((name, source) -> templates.put(name, compiler.compile(source.toString())));
        return new Templates(templates);
    }

    /** The text of a resource that is one template. */
    static String filled(String resource, Object context) {
        return MUSTACHE.compile(read(resource)).execute(context);
    }

    private static String read(String resource) {
        try (InputStream in = Templates.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that are words of the vocabulary: those without a space. */
    List<String> words() {
        return templates.keySet().stream().filter(name -> !name.contains(" ")).toList();
    }

    boolean has(String name) {
        return templates.containsKey(name);
    }

    /** The lines of a template; those that are blank are left out. */
    List<String> lines(String name, Object context) {
        Template template = templates.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no template " + name);
        }
        return template.execute(context).lines().filter(line -> !line.isBlank()).toList();
    }

    /** The values of a template whose lines are {@code key = value}. */
    Map<String, String> values(String name, Object context) {
        return lines(name, context).stream()
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[parts.length - 1]));
    }
}
