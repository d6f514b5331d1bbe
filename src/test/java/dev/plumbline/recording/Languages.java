package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.trace.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Programs in other languages than Python as networks, with the recorder beside them. */
public final class Languages {
    /** The tag of tests that need Node or a C compiler. */
    public static final String TAG = "languages";

    private Languages() {}

    /** A program in JavaScript, which Node runs. */
    public static Subject javaScript(Path directory, String program, Consumer<String> echo) throws IOException {
        Files.writeString(directory.resolve("recorder.js"), RecorderScript.JAVASCRIPT.text());
        Path file = Files.writeString(directory.resolve("net.js"), program);
        return new CommandSubject(List.of("node", file.toString()), echo);
    }

    /** A class {@code Net} with a main method, which a Java machine of its own runs. */
    public static Subject java(Path directory, String program, Consumer<String> echo) throws IOException {
        Path recorder = Files.writeString(directory.resolve("Recorder.java"), RecorderScript.JAVA.text());
        Path file = Files.writeString(directory.resolve("Net.java"), program);
        List<String> options = List.of("--release", "11", "-proc:none", "-d", directory.toString());
        String[] arguments = Stream.concat(options.stream(), Stream.of(recorder.toString(), file.toString()))
                .toArray(String[]::new);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new CommandSubject(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", directory.toString(), "Net"), echo);
    }
}
