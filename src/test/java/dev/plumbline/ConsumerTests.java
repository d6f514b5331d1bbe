package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program in Java and Kotlin that has Plumbline as a dependency: what it needs, what it brings along, and that it runs.
 * Its local repository has Plumbline alone; everything else comes from the one that built Plumbline, without a download.
 */
@Slow
class ConsumerTests {
    private static final Path SOURCES = Path.of("src/test/consumer");
    private static final Path OVERVIEW = Path.of("src/main/javadoc/overview.html");

    @TempDir
    private Path directory;

    @Test
    void aProgramInJavaAndKotlinBuildsAndRuns() throws IOException, InterruptedException {
        Path repository = installed();
        Path consumer = copied();
        run(consumer, build(repository).toArray(String[]::new));
        List<Path> jars = Stream.of(Files.readString(consumer.resolve("classpath.txt"))
                        .strip()
                        .split(File.pathSeparator))
                .map(Path::of)
                .toList();
        onlyWhatALibraryNeeds(jars);
        asMuchAsThePageSays(jars);

        String classPath = consumer.resolve("target/classes")
                + File.pathSeparator
                + Files.readString(consumer.resolve("classpath.txt"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals("true\n", run(consumer, java, "-cp", classPath, "consumer.InJava"));
        String printed = run(consumer, java, "-cp", classPath, "XorKt");
        assertTrue(printed.startsWith("true\n[[0."), printed);

        Files.writeString(consumer.resolve("src/main/kotlin/Wrong.kt"), """
                import dev.plumbline.kotlin.*

                val outside = sigmoid()
                val net = network {
                    dense(1) { dense(2) }
                    training(sgd(1.0)) { sigmoid() }
                    report { inputs = 3 }
                    compare(accuracy())
                }
                """);
        assertEquals(List.of("3:15", "5:16", "6:26", "7:14", "8:13"), compilerErrors(build(repository), consumer));
    }

    private static List<String> compilerErrors(List<String> build, Path consumer)
            throws IOException, InterruptedException {
        Outcome outcome = outcome(consumer, build);
        assertEquals(1, outcome.code(), outcome.printed());
        return Pattern.compile("Wrong\\.kt:\\[?(\\d+)[:,] ?(\\d+)")
                .matcher(outcome.printed())
                .results()
                .map(place -> place.group(1) + ":" + place.group(2))
                .distinct()
                .toList();
    }

    private static List<String> build(Path repository) {
        return List.of(
                "mvn",
                "-B",
                "-q",
                "-o",
                "-Djavacpp.platform.host",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + ownRepository(),
                "process-classes");
    }

    /** Plumbline in a repository of its own, as `mvn install` puts it there. */
    private Path installed() throws IOException {
        Path repository = directory.resolve("repository");
        Path artifact = Files.createDirectories(repository.resolve("dev/plumbline/plumbline/0.1.0-SNAPSHOT"));
        Files.copy(Path.of("pom.xml"), artifact.resolve("plumbline-0.1.0-SNAPSHOT.pom"));
        Path classes = Path.of(Plumbline.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (OutputStream out = Files.newOutputStream(artifact.resolve("plumbline-0.1.0-SNAPSHOT.jar"));
                ZipOutputStream jar = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, jar);
            }
        }
        return repository;
    }

    /** Where the jars of this build are: the directory around the groups of one of them. */
    private static Path ownRepository() {
        Path jar = Path.of(
                Test.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        return jar.getParent() // version
                .getParent() // artifact
                .getParent() // org.junit.jupiter
                .getParent()
                .getParent()
                .getParent();
    }

    /** The sources of the consumer; its programs are the example of the documentation in Java and README's in Kotlin. */
    private Path copied() throws IOException {
        Path consumer = directory.resolve("consumer");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = consumer.resolve(SOURCES.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Matcher example = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n}</pre>").matcher(Files.readString(OVERVIEW));
        assertTrue(example.find(), "the overview has an example");
        String[] parts = example.group(1).split("\n\n(?=Plumbline network)");
        assertEquals(2, parts.length, "imports and statements");
        Path kotlin = Files.createDirectories(consumer.resolve("src/main/kotlin"));
        Files.copy(Path.of("src/test/kotlin/Xor.kt"), kotlin.resolve("Xor.kt"));
        Path java = Files.createDirectories(consumer.resolve("src/main/java/consumer"));
        Files.writeString(
                java.resolve("InJava.java"),
                "package consumer;\n\n" + parts[0]
                        + "\n\nclass InJava {\n  public static void main(String[] arguments) throws Exception {\n"
                        + parts[1]
                        + "\n    System.out.println(same && output.rows() == 1);\n  }\n}\n");
        return consumer;
    }

    /** Nothing of the command line, nothing for other platforms, and no outdated version of what is still maintained. */
    private static void onlyWhatALibraryNeeds(List<Path> jars) {
        List<String> names =
                jars.stream().map(jar -> jar.getFileName().toString()).toList();
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> name.matches("(picocli|jline|progressbar|slf4j-nop|junit|jna).*"))
                        .toList());
        for (String current : List.of("commons-io-2.22.0", "commons-lang3-3.22.0", "gson-2.15.0", "slf4j-api-2.0.20")) {
            assertTrue(names.contains(current + ".jar"), current + " in " + names);
        }
        List<String> natives = names.stream()
                .filter(name -> name.matches(".*-(linux|windows|macosx|android|ios)-[a-z0-9_]+\\.jar"))
                .map(name -> name.replaceAll(".*-((linux|windows|macosx|android|ios)-[a-z0-9_]+)\\.jar", "$1"))
                .distinct()
                .toList();
        assertEquals(1, natives.size(), natives.toString());
    }

    private static void asMuchAsThePageSays(List<Path> jars) throws IOException {
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        Matcher stated =
                Pattern.compile("(\\d+) jars,\\s+(\\d+) MB").matcher(Files.readString(Path.of("src/docs/library.md")));
        assertTrue(stated.find(), "library.md says how many jars and megabytes a program downloads");
        String measured = String.format(Locale.ROOT, "%d jars, %d MB", jars.size(), Math.round(bytes / 1e6));
        assertEquals(Integer.parseInt(stated.group(1)), jars.size(), measured);
        assertEquals(Integer.parseInt(stated.group(2)), bytes / 1e6, 10, measured);
    }

    /** What a command prints, of both streams; it must succeed. */
    private static String run(Path where, String... command) throws IOException, InterruptedException {
        Outcome outcome = outcome(where, List.of(command));
        assertEquals(0, outcome.code(), outcome.printed());
        return outcome.printed();
    }

    private record Outcome(int code, String printed) {}

    private static Outcome outcome(Path where, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().remove("MAVEN_ARGS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), printed);
    }
}
