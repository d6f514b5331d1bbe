package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every figure that the tutorial prints, as {@code check} prints it for both engines. */
class TutorialFiguresTests {

    static List<Arguments> figures() {
        return List.of(
                Arguments.of("two-layer", List.of("0.00966449", "0.99211957", "0.99358898", "0.00786506")),
                Arguments.of("two-layer-xor", List.of("0.50000000", "0.50000000", "0.50000000", "0.50000000")),
                Arguments.of(
                        "three-layer",
                        List.of(
                                "0.500628229093",
                                "0.00899024507125",
                                "0.0060486255435",
                                "0.00482794013965",
                                "0.00412270116481",
                                "0.00365084766242",
                                "0.00225305",
                                "0.99723356",
                                "0.99635205",
                                "0.00456238")),
                Arguments.of("four-hidden", List.of("0.496410031903", "0.00858452565325")));
    }

    @ParameterizedTest
    @MethodSource("figures")
    void standInTheOutput(String name, List<String> figures) {
        Console console = Console.run("check", "configs/" + name + ".yaml");

        assertEquals(0, console.code());
        assertAll(figures.stream().map(figure -> () -> {
            Pattern twice = Pattern.compile("(?m) " + Pattern.quote(figure) + " +" + Pattern.quote(figure) + "$");
            assertTrue(twice.matcher(console.out()).find(), figure + " twice in a line of\n" + console.out());
        }));
    }
}
