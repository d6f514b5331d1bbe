package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a copy of what it needs, with a stand-in for Java that shows what it is given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTests {
    @TempDir
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        for (String directory : List.of("src/main", ".mvn", "target/launcher", "jdk/bin")) {
            Files.createDirectories(home.resolve(directory));
        }
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        program("jdk/bin/java", "#!/bin/sh\neval \"$SHOW\"\n");
        Files.copy(Path.of("plumbline"), home.resolve("plumbline"));
        home.resolve("plumbline").toFile().setExecutable(true);
        Path built = home.resolve("target/launcher");
        Files.writeString(built.resolve("plumbline.jar"), "");
        Files.writeString(built.resolve("classpath.txt"), built.resolve("plumbline.jar") + "\n");
        Files.writeString(built.resolve("classes-17.0.1.jsa"), "");
        Files.writeString(built.resolve("stamp"), "");
    }

    private void program(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
        home.resolve(name).toFile().setExecutable(true);
    }

    /** What a line of shell prints that is run in the place of Java. */
    private String shown(String line, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("plumbline").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().put("SHOW", line);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return out;
    }

    /** OpenMP takes lists and blanks, and ND4J does not; what is no list of numbers is left for Plumbline to refuse. */
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
}
