package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads hand-rolled networks from a source file or a compiled class, and reports every failure. */
class NetworkLoaderTests {
    private static final String HEAD = "import dev.plumbline.handrolled.*;\n";

    @TempDir
    Path directory;

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 6));

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void compile(String name, String text) throws IOException {
        String file = write(name, text).toString();
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", System.getProperty("java.class.path"), file));
    }

    /** A network with this code in its step. */
    private static String network(String name, String step) {
        return HEAD + "class " + name + " implements HandRolledNetwork {\n"
                + "  public void start(double[][][] weights, double[][] biases) {}\n"
                + "  public void step(double[][] x, double[][] y, Tape tape) { " + step + " }\n}\n";
    }

    private void refuses(String message, org.junit.jupiter.api.function.Executable call) {
        String found = assertThrows(SubjectFailedException.class, call).getMessage();
        assertEquals(message, found.replace(directory + "/", ""));
    }

    private void refusesSource(String message, String text) throws IOException {
        Path file = write("Net.java", text);
        refuses(message, () -> NetworkLoader.compile(file, List.of()));
    }

    private void failsIn(Subject subject, String message) {
        refuses(message, () -> {
            try (SubjectRun run = subject.start(experiment)) {
                for (Batch batch : experiment.batches()) {
                    run.step(batch);
                }
                run.outputs();
            }
        });
    }

    @Test
    void compilesASourceFileAndTheFilesBesideItThatItUses() throws IOException {
        write(
                "mine/Helper.java",
                "package mine; class Helper { static double[][] ones() { return new double[][]{{1}}; } }");
        Path file = write("mine/Net.java", "package mine; " + network("Net", "tape.W(2, Helper.ones());"));
        Subject subject = NetworkLoader.compile(file, List.of());
        assertEquals("Net", subject.name());
        try (SubjectRun run = subject.start(experiment)) {
            assertEquals(
                    1,
                    run.step(experiment.batches().iterator().next())
                            .orElseThrow()
                            .size());
            assertTrue(run.outputs().isEmpty());
        }
        try (var files = Files.walk(directory)) {
            assertEquals(2, files.filter(Files::isRegularFile).count(), "nothing is written beside the sources");
        }
    }

    @Test
    void showsCompilerErrorsWithTheirLines() throws IOException {
        refusesSource(
                "Net.java does not compile:\n"
                        + "  Net.java:4: cannot find symbol; symbol: variable rate; location: class Net\n"
                        + "      public void step(double[][] x, double[][] y, Tape tape) { x[0][0] = rate; }\n"
                        + "                                                                          ^",
                network("Net", "x[0][0] = rate;"));
    }

    @Test
    void refusesFilesWithNoNetworkOrSeveral() throws IOException {
        refusesSource(
                "no class in Net.java implements dev.plumbline.handrolled.HandRolledNetwork"
                        + "; `plumbline scaffold FILE --language java` writes one that does",
                "class Net {}");
        String two = network("First", "") + network("Second", "").replace(HEAD, "");
        refusesSource(
                "several classes in Net.java implement dev.plumbline.handrolled.HandRolledNetwork: "
                        + "First, Second; keep only one of them, or give one the name of the file",
                two);
        assertEquals(
                "First",
                NetworkLoader.compile(write("First.java", two), List.of()).name());
    }

    @Test
    void loadsACompiledClass() throws IOException {
        compile("mine/Net.java", "package mine; " + network("Net", "tape.loss(1);"));
        Subject subject = NetworkLoader.load("mine.Net", List.of(directory));
        try (SubjectRun run = subject.start(experiment)) {
            assertEquals(
                    1,
                    run.step(experiment.batches().iterator().next())
                            .orElseThrow()
                            .size());
        }
    }

    @Test
    void reportsWhyThereIsNoSuchClass() throws IOException {
        compile("mine/Net.java", "package mine; " + network("Net", ""));
        List<Path> here = List.of(directory);
        refuses(
                "there is no class `mine.Nett` in " + directory + "; did you mean `mine.Net`?",
                () -> NetworkLoader.load("mine.Nett", here));
        refuses(
                "there is no class `Net` in " + directory + "; did you mean `mine.Net`?",
                () -> NetworkLoader.load("Net", here));
        refuses(
                "the class in that file is `mine.Net`, not `Net`: give its name with the package, and as "
                        + "--classpath the root directory of its package",
                () -> NetworkLoader.load("Net", List.of(directory.resolve("mine"))));
        refuses(
                "there is no class `mine.Net`; give the directory or the jar that contains it with --classpath",
                () -> NetworkLoader.load("mine.Net", List.of()));
        refuses("--classpath: there is no out", () -> NetworkLoader.load("Net", List.of(directory.resolve("out"))));
    }

    @Test
    void reportsWhyAClassCannotBeInstantiated() throws IOException {
        List<Path> here = List.of(directory);
        compile("Other.java", "class Other {}");
        refuses(
                "the class `Other` does not implement dev.plumbline.handrolled.HandRolledNetwork",
                () -> NetworkLoader.load("Other", here));
        compile("Net.java", network("Net", "").replace("class Net", "abstract class Net"));
        refuses(
                "the class `Net` is abstract: give a class that can be instantiated",
                () -> NetworkLoader.load("Net", here));
        compile(
                "Sized.java",
                network("Sized", "").replace("{\n  public void start", "{ Sized(int n) {}\n  public void start"));
        refuses(
                "the class `Sized` has no constructor without parameters; `start` receives the weights",
                () -> NetworkLoader.load("Sized", here));
        compile("Outer.java", HEAD + "class Outer {\n" + network("Inner", "").replace(HEAD, "") + "}\n");
        refuses(
                "the class `Outer$Inner` is an inner class of `Outer`: make it static, or a top-level class",
                () -> NetworkLoader.load("Outer$Inner", here));
    }

    @Test
    void reportsTheJavaVersionOfAClass() throws IOException {
        compile("Net.java", network("Net", ""));
        Path file = directory.resolve("Net.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = 99; // the major version of the class file: Java 55's
        Files.write(file, bytes);
        int here = Runtime.version().feature();
        refuses(
                "the class `Net` was compiled for Java 55; this is Java " + here + ": compile it with --release " + here
                        + ", or set JAVA_HOME to a newer JDK",
                () -> NetworkLoader.load("Net", List.of(directory)));
    }

    @Test
    void reportsMissingClasses() throws IOException {
        compile("Net.java", network("Net", "new Part().use();") + "class Part { void use() {} }");
        Files.delete(directory.resolve("Part.class"));
        Subject subject = NetworkLoader.load("Net", List.of(directory));
        failsIn(subject, "Net failed in step 0: java.lang.NoClassDefFoundError: Part\n  at Net.java:4");
    }

    @Test
    void suggestsTheJarOfKotlinsClasses() throws IOException {
        Subject subject = NetworkLoader.compile(
                write(
                        "Net.java",
                        network("Net", "throw new NoClassDefFoundError(\"kotlin/jvm/internal/Intrinsics\");")),
                List.of());
        failsIn(
                subject,
                "Net failed in step 0: java.lang.NoClassDefFoundError: kotlin/jvm/internal/Intrinsics (it is in"
                        + " kotlin-stdlib.jar: add it to --classpath)\n  at Net.java:4");
    }

    @Test
    void reportsExceptionsOfTheNetworkWithTheirLines() throws IOException {
        Subject subject = NetworkLoader.compile(
                write("Net.java", network("Net", "\nif (x.length == 4)\nx[4][0] = 1;")), List.of());
        failsIn(
                subject,
                "Net failed in step 0: java.lang.ArrayIndexOutOfBoundsException: Index 4 out of bounds for length 4\n"
                        + "  at Net.java:6");
    }

    @Test
    void reportsInvalidRecordingsWithTheirLines() throws IOException {
        String helper = "class Helper { static void show(Tape tape) {\ntape.W(3, new double[1][1]); } }\n";
        Subject subject =
                NetworkLoader.compile(write("Net.java", network("Net", "Helper.show(tape);") + helper), List.of());
        failsIn(
                subject,
                "Net failed in step 0: java.lang.IllegalArgumentException: step 0, updated weights: there is no layer 3;"
                        + " layers count from 1, and the last is 2\n  at Net.java:7\n  called at Net.java:4");
    }

    @Test
    void reportsFailuresOfConstructorStartAndOutputs() throws IOException {
        String bad = network("Net", "")
                .replace(
                        "class Net implements HandRolledNetwork {",
                        "class Net implements HandRolledNetwork { Net() { int n = 1 / (\"\".length()); }");
        failsIn(
                NetworkLoader.compile(write("Net.java", bad), List.of()),
                "Net failed in its constructor: java.lang.ArithmeticException: / by zero\n  at Net.java:2");
        String start = network("Net", "").replace("biases) {}", "biases) { throw new Error(\"to do\"); }");
        failsIn(
                NetworkLoader.compile(write("Net.java", start), List.of()),
                "Net failed in start: java.lang.Error: to do\n  at Net.java:3");
        String outputs =
                network("Net", "; } public double[][] outputs(double[][] x) { return new double[][] {{1}, {}};");
        failsIn(
                NetworkLoader.compile(write("Net.java", outputs), List.of()),
                "Net returns outputs that are not a matrix: the rows of a matrix must be equally long: "
                        + "row 0 has 1 values, row"
                        + " 1 has 0");
    }
}
