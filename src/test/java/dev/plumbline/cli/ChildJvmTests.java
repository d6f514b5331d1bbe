package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network in Java runs once, in a JVM of its own, and nothing but its tensors decides. */
@DisabledOnOs(OS.WINDOWS) // what starts the program is sh
class ChildJvmTests {
    private static final String NETWORK = """
            import dev.plumbline.handrolled.HandRolledNetwork;
            import dev.plumbline.handrolled.Tape;
            import java.nio.file.*;

            class Net implements HandRolledNetwork {
                FIELDS
                public void start(double[][][] weights, double[][] biases) { START }

                public void step(double[][] x, double[][] y, Tape tape) {
                    STEP
                }

                public double[][] outputs(double[][] x) {
                    OUTPUTS
                }

                static void print(String text) {
                    System.out.println(text);
                    System.out.flush();
                }

                static Path directory() {
                    return Path.of(System.getProperty("sun.java.command").split(" ")[1]);
                }
            }
            """;

    private static final String NO_VERDICT =
            "error[E052]: your network ended the process with exit code 0, so there is no"
                    + " verdict; it must not call System.exit or Runtime.halt\n";

    @TempDir
    private Path directory;

    private void write(String fields, String start, String step, String outputs) {
        Console.threeLayer(directory, 2);
        Console.write(
                directory,
                "Net.java",
                NETWORK.replace("FIELDS", fields)
                        .replace("START", start)
                        .replace("STEP", step)
                        .replace("OUTPUTS", outputs));
    }

    private Console checkAll(String fields, String start, String step, String outputs, String... more) {
        write(fields, start, step, outputs);
        return againstNet(directory.resolve("three-layer.yaml"), more);
    }

    private Console againstNet(Path file, String... more) {
        List<String> arguments = List.of(
                "check",
                file.toString(),
                "--no-dl4j",
                "--against",
                directory.resolve("Net.java").toString());
        Console console =
                Console.run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
        String messages = console.err().replaceAll("plumbline: training and examining .*\n", ""); // if it takes long
        return new Console(console.code(), console.out(), messages);
    }

    private Console check(String fields, String step, String... more) {
        return checkAll(fields, "", step, "return new double[0][];", more);
    }

