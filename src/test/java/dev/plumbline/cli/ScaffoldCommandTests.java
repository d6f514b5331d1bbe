package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.recording.RecorderScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaffoldCommandTests {
    @TempDir
    Path directory;

    private Console scaffold(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("scaffold", "configs/three-layer.yaml", "-o", directory.toString()), Stream.of(more))
                .toArray(String[]::new);
        Console console = Console.run(arguments);
        return new Console(
                console.code(),
                console.out().replace(directory.toString(), "DIR"),
                console.err().replace(directory.toString(), "DIR"));
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void writesPythonWithTheRecorderBesideIt() throws IOException {
        Console console = scaffold("--language", "python");
        assertEquals("""
                wrote DIR/three_layer_net.py
                wrote DIR/recorder.py

                Check it with:
                  plumbline check configs/three-layer.yaml --against "python3 DIR/three_layer_net.py"

                Run it without Plumbline, for instance in a debugger, with:
                  plumbline experiment configs/three-layer.yaml -o DIR/three_layer_net.npz
                  python3 DIR/three_layer_net.py
                """, console.out());
        assertEquals(0, console.code());
        assertEquals(Set.of("three_layer_net.py", "recorder.py"), files());
        assertEquals(RecorderScript.PYTHON.text(), Files.readString(directory.resolve("recorder.py")));
    }

    @Test
    void writesJavaAndKotlin() throws IOException {
        assertEquals("""
                wrote DIR/ThreeLayerNet.java

                Check it with:
                  plumbline check configs/three-layer.yaml --against DIR/ThreeLayerNet.java
                """, scaffold("--language", "java").out());
        assertEquals("""
                wrote DIR/ThreeLayerNet.kt

                Check it with:
                  kotlinc -cp target/launcher/plumbline.jar DIR/ThreeLayerNet.kt -include-runtime -d DIR/ThreeLayerNet.jar
                  plumbline check configs/three-layer.yaml --classpath DIR/ThreeLayerNet.jar --against ThreeLayerNet
                """, scaffold("--language", "kotlin").out());
        assertEquals(Set.of("ThreeLayerNet.java", "ThreeLayerNet.kt"), files());
    }

    /** The printed lines can be copied unchanged. */
    @Test
    void namesWithBlanksAreQuoted() throws IOException {
        Path file = Files.copy(Path.of("configs/three-layer.yaml"), directory.resolve("my net.yaml"));
        String out = directory.resolve("out dir").toString();
        String python = Console.run("scaffold", file.toString(), "--language", "python", "-o", out)
                .out();
        assertTrue(
                python.contains(
                        "  plumbline check '" + file + "' --against \"python3 '" + out + "/three_layer_net.py'\"\n"),
                python);
        assertTrue(python.endsWith("  python3 '" + out + "/three_layer_net.py'\n"), python);
        String kotlin = Console.run("scaffold", file.toString(), "--language", "kotlin", "-o", out)
                .out();
        assertTrue(
                kotlin.contains(
                        " '" + out + "/ThreeLayerNet.kt' -include-runtime -d '" + out + "/ThreeLayerNet.jar'\n"),
                kotlin);
    }

    /** The launcher says what it was called, and where its jar is. */
    @Test
    void theCommandsAreThoseOfTheLauncher() {
        System.setProperty("plumbline.command", "../plumb line");
        System.setProperty("plumbline.jar", "/opt/plumbline.jar");
        try {
            String kotlin = scaffold("--language", "kotlin").out();
            assertTrue(kotlin.contains("\n  kotlinc -cp /opt/plumbline.jar DIR/"), kotlin);
            assertTrue(kotlin.contains("\n  '../plumb line' check configs/three-layer.yaml --classpath "), kotlin);
        } finally {
            System.clearProperty("plumbline.command");
            System.clearProperty("plumbline.jar");
        }
    }

    @Test
    void overwritesAnotherFileOnlyWithForce() throws IOException {
        assertEquals(0, scaffold("--language", "python").code());
        assertEquals(0, scaffold("--language", "python").code(), "the same again is no loss");
        Files.writeString(directory.resolve("recorder.py"), "mine");
        Files.delete(directory.resolve("three_layer_net.py"));
        Console refused = scaffold("--language", "python");
        assertEquals(
                "error[E060]: DIR/recorder.py already exists; use --force to overwrite it, or -o DIRECTORY to write "
                        + "elsewhere\n",
                refused.err());
        assertEquals("", refused.out());
        assertEquals(2, refused.code());
        assertEquals(Set.of("recorder.py"), files());
        assertEquals("mine", Files.readString(directory.resolve("recorder.py")));
        assertEquals(0, scaffold("--language", "python", "--force").code());
        assertEquals(RecorderScript.PYTHON.text(), Files.readString(directory.resolve("recorder.py")));
    }

    @Test
    void showsWhatItCannotSayInItsPlace() throws IOException {
        Path file = Console.write(
                directory,
                "net.yaml",
                Console.config("three-layer.yaml")
                        .replace(
                                "epochs: 60000",
                                "epochs: 60000\n  distributed: { workers: 2, batch_size_per_worker: 2 }"));
        Console console = Console.run("scaffold", file.toString(), "--language", "java");
        assertTrue(
                console.err()
                        .startsWith("error[E022]: a scaffold supports only trainings without `distributed`\n   --> "),
                console.err());
        assertTrue(console.err().contains("19 |   distributed: { workers: 2"), console.err());
        assertEquals(2, console.code());
        assertEquals(Set.of("net.yaml"), files());
    }

    @Test
    void printsTheRecorder() {
        Console console = Console.run("recorder");
        assertEquals(RecorderScript.PYTHON.text(), console.out());
        assertEquals(0, console.code());
    }
}
