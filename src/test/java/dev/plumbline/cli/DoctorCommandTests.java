package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On machines with and without a GPU: this build has no backend for one, so that it is refused on both. */
class DoctorCommandTests {

    @Test
    void showsWhatThereIs() {
        Console console = Console.run("doctor");
        assertEquals(0, console.code(), console.err());
        assertTrue(console.out().contains("  cpu         uses the processor\n"), console.out());
        assertTrue(console.out().contains("  cuda        refused: "), console.out());
        assertTrue(console.out().contains("  auto        uses the processor\n"), console.out());
        assertTrue(console.out().contains("  cpu         nd4j-native 1.0.0-M2.1\n"), console.out());
        assertTrue(console.out().contains("\nKernels of OpenBLAS"), console.out());
        assertTrue(console.out().lines().allMatch(line -> line.length() <= 80), console.out());
    }

    @Test
    void showsTheSameAsJson() {
        JsonObject document =
                JsonParser.parseString(Console.run("doctor", "--json").out()).getAsJsonObject();
        JsonObject backends = document.getAsJsonObject("backends");
        assertEquals("cpu", backends.getAsJsonObject("auto").get("uses").getAsString());
        assertTrue(backends.getAsJsonObject("cuda").get("uses").isJsonNull());
        assertFalse(backends.getAsJsonObject("cuda").get("remedy").getAsString().isEmpty());
        String kernel = document.getAsJsonObject("kernel").get("name").getAsString();
        assertTrue(
                document.getAsJsonArray("kernels").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .anyMatch(each -> each.get("name").getAsString().equals(kernel)
                                && each.get("gigaflops_f64").getAsDouble() > 0),
                document::toString);
    }

    @Test
    void refusesABackendThatIsNotThereBeforeAnythingIsTrained(@TempDir Path directory) throws IOException {
        String file = Files.readString(Path.of("configs/two-layer.yaml")).replace("seed:", "backend: cuda\nseed:");
        for (Console console : new Console[] {
            Console.run("check", "configs/two-layer.yaml", "--backend", "cuda"),
            Console.run("train", Console.write(directory, "cuda.yaml", file).toString())
        }) {
            assertEquals(2, console.code());
            assertEquals("", console.out());
            assertTrue(
                    console.err().startsWith("error[E080]: the backend `cuda` cannot be used here: "), console.err());
            assertEquals(2, console.err().lines().count(), console.err());
        }
    }

    @Test
    void autoUsesTheProcessorAndPrintsIt(@TempDir Path directory) throws IOException {
        String file = Files.readString(Path.of("configs/two-layer.yaml"))
                .replace("10000", "10")
                .replace("1000", "1");
        Console console = Console.run(
                "check", Console.write(directory, "short.yaml", file).toString(), "--backend", "auto");
        assertEquals(0, console.code(), console.err());
        assertTrue(console.err().startsWith("plumbline: `backend: auto` uses the processor: "), console.err());
    }

    @Test
    void suggestsItsOwnNameForForeignNames(@TempDir Path directory) throws IOException {
        String file = Files.readString(Path.of("configs/two-layer.yaml")).replace("seed:", "device: gpu\nseed:");
        Console console = Console.run(
                "validate", Console.write(directory, "gpu.yaml", file).toString());
        assertTrue(console.err().contains("here it is `backend`"), console.err());
        assertTrue(console.err().contains("here it is `cuda`"), console.err());
    }
}
