package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.recording.CommandSubject;
import dev.plumbline.recording.RecordingFile;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four forms of the argument. */
class NetworksTests {
    @TempDir
    Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String refusal(String against, Path... classpath) {
        return assertThrows(SubjectFailedException.class, () -> Networks.open(against, List.of(classpath)))
                .getMessage();
    }

    /** What the process of a class or a source file reports. */
    private static String failure(String against) {
        Subject network = Networks.open(against, List.of());
        return assertThrows(SubjectFailedException.class, () -> network.start(Experiment.of(Tutorial.threeLayer(5, 1))))
                .getMessage();
    }

    @Test
    void distinguishesTheForms() throws IOException {
        assertInstanceOf(RecordingFile.class, Networks.open(file("net.npz", ""), List.of()));
        String source = file("Own.java", """
                class Own implements dev.plumbline.handrolled.HandRolledNetwork {
                    public void start(double[][][] weights, double[][] biases) {}
                    public void step(double[][] x, double[][] y, dev.plumbline.handrolled.Tape tape) {}
                }
                """);
        assertEquals(
                "Own",
                assertInstanceOf(CodeSubject.class, Networks.open(source, List.of()))
                        .name());
        assertInstanceOf(CommandSubject.class, Networks.open("sh", List.of()));
        String script = file("net.sh", "#!/bin/sh\n");
        assertTrue(Path.of(script).toFile().setExecutable(true));
        assertEquals(
                "net.sh",
                assertInstanceOf(CommandSubject.class, Networks.open(script, List.of()))
                        .name());
        String quoted = "sh '" + script + "' -x";
        assertEquals(
                "net.sh",
                assertInstanceOf(CommandSubject.class, Networks.open(quoted, List.of()))
                        .name());
        assertInstanceOf(CommandSubject.class, Networks.open("no-such-program --with this", List.of()));
    }

    @Test
    void suggestsTheRightForm() throws IOException {
        String python = file("net.py", "");
        assertEquals(
                python + " is a script: give the command that runs it, --against \"python3 " + python + "\"",
                refusal(python));
        assertTrue(refusal(file("Net.kt", "")).contains("compile it, and give its class with --classpath"));
        assertTrue(refusal(file("Net.class", "")).contains("give the name of its class with --classpath"));
        assertTrue(refusal(file("net.npy", "")).contains("is a single array: give an .npz"));
        assertTrue(refusal(file("notes.txt", ""))
                .contains("notes.txt is not a network\nA network to check is given in one"));
        assertEquals("no.npz: there is no such file", refusal("no.npz"));
        assertEquals("No.java: there is no such file", refusal("No.java"));
        assertEquals("no.py: there is no such file", refusal("no.py"));
        for (String name : List.of("d.npz", "D.java", "d")) {
            Path made = Files.createDirectory(directory.resolve(name));
            assertTrue(refusal(made.toString()).startsWith("`" + made + "` is a directory\nA network to check is"));
        }
        String text = Files.write(directory.resolve("Latin.java"), new byte[] {(byte) 0xe4})
                .toString();
        assertEquals(text + " is not UTF-8 text", failure(text));
        assertTrue(failure(file("Plain.java", "class Plain {}"))
                .endsWith("; `plumbline scaffold FILE --language java` writes one that does"));
        assertTrue(refusal(" ").startsWith("no network is given\nA network to check is given in one of four forms:"));
        assertTrue(refusal("NoSuchThing")
                .startsWith("`NoSuchThing` is neither a file, nor a class, nor a program on the PATH\nA network"));
        assertTrue(refusal("python3 net.py", directory)
                .startsWith("with --classpath, the network is the name of a class, but `python3 net.py` is not"));
    }
}
