package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.yaml.Listed;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTests {

    @TempDir
    private Path directory;

    @Test
    void acceptsEveryFileInConfigs() {
        String[] files = Path.of("configs").toFile().list((folder, name) -> name.endsWith(".yaml"));
        Stream.of(files).sorted().forEach(file -> {
            Console console = Console.run("validate", "configs/" + file);
            assertEquals(new Console(0, "configs/" + file + ": ok\n", ""), console);
        });
        assertEquals(14, files.length);
    }

    @Test
    void continuesAfterAnInvalidFileAndListsAllProblems() {
        Path bad = Console.write(
                directory,
                "bad.yaml",
                Console.config("two-layer.yaml").replace("sigmoid", "sigmod").replace("seed: 1", "seed: -1"));
        Console console = Console.run("validate", bad.toString(), "nosuch.yaml", "configs/two-layer.yaml");

        assertEquals("configs/two-layer.yaml: ok\n", console.out());
        assertEquals(Listed.words("""
                error[E013]: unknown activation `sigmod`
                  --> bad.yaml:8:36
                8 |   - dense: { units: 1, activation: sigmod, bias: false }
                  |                                    ^^^^^^ did you mean `sigmoid`?
                  = allowed here: ALL_ACTIVATIONS

                error[E020]: `seed` is -1
                   --> bad.yaml:10:7
                10 | seed: -1                                      # np.random.seed(1)
                   |       ^^
                   = allowed here: a whole number in [0, 4294967295]

                error[E001]: there is no such file
                  --> nosuch.yaml
                """), console.err().replace(directory + "/", ""));
        assertEquals(2, console.code());
    }

    @Test
    void printsEachFileAsJson() {
        Path bad = Console.write(
                directory, "bad.yaml", Console.config("two-layer.yaml").replace("sigmoid", "sigmod"));
        Console console = Console.run("validate", "--json", bad.toString(), "configs/two-layer.yaml");
        JsonObject document = JsonParser.parseString(console.out()).getAsJsonObject();
        JsonArray files = document.getAsJsonArray("files");

        assertEquals(2, console.code());
        assertEquals("", console.err());
        assertFalse(document.get("ok").getAsBoolean());
        assertEquals(
                1, files.get(0).getAsJsonObject().getAsJsonArray("problems").size());
        assertTrue(files.get(1).getAsJsonObject().get("ok").getAsBoolean());
    }
}
