package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.selftest.Campaign;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.Habit;
import dev.plumbline.selftest.Plant;
import dev.plumbline.selftest.SelfTest.Outcome;
import dev.plumbline.selftest.SelfTest.Verdict;
import dev.plumbline.selftest.Shows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelfTestCommandTests {

    /** One network for each mistake at each level, and ten pairs: a sample of what the page shows. */
    @Test
    void namesWhatItHasToInASample() {
        Console console = Console.run("selftest", "--networks", "1", "--seed", "7");

        assertEquals(0, console.code(), console.out());
        assertTrue(console.out().startsWith("48 mistakes, each planted in 1 random network (seed 7)"), console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
        assertEquals(
                4,
                console.out().lines().filter(line -> line.startsWith("MET: ")).count(),
                console.out());
    }

    /** Networks without a mistake, and mistakes that are all named but for what the verdict is of the first row. */
    private static ConfusionMatrix matrix(Verdict first, String called) {
        List<Table> levels = Stream.of(Shows.values())
                .map(shows -> new Table(
                        shows,
                        List.of(
                                new Row("sign flipped", List.of(new Outcome("sign flipped", first, called))),
                                new Row("ascent", List.of(new Outcome("ascent", Verdict.NAMED, "ascent"))))))
                .toList();
        List<Table> right = Stream.of(Shows.values())
                .map(shows ->
                        new Table(shows, List.of(new Row("plain", List.of(new Outcome("", Verdict.NAMED, "nothing"))))))
                .toList();
        Table pairs = new Table(
                Shows.EVERYTHING,
                List.of(new Row("a + b", List.of(new Outcome("a + b", Verdict.UNEXPLAINED, "a + unexplained")))));
        return new ConfusionMatrix(1, 1, levels, right, pairs, 2.5);
    }

    private static Console tell(ConfusionMatrix matrix, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), StandardCharsets.UTF_8);
        SelfTestCommand command =
                new SelfTestCommand(terminal, (Campaign campaign, Campaign.Listener listener) -> matrix);
        int code = Plumbline.run(terminal, List.of(command), arguments);
        return new Console(code, out.toString(), err.toString());
    }

    @Test
    void endsWithThreeAndSaysWhatAMistakeWasCalledInstead() {
        Console console = tell(matrix(Verdict.CONFUSED, "ascent"), "selftest");

        assertEquals(3, console.code());
        assertTrue(console.out().contains("""
                Full trace                     named   among  unseen  missed unclear   wrong
                  sign flipped                     -       -       -       -       -       1
                    called ascent; 1 time
                  ascent                           1       -       -       -       -       -
                  all mistakes                     1       -       -       -       -       1
                """), console.out());
        assertTrue(console.out().contains("\n  a + b was called a + unexplained\n"), console.out());
        assertTrue(
                console.out().contains("\nNOT MET: full trace: every mistake is named in at least 99 of 100\n"),
                console.out());
        assertTrue(console.out().contains("\nMET: no right network is accused\n"), console.out());
        assertTrue(console.out().endsWith("\nTime: 2.5 s\n"), console.out());
    }

    @Test
    void whatLeavesNoTraceIsNeverCountedAsNamed() {
        Console console = tell(matrix(Verdict.NO_TRACE, "nothing"), "selftest", "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject row = document.getAsJsonArray("mistakes").get(0).getAsJsonObject();

        assertFalse(document.get("ok").getAsBoolean());
        assertEquals("full trace", row.get("evidence").getAsString());
        assertEquals(0, row.get("named").getAsInt());
        assertEquals(1, row.get("no_trace").getAsInt());
        assertEquals(
                1,
                row.getAsJsonObject("called")
                        .getAsJsonObject("no_trace")
                        .get("nothing")
                        .getAsInt());
    }

    @Test
    void refusesNumbersThatAreNotPossible() {
        Console none = Console.run("selftest", "--networks", "0");

        assertEquals(2, none.code());
        assertEquals(
                "plumbline: `--networks 0` is not possible; allowed: from 1 to 10000\nTry `plumbline selftest --help`.\n",
                none.err());
        assertEquals(2, Console.run("selftest", "--seed", "-1").code());
    }

    @Test
    void thePageIsMadeByTheCommandAndHasEveryMistakeAtEachLevel() throws IOException {
        String page = Files.readString(Path.of("src/docs/selftest.md"));
        String made = tell(matrix(Verdict.NAMED, "sign flipped"), "selftest", "--markdown")
                .out();

        assertEquals(headings(made), headings(page));
        for (Plant plant : Plant.values()) {
            long rows = page.lines()
                    .filter(line -> line.startsWith("| " + plant.label() + " |"))
                    .count();
            assertEquals(Shows.values().length, rows, plant.label());
        }
        Arrays.stream(Habit.values())
                .forEach(habit -> assertTrue(page.contains("\n| " + habit.label() + " |"), habit.label()));
        assertFalse(page.contains("not met"), "src/docs/selftest.md");
    }

    private static List<String> headings(String page) {
        return page.lines().filter(line -> line.startsWith("#")).toList();
    }
}
