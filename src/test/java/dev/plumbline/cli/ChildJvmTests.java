package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network in Java that ends the process is not a success. */
@DisabledOnOs(OS.WINDOWS) // what starts the program is sh
class ChildJvmTests {
    private static final String NETWORK = """
            import dev.plumbline.handrolled.HandRolledNetwork;
            import dev.plumbline.handrolled.Tape;

            class Net implements HandRolledNetwork {
                FIELDS
                public void start(double[][][] weights, double[][] biases) {}

                public void step(double[][] x, double[][] y, Tape tape) {
                    STEP
                }
            }
            """;

    @TempDir
    private Path directory;

    private Console check(String fields, String step, String... more) {
        Console.threeLayer(directory, 2);
        Console.write(directory, "Net.java", NETWORK.replace("FIELDS", fields).replace("STEP", step));
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"check", "three-layer.yaml", "--no-dl4j", "--against", "Net.java"}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Program.run(directory, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(0);", "Runtime.getRuntime().halt(0);"})
    void endingTheProcessInAStepIsNotASuccess(String step) {
        Console console = check("", step);
        assertEquals(2, console.code(), console.out() + console.err());
        assertEquals(
                "error: your network ended the process with exit code 0, so there is no verdict; it must not call"
                        + " System.exit or Runtime.halt\n",
                console.err());
        assertEquals("", console.out());
    }

    @Test
    void endingItInAStaticInitializerIsReportedInEveryFormat() throws IOException {
        Console console = check(
                "static final int END = end(); static int end() { System.exit(0); return 0; }",
                "",
                "--json",
                "--html",
                "out.html");
        assertEquals(2, console.code(), console.out() + console.err());
        assertFalse(JsonParser.parseString(console.out())
                .getAsJsonObject()
                .get("ok")
                .getAsBoolean());
        assertTrue(Files.readString(directory.resolve("out.html")).contains("no verdict"), "the page says so too");
    }

    @Test
    void aVerdictKeepsItsExitCodeWhateverEndsTheProcess() {
        String hook =
                "static { Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0))); }";
        Console console = check(hook, "tape.loss(1e9);");
        assertEquals(3, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("DIFFERS"), console.out());
    }

    @Test
    void aStepThatDoesNotReturnIsEnded() {
        Console console = check("", "while (true) {}", "--timeout", "1");
        assertEquals(2, console.code(), console.out() + console.err());
        assertEquals(
                "error: Net did not return from step 0 within 1 s, so Plumbline ended it; --timeout sets a longer limit\n",
                console.err());
    }
}
