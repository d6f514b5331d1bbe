package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.fuzz.FaultyEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCommandTests {

    @Test
    void saysThatTheEnginesAgreeAndOnWhat() {
        Console console = fuzz(new ReferenceEngine(), "fuzz", "--networks", "10", "--seed", "5");

        assertEquals(0, console.code(), console.out());
        assertEquals("", console.err());
        assertTrue(
                console.out().startsWith("AGREES: reference and the reference, on every network that was tested\n"),
                console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
    }

    @Test
    void writesOneJsonDocument() {
        Console console = fuzz(new ReferenceEngine(), "fuzz", "--networks", "5", "--seed", "5", "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();

        assertEquals(0, console.code(), console.out());
        assertTrue(document.get("ok").getAsBoolean());
        assertEquals(5, document.getAsJsonObject("networks").get("all").getAsInt());
        assertEquals(0, document.getAsJsonArray("disagreements").size());
    }

    /**
     * The mistake is in the first layer's weight gradient, so any network will do: the smallest has one weight and a
     * bias.
     */
    @Test
    void shrinksADisagreementToTheSmallestFileThatStillFails() {
        Engine wrong =
                new TamperedEngine(new Key(0, Quantity.WEIGHT_GRADIENT, 1), gradient -> Optional.of(gradient.plus(1)));
        Console console = fuzz(wrong, "fuzz", "--networks", "1", "--seed", "5", "--json");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonObject disagreement =
                document.getAsJsonArray("disagreements").get(0).getAsJsonObject();

        assertEquals(3, console.code());
        assertFalse(document.get("ok").getAsBoolean());
        String file = disagreement.get("smallest_file").getAsString();
        assertEquals(2, YamlReader.read(file, "smallest.yaml").spec().parameters(), file);
    }

    @Test
    void refusesNumbersThatAreNotPossible() {
        Console none = Laboratory.run("fuzz", "--networks", "0");
        Console seed = Laboratory.run("fuzz", "--seed", "4294967296");

        assertEquals(2, none.code());
        assertEquals(
                "error[E072]: `--networks 0` is not possible; allowed: at least 1\nTry `plumbline fuzz --help`.\n",
                none.err());
        assertEquals(2, seed.code());
    }

    /** The printed file is valid for `check`, which finds the same fault. */
    @Test
    void printsAFileThatFailsAgain(@TempDir Path directory) throws IOException {
        Engine faulty = new FaultyEngine("loss", "cosine");
        Console console = fuzz(faulty, "fuzz", "--networks", "60", "--seed", "5");
        assertEquals(3, console.code(), console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
        Matcher printed = Pattern.compile("\n\n(name: .*?\n)\n", Pattern.DOTALL).matcher(console.out());
        assertTrue(printed.find(), console.out());
        Path file = Files.writeString(directory.resolve("smallest.yaml"), printed.group(1));

        Console again = Console.check(faulty, "check", file.toString());

        assertEquals(3, again.code(), again.out());
        assertTrue(again.out().contains("step 0, layer 1, weight gradient"), again.out());
        assertEquals(
                0,
                Console.check(new ReferenceEngine(), "check", "--allow-incomplete", file.toString())
                        .code());
    }

    @Test
    void readsDamagedFilesInThePlaceOfNetworks() {
        Console text = Laboratory.run("fuzz", "--files", "30", "configs/two-layer.yaml");
        assertEquals(0, text.code(), text.out());
        assertTrue(text.out().startsWith("SOUND: all network files were read or refused\n"), text.out());

        Console json = Laboratory.run("fuzz", "--data", "30", "--seed", "2", "--json");
        JsonObject document = JsonParser.parseString(json.out()).getAsJsonObject();
        JsonObject campaign = document.getAsJsonArray("campaigns").get(0).getAsJsonObject();
        assertTrue(document.get("ok").getAsBoolean());
        assertEquals(
                30, campaign.get("read").getAsInt() + campaign.get("refused").getAsInt());
    }

    @Test
    void ignoresNoArgumentOfTheOtherCampaign() {
        assertEquals(
                "error[E072]: `--files 0` is not possible; allowed: at least 1 where a FILE is named\n"
                        + "Try `plumbline fuzz --help`.\n",
                Laboratory.run("fuzz", "--data", "5", "configs/two-layer.yaml").err());
        assertEquals(2, Laboratory.run("fuzz", "--data", "5", "--networks", "7").code());
    }

    @Test
    void printsWhatItHasWhenItIsStopped() {
        AtomicInteger asked = new AtomicInteger();
        Console console = fuzz(
                new ReferenceEngine(), () -> asked.incrementAndGet() > 3, "fuzz", "--networks", "1000", "--seed", "5");

        assertEquals(0, console.code());
        assertTrue(console.out().startsWith("AGREES"), console.out());
        assertTrue(console.out().contains("  networks    3: 3 agree\n"), console.out());
        assertTrue(console.out().contains("  stopped     before the other 997\n"), console.out());
    }

    private static Console fuzz(Engine engine, String... arguments) {
        return fuzz(engine, () -> false, arguments);
    }

    private static Console fuzz(Engine engine, BooleanSupplier stopped, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), StandardCharsets.UTF_8);
        int code = Plumbline.run(terminal, List.of(new FuzzCommand(engine, stopped)), arguments);
        return new Console(code, out.toString(), err.toString());
    }
}
