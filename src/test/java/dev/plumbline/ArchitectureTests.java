package dev.plumbline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Holds the packages to the design: what each may see, and what only one of them may do.
 *
 * <p>A package that does not exist yet breaks no rule. A package that the design does not know does.
 */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String BASE = "dev.plumbline.";

    /** The classes at the top: they may see every package but {@code cli}, and only {@code kotlin} sees them. */
    private static final String TOP = "dev.plumbline";

    /** For each package, the other packages of ours that it may see; {@code cli} may see them all. */
    private static final Map<String, List<String>> MAY_SEE = Map.ofEntries(
            Map.entry("spec", List.of()),
            Map.entry("math", List.of()),
            Map.entry("data", List.of("spec", "math")),
            Map.entry("metrics", List.of("math")),
            Map.entry("trace", List.of("metrics", "spec", "math")),
            Map.entry("model", List.of("metrics", "data", "yaml", "trace", "spec", "math")),
            Map.entry("reference", List.of("trace", "spec", "math")),
            Map.entry("recording", List.of("backend", "data", "trace", "spec", "math")),
            Map.entry("subject", List.of("backend", "recording", "trace", "spec", "math")),
            Map.entry(
                    "handrolled", List.of("backend", "subject", "recording", "yaml", "data", "trace", "spec", "math")),
            Map.entry("scaffold", List.of("spec")),
            Map.entry("backend", List.of("spec")),
            Map.entry("dl4j", List.of("backend", "trace", "spec", "math")),
            Map.entry("cluster", List.of("model", "metrics", "data", "trace", "spec")),
            Map.entry(
                    "spark",
                    List.of("backend", "cluster", "model", "metrics", "data", "yaml", "dl4j", "trace", "spec", "math")),
            Map.entry("compare", List.of("trace", "spec", "math")),
            Map.entry("diagnose", List.of("subject", "scaffold", "compare", "reference", "trace", "spec", "math")),
            Map.entry("yaml", List.of("spec")),
            Map.entry("report", List.of("backend", "diagnose", "compare", "metrics", "trace", "spec", "math")),
            Map.entry("kotlin", List.of("compare", "trace", "spec", "math")),
            Map.entry(
                    "assertions",
                    List.of(
                            "spec",
                            "math",
                            "data",
                            "trace",
                            "handrolled",
                            "reference",
                            "dl4j",
                            "compare",
                            "diagnose",
                            "yaml",
                            "report")),
            Map.entry(
                    "cli",
                    List.of(
                            "spec",
                            "math",
                            "data",
                            "metrics",
                            "trace",
                            "model",
                            "recording",
                            "handrolled",
                            "scaffold",
                            "reference",
                            "backend",
                            "dl4j",
                            "cluster",
                            "compare",
                            "diagnose",
                            "yaml",
                            "report")));

    @ArchTest
    void eachPackageSeesOnlyWhatTheDesignAllows(JavaClasses classes) {
        assertAll(MAY_SEE.entrySet().stream().map(each -> () -> {
            String name = each.getKey();
            List<String> others = each.getValue();
            String[] allowed = Stream.concat(
                            name.equals("kotlin") ? Stream.of(TOP) : Stream.of(),
                            Stream.concat(Stream.of(name), others.stream()).map(ArchitectureTests::packageOf))
                    .toArray(String[]::new);
            check(
                    classes,
                    noClasses()
                            .that()
                            .resideInAPackage(packageOf(name))
                            .should()
                            .dependOnClassesThat(
                                    resideInAPackage("dev.plumbline..").and(not(resideInAnyPackage(allowed))))
                            .because("`" + name + "` may see only " + others));
        }));
    }

    @ArchTest
    void everyClassLivesInAPackageOfTheDesign(JavaClasses classes) {
        String[] known = Stream.concat(Stream.of(TOP), MAY_SEE.keySet().stream().map(ArchitectureTests::packageOf))
                .toArray(String[]::new);
        check(classes, classes().should().resideInAnyPackage(known));
    }

    @ArchTest
    void theTopDoesNotSeeTheCommands(JavaClasses classes) {
        check(
                classes,
                noClasses()
                        .that()
                        .resideInAPackage(TOP)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(packageOf("cli")));
    }

    /** Once with the packages under a package as a part of it, and once with each as one of its own. */
    @ArchTest
    void packagesAreFreeOfCycles(JavaClasses classes) {
        check(classes, slices().matching(BASE + "(*)..").should().beFreeOfCycles());
        check(classes, slices().matching(BASE + "(**)").should().beFreeOfCycles());
    }

    /** The most files of a package. */
    private static final int MOST_FILES = 25;

    @Test
    void noPackageHasMoreFilesThanAReaderCanKeepInMind() throws IOException {
        Path root = Path.of("src/main/java/dev/plumbline");
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, Long> sizes = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(
                            file -> root.relativize(file.getParent()).toString(), TreeMap::new, Collectors.counting()));
            sizes.entrySet().removeIf(each -> each.getValue() <= MOST_FILES);
            assertEquals(Map.of(), sizes, "packages with too many files");
        }
    }

    /**
     * For each package that has packages under it: for each of those, the others that it may see. The empty name is the
     * package itself; a package that is not listed here is not under it.
     */
    private static final Map<String, Map<String, List<String>>> UNDER = Map.of(
            "cli",
            Map.of(
                    "terminal", List.of(),
                    "options", List.of("terminal"),
                    "check", List.of("options", "terminal"),
                    "run", List.of("options", "terminal"),
                    "interop", List.of("options", "terminal"),
                    "describe", List.of("options", "terminal"),
                    "", List.of("describe", "interop", "run", "check", "options", "terminal")),
            "compare",
            Map.of(
                    "rounding", List.of(),
                    "run", List.of("rounding"),
                    "", List.of("run", "rounding")),
            "data",
            Map.of(
                    "", List.of(),
                    "preparation", List.of(""),
                    "table", List.of("preparation", ""),
                    "examples", List.of("table", "preparation", "")),
            "diagnose",
            Map.of(
                    "findings", List.of(),
                    "replay", List.of("findings"),
                    "correction", List.of("replay", "findings"),
                    "hypotheses", List.of("replay", "findings"),
                    "representation", List.of("replay", "findings"),
                    "start", List.of("hypotheses", "representation", "replay", "findings"),
                    "planted", List.of("hypotheses", "representation", "replay", "findings"),
                    "search", List.of("start", "hypotheses", "representation", "replay", "correction", "findings"),
                    "",
                            List.of(
                                    "planted",
                                    "search",
                                    "start",
                                    "hypotheses",
                                    "representation",
                                    "replay",
                                    "correction",
                                    "findings")),
            "dl4j",
            Map.of(
                    "extension", List.of(),
                    "translation", List.of("extension"),
                    "export", List.of("translation", "extension"),
                    "kernel", List.of(),
                    "run", List.of("kernel", "translation", "extension"),
                    "", List.of("kernel", "run", "translation", "extension"),
                    "json", List.of("", "extension")),
            "spec",
            Map.of(
                    "error", List.of(),
                    "vocabulary", List.of("error"),
                    "data", List.of("vocabulary", "error"),
                    "", List.of("data", "vocabulary", "error"),
                    "glossary", List.of("", "data", "vocabulary", "error")),
            "trace",
            Map.of("", List.of(), "perturbation", List.of("")),
            "yaml",
            Map.of(
                    "diagnostic", List.of(),
                    "node", List.of("diagnostic"),
                    "", List.of("node", "diagnostic")),
            "report",
            Map.of(
                    "document", List.of(),
                    "check", List.of("document"),
                    "run", List.of("document"),
                    "words", List.of("document"),
                    "page", List.of("check", "run", "document")));

    /** For each of these packages, those under it that other packages may see. */
    private static final Map<String, List<String>> VISIBLE = Map.of(
            "diagnose", List.of("", "findings"),
            "dl4j", List.of("", "kernel", "translation", "export", "json"),
            "yaml", List.of("", "diagnostic"));

    @ArchTest
    void packagesUnderAnotherSeeOnlyThoseBelow(JavaClasses classes) {
        assertAll(UNDER.keySet().stream()
                .flatMap(parent -> UNDER.get(parent).entrySet().stream().map(each -> () -> {
                    Stream<String> allowed = Stream.concat(Stream.of(each.getKey()), each.getValue().stream());
                    check(
                            classes,
                            noClasses()
                                    .that()
                                    .resideInAPackage(under(parent, each.getKey()))
                                    .should()
                                    .dependOnClassesThat(resideInAPackage(packageOf(parent))
                                            .and(not(resideInAnyPackage(under(parent, allowed))))));
                })));
    }

    @ArchTest
    void everyPackageUnderAnotherIsOfTheDesign(JavaClasses classes) {
        UNDER.forEach((parent, children) -> check(
                classes,
                classes()
                        .that()
                        .resideInAPackage(packageOf(parent))
                        .should()
                        .resideInAnyPackage(under(parent, children.keySet().stream()))));
    }

    /** Spark trains DL4J's networks itself, so it sees the run too. */
    @ArchTest
    void otherPackagesSeeOnlyTheVisibleOnes(JavaClasses classes) {
        VISIBLE.forEach((parent, visible) -> check(
                classes,
                noClasses()
                        .that()
                        .resideOutsideOfPackages(packageOf(parent), packageOf("spark"))
                        .should()
                        .dependOnClassesThat(resideInAPackage(packageOf(parent))
                                .and(not(resideInAnyPackage(under(parent, visible.stream())))))));
    }

    private static String under(String parent, String child) {
        return BASE + parent + (child.isEmpty() ? "" : "." + child);
    }

    private static String[] under(String parent, Stream<String> children) {
        return children.map(child -> under(parent, child)).toArray(String[]::new);
    }

    @ArchTest
    void onlyDl4jSparkAndTheTopImportDl4jOrNd4j(JavaClasses classes) {
        check(
                classes,
                noClasses()
                        .that()
                        .resideOutsideOfPackages(TOP, packageOf("dl4j"), packageOf("spark"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."));
    }

    @ArchTest
    void onlySparkImportsSpark(JavaClasses classes) {
        check(
                classes,
                noClasses()
                        .that()
                        .resideOutsideOfPackage(packageOf("spark"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala.."));
    }

    @ArchTest
    void onlyYamlImportsTheYamlParser(JavaClasses classes) {
        check(
                classes,
                noClasses()
                        .that()
                        .resideOutsideOfPackage(packageOf("yaml"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.snakeyaml.."));
    }

    @ArchTest
    void specAndMathUseOnlyTheJavaLibrary(JavaClasses classes) {
        // JSpecify's annotations are kept in the class files and needed by nobody who runs them.
        for (String name : List.of("spec", "math")) {
            check(
                    classes,
                    classes()
                            .that()
                            .resideInAPackage(packageOf(name))
                            .should()
                            .onlyDependOnClassesThat(
                                    resideInAnyPackage(packageOf(name), "java..", "org.jspecify.annotations")));
        }
    }

    /** The recorder of code is the program of a process of its own. */
    @ArchTest
    void onlyCliPrintsOrExits(JavaClasses classes) {
        check(
                classes,
                classes()
                        .that()
                        .resideOutsideOfPackage(packageOf("cli"))
                        .and()
                        .doNotHaveFullyQualifiedName("dev.plumbline.handrolled.CodeRecorder")
                        .should(neitherPrintNorExit()));
    }

    /** Digits, decimal points and case depend on the user's locale, and nothing that is written here may. */
    @ArchTest
    void nothingIsWrittenInTheUsersLocale(JavaClasses classes) {
        check(
                classes,
                noClasses()
                        .should()
                        .callMethod(String.class, "format", String.class, Object[].class)
                        .orShould()
                        .callMethod(String.class, "toLowerCase")
                        .orShould()
                        .callMethod(String.class, "toUpperCase")
                        .orShould()
                        .callMethod(String.class, "getBytes")
                        .because("Locale.ROOT and UTF-8 are to be given; `formatted` is for %s alone"));
    }

    @ArchTest
    void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : classes) {
            JavaPackage itsPackage = each.getPackage();
            if (!itsPackage.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(itsPackage.getName());
            }
        }
        assertEquals(Set.of(), unmarked, "packages without a package-info.java that says @NullMarked");
    }

    private static String packageOf(String name) {
        return BASE + name + "..";
    }

    private static void check(JavaClasses classes, ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static ArchCondition<JavaClass> neitherPrintNorExit() {
        return new ArchCondition<>("neither print nor exit") {
            @Override
            public void check(JavaClass each, ConditionEvents events) {
                each.getFieldAccessesFromSelf().stream()
                        .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                        .filter(access -> Set.of("out", "err", "in").contains(access.getName()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(each, access.getDescription())));
                each.getCodeUnitAccessesFromSelf().stream()
                        .filter(ArchitectureTests::printsOrExits)
                        .forEach(call -> events.add(SimpleConditionEvent.violated(each, call.getDescription())));
            }
        };
    }

    private static boolean printsOrExits(JavaCodeUnitAccess<?> call) {
        JavaClass owner = call.getTargetOwner();
        return switch (call.getName()) {
            case "console", "setOut", "setErr" -> owner.isEquivalentTo(System.class);
            case "exit" -> owner.isEquivalentTo(System.class) || owner.isEquivalentTo(Runtime.class);
            case "halt" -> owner.isEquivalentTo(Runtime.class);
            // Without arguments it prints to System.err.
            case "printStackTrace" ->
                owner.isAssignableTo(Throwable.class)
                        && call.getTarget().getRawParameterTypes().isEmpty();
            default -> false;
        };
    }
}
