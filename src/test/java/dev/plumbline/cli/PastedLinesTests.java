package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import dev.plumbline.recording.Python;
import dev.plumbline.recording.RecorderScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corrected lines of a diagnosis, pasted into the script that it blames, make it agree: for many mistakes, in networks
 * of every notation. A script is made of blocks, one for each tensor; the lines replace the block of the tensor that they
 * calculate.
 */
@Tag(Python.TAG)
@Slow
class PastedLinesTests {
    /** One of so many combinations is tested; a prime number, so that each notation meets other mistakes. */
    private static final int SHARE = 131;

    @TempDir
    private Path directory = Path.of("");

    /** Every other notation: each optimizer and each style is among them. */
    static Stream<PastedScript> correct() {
        int[] number = {0};
        return PastedScript.everyNotation().filter(script -> number[0]++ % 2 == 0);
    }

    @ParameterizedTest
    @MethodSource("correct")
    void theCorrectLinesOfEveryTensorAgree(PastedScript script) throws IOException, InterruptedException {
        Console console = check(script);
        assertEquals(0, console.code(), console.out() + console.err() + script.source());
    }

    record Wrong(PastedScript script, String place, String mistake) {
        @Override
        public String toString() {
            return script + ": " + place + ", " + mistake;
        }
    }

    /** An unknown mistake in a delta of y - a, which was taken for one of the gradients' sign as well. */
    private static boolean hidesItsSign(Wrong wrong) {
        return wrong.toString().equals("y - a, mean in delta, momentum: dz2, dz2 = dz2 + 0.1 * dz2 ** 2");
    }

    /** Every mistake in some notations, and every notation with some mistakes. */
    static Stream<Wrong> wrong() {
        List<Wrong> all = PastedScript.everyNotation()
                .flatMap(script -> script.mistakes().entrySet().stream()
                        .flatMap(entry ->
                                entry.getValue().stream().map(line -> new Wrong(script, entry.getKey(), line))))
                .toList();
        return IntStream.range(0, all.size())
                .filter(i -> i % SHARE == 0 || hidesItsSign(all.get(i)))
                .mapToObj(all::get);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void thePastedLinesAgree(Wrong wrong) throws IOException, InterruptedException {
        PastedScript script = wrong.script().with(wrong.place(), wrong.mistake());
        Console console = check(script);
        assertEquals(3, console.code(), () -> console.out() + console.err() + script.source());
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        PastedScript pasted = script;
        for (JsonElement finding : document.getAsJsonArray("findings")) {
            pasted = pasted.pasted(lines(finding.getAsJsonObject()));
        }
        Console again = check(pasted);
        String all =
                script.source() + "\n-----\n" + pasted.source() + "\n-----\n" + document.get("findings") + again.out();
        assertEquals(0, again.code(), all + again.err());
    }

    /** The lines of the first explanation, or those for a tensor whose mistake is not known. */
    private static List<String> lines(JsonObject finding) {
        JsonArray explanations = finding.getAsJsonArray("explanations");
        JsonObject lines = explanations.isEmpty()
                ? finding.getAsJsonObject("correct")
                : explanations.get(0).getAsJsonObject().getAsJsonObject("write");
        return lines.get("numpy").getAsString().lines().toList();
    }

    private Console check(PastedScript script) throws IOException, InterruptedException {
        Python.require();
        Files.writeString(directory.resolve("recorder.py"), RecorderScript.PYTHON.text());
        Path python = Files.writeString(directory.resolve("script.py"), script.source());
        Path file = Files.writeString(directory.resolve("net.yaml"), script.yaml());
        return Console.run("check", file.toString(), "--no-dl4j", "--json", "--against", "python3 -B " + python);
    }
}
