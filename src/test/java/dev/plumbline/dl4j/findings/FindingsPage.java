package dev.plumbline.dl4j.findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page of findings, {@code src/docs/dl4j-findings.md}.
 *
 * @param text the whole text
 * @param sections the findings, in their order
 */
record FindingsPage(String text, List<Section> sections) {
    private static final Path FILE = Path.of("src/docs/dl4j-findings.md");

    private static final Pattern SECTION = Pattern.compile(
            "^### (\\S+)\\n\\n(.+)\\n\\n- \\*\\*Expected:\\*\\* (.+)\\n- \\*\\*Actual:\\*\\* (.+)\\n- \\*\\*Plumbline:\\*\\* (.+)$",
            Pattern.MULTILINE);

    static FindingsPage read() {
        try {
            String text = Files.readString(FILE);
            List<Section> sections = SECTION.matcher(text)
                    .results()
                    .map(found ->
                            new Section(found.group(1), found.group(2), found.group(3), found.group(4), found.group(5)))
                    .toList();
            return new FindingsPage(text, sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all headings of findings. */
    List<String> headings() {
        return text.lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
    }

    Section section(String id) {
        return sections.stream()
                .filter(section -> section.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page has no finding " + id));
    }

    Stream<String> ids() {
        return sections.stream().map(Section::id);
    }
}
