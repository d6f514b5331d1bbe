package dev.plumbline.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.handrolled.Agreement;
import dev.plumbline.handrolled.Networks;
import dev.plumbline.recording.Python;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    void supportsExactlyTheWordsThatItLists() {
        assertEquals(known(Activation.class, ActivationFormula.WORDS), Set.of());
        assertEquals(known(Loss.class, LossFormula.WORDS), Set.of());
        assertEquals(known(Optimizer.class, UpdateLines.WORDS), Set.of());
    }

    /** The listed names that are not words. */
    private static Set<String> known(Class<?> family, String words) {
        List<String> said = Arrays.asList(words.split(", "));
        Set<String> unknown = new TreeSet<>(said);
        Vocabulary.of(family).entries().forEach(entry -> unknown.remove(entry.name()));
        return unknown;
    }

    @Test
    void namesEverythingThatItDoesNotSupport() {
        NetworkSpec spec = YamlReader.read("""
                inputs: 1
                layers:
                  - dense: { units: 2, activation: gelu, dropout: { drop_probability: 0.5 }, regularization: { l2: 0.1 } }
                  - dense: { units: 2, activation: mish, constraint: { max_norm: { max: 1 } } }
                init: ones
                loss: cosine
                reduction: sum
                training:
                  optimizer: { adam: { learning_rate: { step: { initial: 1, factor: 0.5, every: 2, per: epoch } } } }
                  batch_size: all
                  epochs: 1
                data: { inputs: [[1]], targets: [[1, -1]], weights: [2] }
                """, "net.yaml").spec();
        InvalidSpecException refusal =
                assertThrows(InvalidSpecException.class, () -> Scaffold.of(spec, Language.PYTHON, "net.yaml", ""));
        assertEquals(
                List.of(
                        "layers[0].dropout: scaffolds do not support `dropout`",
                        "layers[0].regularization: scaffolds do not support `regularization`",
                        "layers[1].constraint: scaffolds do not support `constraint`",
                        "loss: scaffolds do not support the word `cosine`",
                        "training.optimizer.learning_rate: scaffolds do not support the word `step`",
                        "data: scaffolds do not support weights of examples"),
                refusal.problems().stream().map(ScaffoldTests::text).toList());
        NetworkSpec adadelta = YamlReader.read("""
                inputs: 1
                layers: [dense: { units: 1, activation: tanh }]
                init: ones
                loss: half_squared_error
                reduction: sum
                training: { optimizer: adadelta, batch_size: all, epochs: 1 }
                data: { inputs: [[1]], targets: [[1]] }
                """, "net.yaml").spec();
        assertEquals(
                List.of("training.optimizer: scaffolds do not support the word `adadelta`"),
                Scaffold.problems(adadelta).stream().map(ScaffoldTests::text).toList());
    }

    private static String text(Problem problem) {
        return problem.path() + ": " + problem.message();
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
