package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.spec.glossary.Glossary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsCommandTests {
    private static final Set<String> SOURCES = Set.of("DL4J", "Keras", "PyTorch", "NumPy", "The paper", "The lecture");

    @Test
    void showsAWordWithItsNamesElsewhere() {
        Console console = Console.run("words", "leaky_relu");

        assertEquals("""
                leaky_relu, an activation

                Formula
                  a = z for z >= 0, alpha * z below
                  alpha rounded to f32

                Parameters  default
                  alpha     0.01     the slope below zero; a number in [0, 1)

                In a file
                  activation: leaky_relu
                  activation: { leaky_relu: { alpha: 0.01 } }

                Elsewhere
                  DL4J     LEAKYRELU, also ActivationLReLU
                  Keras    leaky_relu(negative_slope), also LeakyReLU
                  PyTorch  LeakyReLU(negative_slope)

                Differences
                  DL4J rounds alpha to 32 bits: 0.01 becomes 0.009999999776. Keras and PyTorch
                    do not round it in f64; the relative difference is up to 6e-8.
                  Keras has other defaults: 0.2 in leaky_relu, 0.3 in the layer LeakyReLU.
                  PyTorch has the slope negative_slope at z = 0; here, as in DL4J, it is 1.
                """, console.out());
        assertEquals("", console.err());
        assertEquals(0, console.code());
    }

    @Test
    void findsAWordByItsNameElsewhere() {
        String out = Console.run("words", "MSELoss").out();

        assertTrue(
                out.startsWith("`MSELoss` is PyTorch's name; here it is `mean_squared_error`.\n\nmean_squared_error, a "
                        + "loss\n"),
                out);
        assertTrue(out.contains("\nmean_squared_error, a metric\n"), out);
    }

    @Test
    void showsAKeyInEachWordThatHasIt() {
        assertEquals("""
                clip, a key

                Of binary_cross_entropy
                  meaning  the distance from 0 and 1 at which ŷ is clipped
                  allowed  a number in (0, 0.5)
                  default  1e-12
                  DL4J     clipEps
                """, Console.run("words", "clip").out());
    }

    @Test
    void showsAFamilyByItsNameAndByItsKey() {
        String out = Console.run("words", "reduction").out();

        assertEquals("""
                Reductions
                  reduction: how the losses of a batch are combined into one number

                  sum   L = sum_i l_i
                  mean  L = 1/n sum_i l_i
                """, out);
        assertEquals(
                Console.run("words", "initializer").out(),
                Console.run("words", "init").out());
    }

    @Test
    void suggestsTheWordThatWasMeant() {
        Console console = Console.run("words", "leaky_rleu");

        assertEquals(
                "error[E070]: unknown word `leaky_rleu`; did you mean `leaky_relu`?\nTry `plumbline words --help`.\n",
                console.err());
        assertEquals("", console.out());
        assertEquals(2, console.code());
        assertEquals(
                "error[E070]: unknown word `convolution`; `plumbline words` lists all\nTry `plumbline words --help`.\n",
                Console.run("words", "convolution").err());
    }

    @Test
    void saysWhyThereIsNoWordForWhatDl4jComputesWrongly() {
        Console console = Console.run("words", "RReLU");

        assertEquals(
                "error[E070]: there is no word for `RReLU`, because DL4J computes it wrongly: its backward "
                        + "pass uses the slope 1 everywhere, and its prediction uses another function; "
                        + "`leaky_relu` has a fixed slope (proven as rrelu-slope in "
                        + "src/docs/dl4j-findings.md)\nTry `plumbline words --help`.\n",
                console.err());
        assertEquals(2, console.code());
    }

    @Test
    void writesWordsAsJson() {
        JsonObject document = JsonParser.parseString(
                        Console.run("words", "--json", "thresholded_relu").out())
                .getAsJsonObject();
        JsonObject word = document.getAsJsonArray("words").get(0).getAsJsonObject();

        assertTrue(document.get("ok").getAsBoolean());
        assertEquals("activation", word.get("kind").getAsString());
        assertEquals("a = z for z > theta, 0 otherwise", word.get("formula").getAsString());
        JsonObject theta = word.getAsJsonArray("parameters").get(0).getAsJsonObject();
        assertEquals("1", theta.get("default").getAsString());
        assertEquals("[\"threshold\"]", theta.get("pytorch").toString());
    }

    @Test
    void everythingFitsInEightyColumns() {
        Stream<String> names = Stream.concat(
                Glossary.whole().groups().stream().map(Glossary.Group::name),
                Glossary.whole().topics().stream().flatMap(WordsCommandTests::names));
        List<String> pages = Stream.concat(
                        Stream.of(Console.run("words")), names.distinct().map(name -> Console.run("words", name)))
                .map(Console::out)
                .toList();

        assertAll(pages.stream().map(page -> () -> {
            assertTrue(!page.isBlank());
            assertTrue(page.lines().allMatch(line -> line.length() <= 80), page);
        }));
    }

    private static Stream<String> names(Glossary.Topic topic) {
        return Stream.concat(
                Stream.of(topic.name()), topic.parameters().stream().map(parameter -> parameter.name()));
    }

    /** The first word of each difference names the library or the paper. */
    @Test
    void everyDifferenceIsASentenceAboutALibraryOrAPaper() {
        assertAll(Glossary.whole().topics().stream()
                .flatMap(topic -> Stream.concat(
                        topic.word().stream().flatMap(word -> Stream.of(word.differs())),
                        topic.parameters().stream().flatMap(parameter -> parameter.differences().stream())))
                .map(text -> () -> {
                    assertTrue(SOURCES.stream().anyMatch(text::startsWith), text);
                    assertTrue(text.endsWith("."), text);
                }));
    }

    @Test
    void thePageOfTheWordsIsUpToDate() throws IOException {
        assertEquals(
                Console.run("words", "--markdown").out(),
                Files.readString(Path.of("src/docs/words.md")),
                "src/docs/words.md is made anew by: ./plumbline words --markdown > src/docs/words.md");
    }
}
