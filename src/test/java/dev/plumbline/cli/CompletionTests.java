package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script of `completion` in bash, and the pages of `manual`. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTests {
    /** Has bash complete the last of its arguments as the Tab key does. */
    private static final String TAB = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            compopt() { :; } # works only while a key is pressed
            _complete_plumbline
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void write() throws IOException {
        Console console = Console.run("completion");
        assertEquals(0, console.code());
        script = Files.writeString(directory.resolve("completion"), console.out());
    }

    private String bash(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private TreeSet<String> completed(String... words) throws IOException, InterruptedException {
        String[] arguments = Stream.concat(Stream.of("-c", TAB, "bash", script.toString()), Stream.of(words))
                .toArray(String[]::new);
        TreeSet<String> found = new TreeSet<>();
        bash(arguments)
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .forEach(found::add);
        return found;
    }

    @Test
    void theScriptIsBash() throws IOException, InterruptedException {
        assertEquals("", bash("-n", script.toString()));
    }

    @Test
    void completesCommandsOptionsAndValues() throws IOException, InterruptedException {
        assertEquals(new TreeSet<>(List.of("check")), completed("plumbline", "che"));
        assertEquals(new TreeSet<>(List.of("schema", "scaffold", "summary", "sweep")), completed("plumbline", "s"));
        assertEquals(new TreeSet<>(List.of("--epochs", "--engine")), completed("plumbline", "train", "--e"));
        assertEquals(new TreeSet<>(List.of("dl4j", "reference")), completed("plumbline", "train", "--engine", ""));
        assertEquals(
                new TreeSet<>(List.of("python", "pytorch", "java", "kotlin")),
                completed("plumbline", "scaffold", "--language", ""));
    }

    @Test
    void completesEveryCommand() throws IOException, InterruptedException {
        String help = Console.run().out();
        TreeSet<String> listed = new TreeSet<>();
        help.substring(help.indexOf("\nCheck a network:\n"), help.indexOf("\nExample:"))
                .lines()
                .filter(line -> line.matches("  \\w.*"))
                .forEach(line -> listed.add(line.strip().split(" ")[0]));
        assertTrue(listed.size() > 10, help);
        assertEquals(listed, completed("plumbline", ""));
    }

    @Test
    void everyCommandHasAPageWithItsOptions() throws IOException, InterruptedException {
        TreeSet<String> commands = completed("plumbline", "");
        assertAll(commands.stream().map(command -> () -> {
            String page = Console.run("manual", command).out();
            String help = Console.run(command, "--help").out();
            assertTrue(page.startsWith(".TH \"PLUMBLINE-"), page);
            assertTrue(page.lines().noneMatch(line -> line.matches("[.'](?!(TH|SH|TP|PP|nf|fi|nh|ad|ds)\\b).*")), page);
            help.lines().filter(line -> line.matches(" +(-h, )?--.*")).forEach(line -> {
                String option = line.strip().replaceFirst("-h, ", "").split("[ =\\[]")[0];
                assertTrue(page.contains("\\fB" + option.replace("-", "\\-") + "\\fR"), option + " in " + page);
            });
        }));
    }

    /** A value such as OUT.xml or spark://host:7077 can be copied only from one line. */
    @Test
    void noHelpAndNoPageBreaksAWord() throws IOException, InterruptedException {
        TreeSet<String> commands = completed("plumbline", "");
        assertAll(commands.stream().map(command -> () -> {
            List<String> page = Console.run("manual", command).out().lines().toList();
            int synopsis = page.indexOf(".SH \"SYNOPSIS\"");
            assertEquals(".TP", page.get(synopsis + 1), "a synopsis is as wide as the terminal");
            assertTrue(page.contains(".ds AD l"), "gaps between words");
            TreeSet<String> help = new TreeSet<>(List.of(Console.run(command, "--help")
                    .out()
                    .replaceAll("Usage: |[\\[\\]]|:PATH...", "")
                    .split("\\s+")));
            Stream.of(String.join(" ", page.subList(synopsis + 2, page.size()))
                            .split("\\.SH \"NOTES\"")[0]
                            .replaceAll("\\\\f[BRI]|\\\\&|\\.(SH \"\\w+\"|TP|PP)", "")
                            .replaceAll("[\\[\\]\\\\]|:PATH...", "")
                            .split("\\s+"))
                    .forEach(
                            word -> assertTrue(help.contains(word), word + " is in no line of the help of " + command));
        }));
    }

    @Test
    void completesTheNamesOfWords() throws IOException, InterruptedException {
        assertEquals(
                new TreeSet<>(List.of(
                        "leaky_relu", "learning_rate", "learning_rate_on", "lecun_normal", "lecun_uniform", "length")),
                completed("plumbline", "words", "le"));
        assertTrue(completed("plumbline", "words", "")
                .containsAll(List.of("errors", "E010", "batch_size", "csv", "dense")));
        for (String name : completed("plumbline", "words", "")) {
            assertEquals(0, Console.run("words", name).code(), name);
        }
        assertEquals(new TreeSet<>(List.of("check")), completed("plumbline", "manual", "che"));
    }

    @Test
    void thePageOfTheProgramListsTheCommands() {
        String page = Console.run("manual").out();
        assertTrue(page.contains("\n.TP\n\\fBcheck\\fR\nTrain on DL4J"), page);
        assertTrue(page.contains("\n.SH \"COMMANDS\"\n"), page);
    }

    @Test
    void aPageOfAnUnknownCommandIsRefused() {
        Console console = Console.run("manual", "chek");
        assertEquals(
                "error[E070]: unknown command `chek`; did you mean `check`?\nTry `plumbline manual --help`.\n",
                console.err());
        assertEquals(2, console.code());
    }
}
