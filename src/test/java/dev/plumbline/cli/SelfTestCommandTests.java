package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.selftest.CodingConvention;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.DiagnosisBenchmark.Outcome;
import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import dev.plumbline.selftest.ErrorShape;
import dev.plumbline.selftest.InjectedFault;
import dev.plumbline.selftest.LimitRun;
import dev.plumbline.selftest.LimitRun.Extent;
import dev.plumbline.selftest.Measurement;
import dev.plumbline.selftest.Measurement.Where;
import dev.plumbline.selftest.SelfTestRun;
import dev.plumbline.selftest.TraceLevel;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@Slow
class SelfTestCommandTests {

    /** A fifth of the mistakes at each level, in one network each, and some pairs: a sample of what the page shows. */
    @Test
    void namesTheRequiredMistakesInASample() {
        Console console = tell(
                (campaign, listener) -> campaign.oneIn(5).run(listener), "selftest", "--networks", "1", "--seed", "7");

        assertEquals(0, console.code(), console.out());
        assertTrue(
                console.out()
                        .startsWith((InjectedFault.values().length + 4) / 5
                                + " mistakes, each injected into 1 random network (seed 7)"),
                console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
        assertEquals(
                5,
                console.out().lines().filter(line -> line.startsWith("MET: ")).count(),
                console.out());
    }

    /** Networks without a mistake, and mistakes that are all named, except for the verdict of the first row. */
    private static ConfusionMatrix matrix(Verdict first, String called) {
        List<Table> levels = Stream.of(TraceLevel.values())
                .map(shows -> new Table(
                        shows,
                        List.of(
                                new Row("sign flipped", List.of(new Outcome("sign flipped", first, called))),
                                new Row("ascent", List.of(new Outcome("ascent", Verdict.NAMED, "ascent"))))))
                .toList();
        List<Table> right = Stream.of(TraceLevel.values())
                .map(shows ->
                        new Table(shows, List.of(new Row("plain", List.of(new Outcome("", Verdict.NAMED, "nothing"))))))
                .toList();
        Table pairs = new Table(
                TraceLevel.EVERYTHING,
                List.of(new Row("a + b", List.of(new Outcome("a + b", Verdict.UNEXPLAINED, "a + unexplained")))));
        return new ConfusionMatrix(1, 1, levels, right, pairs, pairs, 2.5);
    }

    private static Console tell(ConfusionMatrix matrix, String... arguments) {
        return tell((campaign, listener) -> matrix, arguments);
    }

    private static Console tell(SelfTestCommand.Runner runner, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), StandardCharsets.UTF_8);
        SelfTestCommand command = new SelfTestCommand(runner, LimitRun::run);
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
                    diagnosed as ascent; 1 time
                  ascent                           1       -       -       -       -       -
                  all mistakes                     1       -       -       -       -       1
                """), console.out());
        assertTrue(console.out().contains("\n  a + b was diagnosed as a + unexplained\n"), console.out());
        assertTrue(
                console.out()
                        .contains("\nNOT MET: full trace: every mistake is named in at least 99 of 100 networks\n"),
                console.out());
        assertTrue(console.out().contains("\nMET: no correct network is flagged\n"), console.out());
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
        Console none = Laboratory.run("selftest", "--networks", "0");

        assertEquals(2, none.code());
        assertEquals(
                "error[E072]: `--networks 0` is not possible; allowed: from 1 to 10000\nTry `plumbline selftest "
                        + "--help`.\n",
                none.err());
        assertEquals(2, Laboratory.run("selftest", "--seed", "-1").code());
        assertEquals(
                2, Laboratory.run("selftest", "--limits", "--networks", "0").code());
    }

    @Test
    void thePageIsMadeByTheCommandAndHasEveryMistakeAtEachLevel() throws IOException {
        String page = Files.readString(Path.of("src/docs/selftest.md"));
        String made = tell(matrix(Verdict.NAMED, "sign flipped"), "selftest", "--markdown")
                .out();

        assertEquals(headings(made), headings(page));
        for (InjectedFault plant : InjectedFault.values()) {
            long rows = page.lines()
                    .filter(line -> line.startsWith("| " + plant.label() + " |"))
                    .count();
            assertEquals(TraceLevel.values().length, rows, plant.label());
        }
        Arrays.stream(CodingConvention.values())
                .forEach(habit -> assertTrue(page.contains("\n| " + habit.label() + " |"), habit.label()));
        assertFalse(page.contains("not met"), "src/docs/selftest.md");
    }

    /** Limits of which one place has nothing that passes, and another an error that does. */
    private static DetectionLimits limits(double factor) {
        List<Measurement> measurements = new ArrayList<>();
        for (Quantity quantity : List.of(Quantity.WEIGHT_GRADIENT, Quantity.WEIGHT_UPDATE)) {
            Key key = new Key(0, quantity, 1);
            for (Precision precision : Precision.values()) {
                for (Where where : Where.values()) {
                    for (ErrorShape shape : ErrorShape.values()) {
                        measurements.add(new Measurement(
                                where, precision, 3, "sgd", key, shape, factor * 1.2e-14, factor * 1e-14, 1e-14, 500));
                    }
                }
            }
        }
        return new DetectionLimits(Extent.QUICK, 1, 7, measurements, 2.5);
    }

    private static Console tell(DetectionLimits limits, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), StandardCharsets.UTF_8);
        SelfTestCommand command = new SelfTestCommand(SelfTestRun::run, (campaign, listener) -> limits);
        int code = Plumbline.run(terminal, List.of(command), arguments);
        return new Console(code, out.toString(), err.toString());
    }

    @Test
    void saysHowSmallAnErrorIsFoundAndWhyASmallerOneIsNot() {
        Console console = tell(limits(1), "selftest", "--limits=quick");

        assertEquals(0, console.code(), console.out());
        assertTrue(console.out().contains("""
                                                        found  passed found/b passed/b  why
                  largest element                 f64 2.4e-14 1.0e-14     1.2        1  cancels
                """), console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
        assertFalse(console.out().contains("NOT MET"), console.out());
    }

    @Test
    void endsWithThreeWhereAnErrorPassesThatHasToBeFound() {
        Console console = tell(limits(1e4), "selftest", "--limits");

        assertEquals(3, console.code());
        assertTrue(console.out().contains(" 12,000   10,000  missed\n"), console.out());
        assertTrue(console.out().contains("""
                NOT MET: an error of 4 times its bound in one element of a recorded tensor is
                    found in its step
                """), console.out());
    }

    @Test
    void theJsonOfLimitsHasEveryMeasurement() {
        Console console = tell(limits(1), "selftest", "--limits", "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject first = document.getAsJsonArray("measurements").get(0).getAsJsonObject();

        assertTrue(document.get("ok").getAsBoolean());
        assertEquals("weight_gradient", first.get("quantity").getAsString());
        assertEquals(1.2e-14, first.get("found").getAsDouble());
        assertEquals("cancellation", first.get("reason").getAsString());
    }

    @Test
    void thePageOfLimitsIsMadeByTheCommand() throws IOException {
        String page = Files.readString(Path.of("src/docs/limits.md"));
        String made = tell(limits(1), "selftest", "--limits", "--markdown").out();

        assertEquals(headings(made), headings(page));
    }

    private static List<String> headings(String page) {
        return page.lines().filter(line -> line.startsWith("#")).toList();
    }
}
