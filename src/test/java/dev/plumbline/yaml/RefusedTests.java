package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.glossary.Glossary;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that DL4J computes wrongly are refused with the reason, at their place. */
class RefusedTests {

    @Test
    void refusesAWordThatDl4jComputesWrongly() {
        Example.valid().with("activation: tanh", "activation: rrelu").isRefusedWith("""
                error[E015]: DL4J computes `rrelu` wrongly: its backward pass uses the slope 1 everywhere, and its prediction uses another function
                  --> xor.yaml:4:36
                4 |   - dense: { units: 4, activation: rrelu }
                  |                                    ^^^^^ `leaky_relu` has a fixed slope
                  = proven as rrelu-slope in src/docs/dl4j-findings.md
                  = allowed here: ALL_ACTIVATIONS
                """);
    }

    @Test
    void refusesItWithItsParametersTooAndByItsNameElsewhere() {
        Example.valid()
                .with("activation: tanh", "activation: { RReLU: { lower: 0.1, upper: 0.3 } }")
                .isRefusedWith("""
                error[E015]: DL4J computes `RReLU` wrongly: its backward pass uses the slope 1 everywhere, and its prediction uses another function
                  --> xor.yaml:4:38
                4 |   - dense: { units: 4, activation: { RReLU: { lower: 0.1, upper: 0.3 } } }
                  |                                      ^^^^^ `leaky_relu` has a fixed slope
                  = proven as rrelu-slope in src/docs/dl4j-findings.md
                  = allowed here: ALL_ACTIVATIONS
                """);
    }

    @Test
    void refusesAParameterThatDl4jIgnores() {
        Example.valid()
                .with("activation: tanh", "activation: { elu: { alpha: 0.5 } }")
                .isRefusedWith("""
                error[E015]: DL4J computes `alpha` wrongly: the backward pass of its ELU is right only for an alpha of 1
                  --> xor.yaml:4:45
                4 |   - dense: { units: 4, activation: { elu: { alpha: 0.5 } } }
                  |                                             ^^^^^
                  |                                   `elu` without parameters has an alpha of 1
                  = proven as elu-alpha in src/docs/dl4j-findings.md
                  = allowed here: no key
                """);
    }

    @Test
    void refusesAnOptimizerThatDoesNotStart() {
        String message = Example.valid()
                .with("optimizer: { sgd: { learning_rate: 0.5 } }", "optimizer: { adabelief: { learning_rate: 0.5 } }")
                .refusal()
                .getMessage();
        assertTrue(message.startsWith(
                "error[E015]: DL4J computes `adabelief` wrongly: it crashes before the first step\n"));
        assertTrue(message.contains("proven as adabelief-crash"), message);
    }

    private static Stream<Class<?>> holders() {
        return Glossary.whole().topics().stream()
                .map(Glossary.Topic::type)
                .flatMap(type -> Stream.concat(
                        Stream.of(type), Stream.of(type.getInterfaces()).filter(Class::isSealed)))
                .distinct();
    }

    @Test
    void everyRefusalIsProvenOnThePageOfFindingsWhichSaysThatItIsRefused() throws IOException {
        String page = Files.readString(Path.of("src/docs/dl4j-findings.md"));
        List<Refused> all =
                holders().flatMap(holder -> Refusals.of(holder).stream()).toList();
        assertFalse(all.isEmpty());
        for (Refused refused : all) {
            String[] section = page.split("### " + refused.finding() + "\n");
            assertEquals(2, section.length, refused.finding());
            assertTrue(section[1].split("\n### ")[0].contains("**Plumbline:** refuses"), refused.finding());
        }
    }

    @Test
    void nothingThatIsRefusedIsAWordAsWell() {
        holders()
                .filter(Class::isSealed)
                .forEach(family -> Refusals.of(family).stream()
                        .flatMap(refused -> Stream.of(refused.names()))
                        .forEach(name ->
                                assertTrue(Vocabulary.of(family).find(name).isEmpty(), name)));
    }
}
