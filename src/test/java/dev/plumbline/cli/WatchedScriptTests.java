package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts as people write them, in twenty styles, run unmodified: the network is found, right ones agree, and the finding
 * of a wrong one is at its wrong line. {@code networks.json} has the layers of each and the line of its mistake.
 */
@Tag(Python.TAG)
class WatchedScriptTests {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    @TempDir
    private Path directory;

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.require();
    }

    private static Console check(String script, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("check", SCRIPTS.resolve(script).toString()));
        arguments.addAll(List.of(options));
        return Console.run(arguments.toArray(String[]::new));
    }

    private static Stream<JsonObject> networks() throws IOException {
        JsonArray all = JsonParser.parseString(Files.readString(SCRIPTS.resolve("networks.json")))
                .getAsJsonArray();
        return all.asList().stream().map(JsonElement::getAsJsonObject);
    }

    @Slow
    @TestFactory
    Stream<DynamicTest> findsTheNetworkOfEachScriptAndTheLineOfItsMistake() throws IOException {
        return networks()
                .map(network -> DynamicTest.dynamicTest(network.get("script").getAsString(), () -> {
                    Console console = check(network.get("script").getAsString(), "--json");
                    assertTrue(console.out().startsWith("{"), console::err);
                    JsonObject json = JsonParser.parseString(console.out()).getAsJsonObject();
                    JsonArray findings = json.getAsJsonArray("findings");
                    if (network.has("line")) {
                        assertEquals("differs", json.get("verdict").getAsString());
                        assertTrue(
                                lines(findings).contains(network.get("line").getAsInt()), () -> lines(findings) + "");
                    } else {
                        assertEquals("agrees", json.get("verdict").getAsString(), console::out);
                    }
                }));
    }

    private static List<Integer> lines(JsonArray findings) {
        return findings.asList().stream()
                .flatMap(finding -> finding.getAsJsonObject().getAsJsonArray("source").asList().stream())
                .map(line -> line.getAsJsonObject().get("number").getAsInt())
                .toList();
    }
}
