package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The packages that a program may use and those that are internal: internal ones say so in their documentation, and no
 * signature of the others needs one.
 */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicApiTests {
    private static final String TOP = "dev.plumbline";

    private static final Set<String> API = Set.of(
            "kotlin",
            "assertions",
            "handrolled",
            "spec",
            "spec.error",
            "spec.vocabulary",
            "spec.data",
            "spec.glossary",
            "math",
            "trace",
            "trace.perturbation",
            "metrics",
            "compare",
            "data",
            "data.examples",
            "data.preparation",
            "yaml",
            "yaml.diagnostic",
            "dl4j",
            "reference");

    private static final String INTERNAL = " * <p>Internal: for Plumbline's own use; it may change at any time.\n";

    @Test
    void everyOtherPackageSaysThatItIsInternal() throws IOException {
        Set<String> unclear = new TreeSet<>();
        try (Stream<Path> files =
                Stream.of("src/main/java", "src/spark/java").map(Path::of).flatMap(PublicApiTests::packages)) {
            for (Path file : files.toList()) {
                boolean saysSo = Files.readString(file).contains(INTERNAL);
                if (saysSo == isApi(nameOf(file))) {
                    unclear.add(file.toString());
                }
            }
        }
        assertEquals(Set.of(), unclear);
    }

    @ArchTest
    void signaturesOfTheApiNeedNothingInternal(JavaClasses classes) {
        Set<String> needed = new TreeSet<>();
        for (JavaClass each : classes) {
            if (isApi(each.getPackageName()) && isPublic(each)) {
                each.getAllRawInterfaces().forEach(type -> note(needed, each.getName(), type));
                each.getAllRawSuperclasses().forEach(type -> note(needed, each.getName(), type));
                for (JavaMember member : each.getMembers()) {
                    if (member.getModifiers().contains(JavaModifier.PUBLIC)) {
                        member.getAllInvolvedRawTypes().forEach(type -> note(needed, member.getFullName(), type));
                    }
                }
            }
        }
        assertEquals(Set.of(), needed);
    }

    private static void note(Set<String> needed, String where, JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        if (element.getPackageName().startsWith(TOP) && !isApi(element.getPackageName())) {
            needed.add(where + " needs " + element.getSimpleName());
        }
    }

    private static boolean isPublic(JavaClass each) {
        return each.getModifiers().contains(JavaModifier.PUBLIC)
                && each.getEnclosingClass().map(PublicApiTests::isPublic).orElse(true);
    }

    private static boolean isApi(String packageName) {
        return packageName.equals(TOP) || API.contains(packageName.replaceFirst("dev\\.plumbline\\.", ""));
    }

    private static Stream<Path> packages(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("package-info.java")).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String nameOf(Path packageInfo) {
        Path root = packageInfo.subpath(0, 3);
        return root.relativize(packageInfo.getParent())
                .toString()
                .replace('/', '.')
                .replace('\\', '.');
    }
}
