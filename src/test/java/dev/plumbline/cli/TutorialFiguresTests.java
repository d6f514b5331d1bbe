package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every figure that the tutorial prints, as {@code train} prints it on both engines. On DL4J, the three-layer network is
 * trained for the first 10,000 of 60,000 steps; README shows its figures after all of them on both engines, and {@link
 * ReadmeTests} runs what README shows.
 */
class TutorialFiguresTests {
    private static final List<String> THREE_LAYER = List.of(
            "0.500628229093",
            "0.00899024507125",
            "0.0060486255435",
            "0.00482794013965",
            "0.00412270116481",
            "0.00365084766242",
            "0.00225305",
            "0.99723356",
            "0.99635205",
            "0.00456238");

    static Stream<Arguments> figures() {
        return Stream.of("dl4j", "reference").flatMap(TutorialFiguresTests::figures);
    }

    private static Stream<Arguments> figures(String engine) {
        boolean isWhole = engine.equals("reference");
        return Stream.of(
                Arguments.of(
                        engine, "two-layer", 10_000, List.of("0.00966449", "0.99211957", "0.99358898", "0.00786506")),
                Arguments.of(
                        engine,
                        "two-layer-xor",
                        10_000,
                        List.of("0.50000000", "0.50000000", "0.50000000", "0.50000000")),
                Arguments.of(
                        engine,
                        "three-layer",
                        isWhole ? 60_000 : 10_000,
                        isWhole ? THREE_LAYER : THREE_LAYER.subList(0, 2)),
                Arguments.of(engine, "four-hidden", 10_000, List.of("0.496410031903", "0.00858452565325")));
    }

    @ParameterizedTest
    @MethodSource("figures")
    void standInTheOutput(String engine, String name, int epochs, List<String> figures) {
        Console console = Console.run(
                "train", "--engine", engine, "--epochs", Integer.toString(epochs), "configs/" + name + ".yaml");

        assertEquals(0, console.code(), console.err());
        assertAll(figures.stream().map(figure -> () -> {
            Pattern atTheEnd = Pattern.compile("(?m) " + Pattern.quote(figure) + "$");
            assertTrue(atTheEnd.matcher(console.out()).find(), figure + " at the end of a line of\n" + console.out());
        }));
    }
}
