package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.json.ConfigurationDefect;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every finding on the page has its test, and every test its finding. */
class FindingsPageTests {
    private static final FindingsPage PAGE = FindingsPage.read();

    @Test
    void everyFindingOnThePageHasOneTestAndEveryTestItsFinding() throws Exception {
        List<String> tested = new ArrayList<>();
        for (Class<?> tests : testClasses()) {
            Arrays.stream(tests.getDeclaredMethods())
                    .flatMap(method -> AnnotationSupport.findAnnotation(method, Dl4jFinding.class).stream())
                    .forEach(finding -> tested.add(finding.value()));
        }
        assertTrue(tested.size() > 10, "hardly any test was found");
        assertEquals(PAGE.ids().sorted().toList(), tested.stream().sorted().toList());
    }

    private static List<Class<?>> testClasses() throws IOException, URISyntaxException, ClassNotFoundException {
        Path directory = Path.of(
                FindingsPageTests.class.getResource("FindingsPageTests.class").toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.getParent())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Tests.class")) {
                    classes.add(
                            Class.forName(FindingsPageTests.class.getPackageName() + "." + name.replace(".class", "")));
                }
            }
        }
        return classes;
    }

    @Test
    void everyFindingHasTheRightResultTheResultOfDl4jAndTheMeasureOfPlumbline() {
        assertEquals(PAGE.headings(), PAGE.ids().toList());
        assertEquals(PAGE.headings().size(), PAGE.ids().distinct().count());
    }

    @Test
    void thePageCountsItsFindings() {
        assertTrue(
                PAGE.text().contains("The " + PAGE.sections().size() + " findings"),
                "" + PAGE.sections().size());
    }

    @Test
    void everyDefectThatAnAuditNamesIsOnThePage() {
        List<String> unknown = Arrays.stream(ConfigurationDefect.values())
                .map(ConfigurationDefect::findingName)
                .filter(name -> PAGE.ids().noneMatch(name::equals))
                .toList();
        assertEquals(List.of(), unknown);
    }
}
