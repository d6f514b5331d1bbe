package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a copy of its files, with a replacement for Java that prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTests {
    @TempDir
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        for (String directory : List.of("src/main", "src/launcher", ".mvn", "target/launcher", "jdk/bin")) {
            Files.createDirectories(home.resolve(directory));
        }
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        program("jdk/bin/java", "#!/bin/sh\neval \"$SHOW\"\n");
        for (String script : List.of("plumbline", "src/launcher/build.sh")) {
            Files.copy(Path.of(script), home.resolve(script));
        }
        home.resolve("plumbline").toFile().setExecutable(true);
        Path built = home.resolve("target/launcher");
        Files.writeString(built.resolve("plumbline.jar"), "");
        Files.writeString(built.resolve("classpath.txt"), built.resolve("plumbline.jar") + "\n");
        Files.writeString(built.resolve("classes-17.0.1.jsa"), "");
        Files.writeString(built.resolve("classes-17.0.1.jsa.directory"), built.toRealPath() + "\n");
        Files.writeString(built.resolve("stamp"), "");
    }

    private void program(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
        home.resolve(name).toFile().setExecutable(true);
    }

    /** The output of a line of shell that runs in place of Java. */
    private String shown(String line, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("plumbline").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().put("SHOW", line);
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        builder.environment().remove("OPENBLAS_CORETYPE");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return out;
    }

    /** The verbs of the laboratory start a build of their own, which has it; a release has none. */
    @ParameterizedTest
    @CsvSource({
        "fuzz, src/lab, launcher-lab",
        "selftest, src/lab, launcher-lab",
        "fuzz, src/none, launcher",
        "check, src/lab, launcher"
    })
    void startsTheLaboratoryForItsVerbs(String verb, String sources, String build)
            throws IOException, InterruptedException {
        Path built = Files.createDirectories(home.resolve("target/launcher-lab"));
        for (String name : List.of("plumbline.jar", "classpath.txt", "classes-17.0.1.jsa", "stamp")) {
            Files.copy(home.resolve("target/launcher").resolve(name), built.resolve(name));
        }
        Files.writeString(built.resolve("classes-17.0.1.jsa.directory"), built.toRealPath() + "\n");
        Files.createDirectories(home.resolve(sources));
        Files.setLastModifiedTime(built.resolve("stamp"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        String arguments = shown("printf '%s\\n' \"$@\"", Map.of("OPENBLAS_CORETYPE", "Haswell"), verb, "--help");

        assertTrue(
                arguments.contains("-Dplumbline.jar=" + home.toRealPath() + "/target/" + build + "/plumbline.jar"),
                arguments);
    }

    /** OpenMP accepts lists and spaces, ND4J does not; Plumbline refuses other values. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "4, 4",
                "\"1,2\", 1",
                "\" 3 \", \"3\"",
                "\" 2 , 4\", 2",
                "\"0,2\", 0",
                "0, 0",
                "-1, -1",
                "abc, abc",
                "\"1,\", \"1,\"",
                "\"\", 1"
            })
    void handsJavaASingleNumberOfThreads(String given, String handed) throws IOException, InterruptedException {
        assertEquals(handed, shown("printf %s \"$OMP_NUM_THREADS\"", Map.of("OMP_NUM_THREADS", given)));
    }

    @Test
    void handsOnTheArgumentsAsTheyAre() throws IOException, InterruptedException {
        String line = "while [ \"$1\" != dev.plumbline.cli.Plumbline ]; do shift; done; shift; printf '<%s>' \"$@\"";
        assertEquals("<check><a b><*>", shown(line, Map.of(), "check", "a b", "*"));
    }

    /** In the locale C, Java finds no file with a name beyond ASCII. */
    @ParameterizedTest
    @CsvSource({"C, '', C.UTF-8+C.UTF-8", "'', C, +C.UTF-8", "de_DE.UTF-8, '', de_DE.UTF-8+", "'', '', +C.UTF-8"})
    void handsJavaALocaleWithAllCharacters(String all, String lang, String handed)
            throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("LC_ALL", all, "LANG", lang, "LC_CTYPE", "");
        assertEquals(handed, shown("printf %s \"$LC_ALL+$LC_CTYPE\"", environment));
    }

    /** A release has its jars in lib; it needs neither Maven nor the sources. */
    @Test
    void startsAReleaseWithoutABuild() throws IOException, InterruptedException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        for (String jar : List.of("plumbline.jar", "b.jar", "a.jar")) {
            Files.writeString(lib.resolve(jar), "");
        }
        for (String file : List.of("pom.xml", "src/launcher/build.sh", "target/launcher/stamp")) {
            Files.delete(home.resolve(file));
        }
        String line = "while [ \"$1\" != -cp ]; do shift; done; printf %s \"$2\"";
        String real = home.toRealPath() + "/lib/";
        String said = shown(line, Map.of());
        assertEquals(real + "plumbline.jar:" + real + "a.jar:" + real + "b.jar", said.substring(said.indexOf(real)));
    }

    /** BusyBox's find does not know -newercc; a build is fresh all the same, and stale if a source is newer. */
    @ParameterizedTest
    @CsvSource({"-1, started", "1, mvn"})
    void asksAFindWithoutNewerccToo(int hours, String first) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("bin"));
        program(
                "bin/find",
                "#!/bin/sh\nfor each; do [ \"$each\" = -newercc ] && echo 'find: unrecognized: -newercc' >&2 && exit "
                        + "1; done\n"
                        + "exec /usr/bin/find \"$@\"\n");
        program("jdk/bin/javac", "#!/bin/sh\n");
        program("bin/mvn", "#!/bin/sh\necho mvn\nexit 1\n");
        FileTime stamp = Files.getLastModifiedTime(home.resolve("target/launcher/stamp"));
        Path old = home.resolve("src/main");
        for (Path file : List.of(home.resolve("pom.xml"), home.resolve(".mvn"), old)) {
            Files.setLastModifiedTime(file, FileTime.from(stamp.toInstant().minus(Duration.ofHours(2))));
        }
        Path source = Files.writeString(home.resolve("src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(stamp.toInstant().plus(Duration.ofHours(hours))));
        Files.setLastModifiedTime(old, FileTime.from(stamp.toInstant().minus(Duration.ofHours(2))));
        String path = home.resolve("bin") + ":" + System.getenv("PATH");
        String said = shown("echo started", Map.of("PATH", path));
        assertTrue(said.lines().anyMatch(first::equals), said);
        assertEquals(first.equals("mvn"), said.contains("building again"), said);
    }

    @Test
    void saysWhereTooFewFilesMayBeOpen() throws IOException, InterruptedException {
        program("few", "#!/bin/sh\nulimit -n 32\nexec \"${0%/few}/plumbline\"\n");
        Process process = new ProcessBuilder(home.resolve("few").toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor());
        assertEquals(
                "plumbline: this shell allows 32 open files, and Java needs at least 48.\n"
                        + "plumbline: Allow more: ulimit -n 256\n",
                out);
    }

    /** The JVM silently ignores an archive of classes from another place, and starts half a second later. */
    @Test
    void aMovedCheckoutPreparesItsFastStartsAgain() throws IOException, InterruptedException {
        String line = "case $* in *WarmUp*) echo prepared >&2; exit ;; esac; echo started";
        assertEquals("started\n", shown(line, Map.of()));
        Path archive = home.resolve("target/launcher/classes-17.0.1.jsa");
        Files.writeString(archive.resolveSibling(archive.getFileName() + ".directory"), "/elsewhere/target/launcher\n");
        String again = shown(line, Map.of());
        assertTrue(
                again.startsWith("plumbline: making a cache for faster starts (once)") && again.endsWith("started\n"),
                again);
        assertEquals("started\n", shown(line, Map.of()));
    }

    /** A copy that does not keep dates, at the same path, as in an image of a container. */
    @Test
    void aJarThatIsNewerThanTheArchivePreparesItAgain() throws IOException, InterruptedException {
        Path jar = home.resolve("target/launcher/plumbline.jar");
        FileTime later = FileTime.from(Files.getLastModifiedTime(home.resolve("target/launcher/classes-17.0.1.jsa"))
                .toInstant()
                .plus(Duration.ofSeconds(2)));
        Files.setLastModifiedTime(jar, later);
        String out = shown("echo started", Map.of());
        assertTrue(out.startsWith("plumbline: making a cache for faster starts (once)"), out);
    }

    /** In place of Java: the choice of a kernel writes SkylakeX to its file; everything else prints the kernel. */
    private static final String KERNELS = """
            while [ $# -gt 0 ]; do
                case $1 in
                    -Dplumbline.kernel=*) property=${1#*=} ;;
                    *.KernelChoice) echo "$CHOICE" >"$2"; exit ;;
                esac
                shift
            done
            printf '%s+%s' "${OPENBLAS_CORETYPE-unset}" "${property-unset}"
            """;

    private Map<String, String> choosing(String kernel) throws IOException {
        Path openBlas = Files.createDirectories(home.resolve("m2")).resolve("openblas-0.3.19-1.5.7.jar");
        Files.writeString(openBlas, "");
        Path list = home.resolve("target/launcher/classpath.txt");
        Files.writeString(list, openBlas + "\n");
        return Map.of("CHOICE", kernel);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void choosesAKernelOnceAndHandsItToJava() throws IOException, InterruptedException {
        Map<String, String> environment = choosing("SkylakeX");
        assertEquals(
                "plumbline: trying OpenBLAS's kernels on this processor; this happens once\nSkylakeX+SkylakeX",
                shown(KERNELS, environment, "train", "file"));
        assertEquals("SkylakeX+SkylakeX", shown(KERNELS, environment, "check", "file"));
        try (Stream<Path> kept = Files.list(home.resolve("cache/plumbline"))) {
            assertTrue(kept.allMatch(file -> file.getFileName().toString().startsWith("openblas-0.3.19-")));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesTheKernelToOpenBlasIfNoneIsClearlyFaster() throws IOException, InterruptedException {
        Map<String, String> environment = choosing("");
        shown(KERNELS, environment, "train", "file");
        assertEquals("unset+", shown(KERNELS, environment, "train", "file"));
    }

    @Test
    void leavesAKernelThatTheUserHasSet() throws IOException, InterruptedException {
        choosing("SkylakeX");
        assertEquals(
                "Haswell+unset",
                shown(KERNELS, Map.of("CHOICE", "SkylakeX", "OPENBLAS_CORETYPE", "Haswell"), "train", "file"));
    }

    @ParameterizedTest
    @CsvSource({"validate,file", "--help,''", "explain,file", "train,--help", "check,-h"})
    void triesNoKernelForCommandsWithoutArithmetic(String verb, String argument)
            throws IOException, InterruptedException {
        assertEquals("unset+unset", shown(KERNELS, choosing("SkylakeX"), verb, argument));
    }

    /** Another start tries again; a home that cannot be written to costs no start more than one message. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChoiceThatFailsIsNotKept() throws IOException, InterruptedException {
        choosing("SkylakeX");
        String failing = "case $* in *KernelChoice*) exit 1 ;; esac; printf %s \"${OPENBLAS_CORETYPE-unset}\"";
        assertTrue(shown(failing, Map.of(), "train", "file").endsWith("unset"));
        assertTrue(shown(KERNELS, Map.of("CHOICE", "Haswell"), "train", "file").endsWith("Haswell+Haswell"));
        Path file = Files.writeString(home.resolve("file"), "");
        assertEquals(
                "unset+unset",
                shown(KERNELS, Map.of("CHOICE", "Haswell", "XDG_CACHE_HOME", file.toString()), "train", "file"));
    }
}
