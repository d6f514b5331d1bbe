package dev.plumbline.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.handrolled.Agreement;
import dev.plumbline.handrolled.Networks;
import dev.plumbline.recording.Python;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Scaffolds run as they are, with the numbers of the reference. */
class ScaffoldTests {
    private static final Path KOTLIN = Path.of("src/test/kotlin/scaffolds");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> javaAgrees() {
        return ScaffoldCase.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Scaffold scaffold = Scaffold.of(each.spec(), Language.JAVA, "net.yaml", "");
                    Path file = Files.writeString(directory.resolve(scaffold.fileName()), scaffold.source());
                    Agreement.requireOf(Agreement.inThisProcess(file), each.experiment(), each.tensors());
                }));
    }

    @Tag(Python.TAG)
    @TestFactory
    Stream<DynamicTest> pythonAgrees() {
        Stream<ScaffoldCase> losses =
                ScaffoldCase.losses().stream().filter(each -> each.name().endsWith("mean"));
        return Stream.concat(ScaffoldCase.few().stream(), losses)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Scaffold scaffold = Scaffold.of(each.spec(), Language.PYTHON, "net.yaml", "");
                    Agreement.requireOf(
                            Python.network(directory, scaffold.source()), each.experiment(), each.tensors());
                }));
    }

    /** The Kotlin scaffolds are committed files, which the build compiles with the tests. */
    @TestFactory
    Stream<DynamicTest> kotlinAgrees() {
        return ScaffoldCase.few().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Scaffold scaffold = Scaffold.of(each.spec(), Language.KOTLIN, "net.yaml", "");
                    assertEquals(Files.readString(KOTLIN.resolve(scaffold.fileName())), scaffold.source());
                    String name = scaffold.fileName().replace(".kt", "");
                    Agreement.requireOf(Networks.open(name, List.of()), each.experiment(), each.tensors());
                }));
    }

    @Test
    void findsAWrongLine() throws IOException {
        ScaffoldCase some = ScaffoldCase.all().get(1);
        String source = Scaffold.of(some.spec(), Language.JAVA, "net.yaml", "").source();
        String wrong = source.replace("u[k] = rate * g[k];", "u[k] = 1.0000001 * rate * g[k];");
        assertFalse(wrong.equals(source));
        String name = Scaffold.of(some.spec(), Language.JAVA, "net.yaml", "").fileName();
        Path file = Files.writeString(directory.resolve(name), wrong);
        String message = assertThrows(
                        AssertionError.class,
                        () -> Agreement.requireOf(
                                Networks.open(file.toString(), List.of()), some.experiment(), some.tensors()))
                .getMessage();
        assertTrue(message.startsWith("step 0, layer 1, weight update differs by"), message);
    }

    @Test
    void supportsEveryWord() {
        assertEquals(vocabulary(Activation.class), words(ActivationFormula.WORDS));
        assertEquals(vocabulary(Loss.class), words(LossFormula.WORDS + ", cosine"));
        assertEquals(vocabulary(Optimizer.class), words(UpdateLines.WORDS));
        assertEquals(vocabulary(LearningRate.class), words(RateFormulas.WORDS));
    }

    private static Set<String> words(String words) {
        return new TreeSet<>(Arrays.asList(words.split(", ")));
    }

    private static Set<String> vocabulary(Class<?> family) {
        return Vocabulary.of(family).entries().stream()
                .map(entry -> entry.name())
                .collect(Collectors.toSet());
    }

    @Test
    void makesValidNamesOfFilesAndClasses() {
        assertEquals("three_layer_net", ScaffoldNames.of("three-layer", Language.PYTHON));
        assertEquals("ThreeLayerNet", ScaffoldNames.of("three-layer", Language.JAVA));
        assertEquals("net_2_rings_net", ScaffoldNames.of("2 rings", Language.PYTHON));
        assertEquals("Net2RingsNet", ScaffoldNames.of("2 rings", Language.KOTLIN));
        assertEquals("net", ScaffoldNames.of("ŷ", Language.PYTHON));
        assertEquals("Net", ScaffoldNames.of("", Language.JAVA));
        assertEquals("a/u000a b  c", ScaffoldNames.plain("a\\u000a b\r\u0085c"));
    }
}