    private static void noVerdict(Console console) {
        assertEquals(2, console.code(), console.out() + console.err());
        assertEquals("", console.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(0);", "Runtime.getRuntime().halt(0);"})
    void endingTheProcessInAStepIsNotASuccess(String step) {
        Console console = check("", step);
        noVerdict(console);
        assertEquals(NO_VERDICT, console.err());
    }

    @Test
    void norIsEndingItAfterAllSteps() {
        Console console = checkAll("", "", "tape.loss(1);", "Runtime.getRuntime().halt(0); return null;");
        noVerdict(console);
        assertEquals(NO_VERDICT, console.err());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 141})
    void whateverItsExitCode(int code) {
        Console console = check("", "Runtime.getRuntime().halt(" + code + ");");
        noVerdict(console);
        assertTrue(console.err().contains("so there is no verdict"), console.err());
    }

    @Test
    void endingItInAStaticInitializerIsReportedInEveryFormat() throws IOException {
        Path page = directory.resolve("out.html");
        Console console = check(
                "static final int END = end(); static int end() { System.exit(0); return 0; }",
                "",
                "--json",
                "--html",
                page.toString());
        assertEquals(2, console.code(), console.out() + console.err());
        assertFalse(JsonParser.parseString(console.out())
                .getAsJsonObject()
                .get("ok")
                .getAsBoolean());
        assertTrue(Files.readString(page).contains("no verdict"), "the page says so too");
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
        noVerdict(console);
        assertEquals(
                "error[E053]: Net did not return from step 0 within # s, so Plumbline ended it; --timeout sets a longer limit\n",
                console.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "for (Thread t : Thread.getAllStackTraces().keySet()) t.interrupt();"})
    void soIsAConstructorThatDoesNotReturn(String before) {
        Console console = check("Net() { " + before + " while (true) {} }", "", "--timeout", "1");
        noVerdict(console);
        assertTrue(console.err().contains("Net did not return from start within"), console.err());
    }

    /** Everything that the process can reach says that all is well: what it prints, its exit code, and every file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "PLTRACE1",
                "PLTRACE1FAGREES",
                "PLTRACE1S\\0\\0\\0\\0\\0\\0\\0\\0\\uffff\\uffff\\uffff\\u007f"
            })
    void aForgedVerdictIsNone(String content) {
        String forge = """
                static {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> print("AGREES: Net")));
                }

                static void forge() {
                    try {
                        for (String file : new String[] {"exit", "trace", "code", "verdict"}) {
                            Files.writeString(directory().resolve(file), "CONTENT", java.nio.charset.StandardCharsets.ISO_8859_1);
                        }
                        for (Object value : System.getProperties().values()) {
                            if (value.toString().contains("plumbline-") && Files.isRegularFile(Path.of(value.toString()))) {
                                Files.writeString(Path.of(value.toString()), "CONTENT");
                            }
                        }
                    } catch (Exception e) {
                        e.printStackTrace();
                    }
                    print("AGREES: Net equals the reference in every tensor of every step");
                }
                """.replace("CONTENT", content.replace("\\uffff", "\\u00ff"));
        Console console = check(forge, "forge(); System.exit(0);");
        noVerdict(console);
        assertTrue(console.err().startsWith("AGREES: Net equals"), "it prints on the error stream: " + console.err());
        assertTrue(
                console.err().contains("error[E052]: ") && console.err().contains("o verdict") || content.contains("F"),
                console.err());
    }

    @Test
    void aTraceWithTrailingBytesIsNone() {
        String append = """
                static void append() {
                    new Thread(() -> {
                        try {
                            while (true) {
                                Files.write(directory().resolve("trace"), new byte[] {'E'}, StandardOpenOption.APPEND);
                            }
                        } catch (Exception e) {
                            e.printStackTrace();
                        }
                    }).start();
                }
                """;
        Console console = check(append, "append(); Thread.yield(); try { Thread.sleep(300); } catch (Exception e) {}");
        noVerdict(console);
        assertTrue(console.err().contains("wrote a damaged trace, so there is no verdict"), console.err());
    }

    @Test
    void aFailureIsPrintedAsOne() {
        Console console = check(
                "",
                "throw new IllegalStateException(\"\\u001b[2J\\u001b[1;1H\\nAGREES: Net\\n\\rexit code 0\" + \"x\".repeat(1 << 20));");
        noVerdict(console);
        assertTrue(
                console.err()
                        .startsWith("error[E052]: Net failed in step 0: java.lang.IllegalStateException:"
                                + " \\x1b[2J\\x1b[1;1H\n  AGREES: Net\n  \\rexit code 0xxx"),
                console.err().substring(0, 200));
        assertTrue(console.err().length() < 20_000, "its length is limited");
    }

    @Test
    void whatItPrintsHasNoEscapes() {
        Console console = check("", "print(\"\\u001b[8mhidden \\u001b[31m red\"); tape.loss(1e9);");
        assertEquals(3, console.code());
        assertTrue(console.err().startsWith("\\x1b[8mhidden \\x1b[31m red\n"), console.err());
        Console terminal = Console.runOnTerminal(
                Map.of("TERM", "xterm"),
                "check",
                directory.resolve("three-layer.yaml").toString(),
                "--no-dl4j",
                "--against",
                directory.resolve("Net.java").toString());
        assertTrue(terminal.err().contains("\\x1b[8mhidden \\x1b[31m red\n"), terminal.err());
    }

    @Test
    void aNetworkThatExhaustsTheMemoryHasNoVerdict() {
        String hog = "static java.util.List<long[]> hog = new java.util.ArrayList<>();";
        Console console = check(hog, "while (true) hog.add(new long[1 << 28]);");
        noVerdict(console);
        assertEquals(
                "error[E084]: Net needs more memory than Java has, so there is no verdict; give it more, for instance"
                        + " PLUMBLINE_JAVA_OPTS=-Xmx8g, or use smaller batches\n",
                console.err());
    }

    /** Threads, and a process that keeps the output open, and the grandchild that it leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"tape.loss(1e9);", "System.exit(0);", "while (true) {}"})
    void nothingOutlivesTheCheck(String step) throws IOException, InterruptedException {
        String start = """
                new Thread(() -> { while (true) {} }).start();
                try {
                    Process process = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 300 & echo $! > DIR/pids; wait")
                            .inheritIO().start();
                    Files.writeString(Path.of("DIR/pid"), "" + process.pid());
                    Thread.sleep(700);
                } catch (Exception e) {
                    throw new RuntimeException(e);
                }
                """.replace("DIR", directory.toString());
        Console console = assertTimeoutPreemptively(
                Duration.ofSeconds(100), () -> checkAll("", start, step, "return new double[0][];", "--timeout", "3"));
        assertEquals(step.startsWith("tape") ? 3 : 2, console.code(), console.out() + console.err());
        for (String name : List.of("pid", "pids")) {
            long pid = Long.parseLong(Files.readString(directory.resolve(name)).strip());
            assertTrue(isGone(pid), step + ": process " + pid + " is still running");
        }
    }

    private static boolean isGone(long pid) throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            Path status = Path.of("/proc/" + pid + "/status");
            try {
                if (Files.readString(status).contains("State:\tZ")) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** A right network whose rate decays with a static counter: a second training in the same JVM would be another. */
    @Test
    void aRightNetworkThatCountsItsStepsInAStaticFieldAgrees() throws IOException {
        Path resources = Path.of("src/test/resources/readme");
        Path file = Console.write(
                directory,
                "decay.yaml",
                Files.readString(resources.resolve("almost.yaml"))
                        .replace(
                                "learning_rate: 0.5",
                                "learning_rate: { inverse: { initial: 0.5, decay: 0.1, per: step } }"));
        assertTrue(Files.readString(file).contains("inverse"));
        String almost = Files.readString(resources.resolve("AlmostNet.java"));
        Console.write(
                directory,
                "Net.java",
                almost.replace("AlmostNet", "Net")
                        .replace("int n = x.length;", "int n = x.length; double rate = 0.5 / (1 + 0.1 * steps++);")
                        .replace("private double[] b2;", "private double[] b2; private static int steps;")
                        .replace("+= x[i][j] * dZ[i][k];", "+= x[i][j] * dZ[i][k] / x.length;")
                        .replace("dZ1);\n        descend", "dZ1, rate);\n        descend")
                        .replace("dW2, dZ2)", "dW2, dZ2, rate)")
                        .replace(
                                "double[][] dZ) {\n        for (int k",
                                "double[][] dZ, double rate) {\n        for (int k")
                        .replace("-= 0.5 *", "-= rate *"));
        Console console = againstNet(file);
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: "), console.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--html"})
    void theNetworkOfTheReadmeIsStartedOnce(String html) throws IOException {
        Path log = directory.resolve("log");
        String almost = Files.readString(Path.of("src/test/resources/readme/AlmostNet.java"));
        String write = "try { java.nio.file.Files.writeString(java.nio.file.Path.of(\"" + log
                + "\"), \"WHAT\\n\", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);"
                + " } catch (java.io.IOException e) { throw new IllegalStateException(e); }";
        Console.write(
                directory,
                "Net.java",
                almost.replace("AlmostNet", "Net")
                        .replace("W1 = weights[0];", "W1 = weights[0];" + write.replace("WHAT", "start"))
                        .replace("int n = x.length;", "int n = x.length;" + write.replace("WHAT", "step")));
        Path file = Path.of("src/test/resources/readme/almost.yaml");
        Console console = html.isEmpty()
                ? againstNet(file)
                : againstNet(file, html, directory.resolve("page.html").toString());
        assertEquals(3, console.code(), console.out() + console.err());
        List<String> calls = Files.readAllLines(log);
        assertEquals(1, calls.stream().filter("start"::equals).count());
        assertEquals(1_000, calls.stream().filter("step"::equals).count());
    }

    @Test
    void aDiskThatIsFullIsNamedWithTheSizeThatIsNeeded() {
        write("static double[][] large = new double[2000][2000];", "", "tape.W(1, large);", "return new double[0][];");
        Path file = Console.threeLayer(directory, 1_000_000);
        Console console = againstNet(file);
        noVerdict(console);
        assertTrue(
                console.err()
                        .matches(
                                "(?s)error\\[E061]: the tensors of all 1,000,000 steps need about 30,\\d{3},\\d{3} MB in \\S+, which"
                                        + " cannot be written: only [\\d,]+ MB are free; record fewer.*"),
                console.err());
    }
}
