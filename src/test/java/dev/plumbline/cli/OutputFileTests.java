package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verb writes the file that was named, or none; and one that is ended leaves nothing. */
@DisabledOnOs(OS.WINDOWS)
class OutputFileTests {
    private static final Map<String, String> UTF_8 = Map.of("LC_ALL", "C.UTF-8");

    @TempDir
    private Path directory;

    private Set<String> before = Set.of();

    @BeforeEach
    void train() throws IOException {
        Path file = Console.threeLayer(directory, 4);
        Console run = Console.run("train", file.toString(), "--engine", "reference", "--run", in("run"));
        assertEquals(0, run.code(), run.err());
        Console.write(directory, "rows.csv", "0,1,1\n");
        Files.createDirectory(directory.resolve("tmp"));
        before = files();
    }

    private String in(String name) {
        return directory.resolve(name).toString();
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Java decodes a byte that is no UTF-8 to U+FFFD, which is encoded as three other bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict run rows.csv --engine reference -o BYTES.csv",
                "export run -o BYTES.npz",
                "report run -o BYTES.html",
                "plot run -o BYTES.svg",
                "experiment three-layer.yaml -o BYTES.npz",
                "scaffold three-layer.yaml -o BYTES",
                "init rows.csv -o BYTES.yaml",
                "import run/model.zip -o BYTES.yaml",
                "train three-layer.yaml --engine reference --run BYTES",
                "check three-layer.yaml --no-dl4j --against none.npz --html BYTES.html",
                "check three-layer.yaml --no-dl4j --against none.npz --junit=BYTES.xml"
            })
    void aPathThatIsNoUtf8IsRefused(String line) throws IOException {
        String shell = "exec \"$@\" " + line.replace("BYTES", "\"$(printf '\\377')\"");
        Console console = Program.run(directory, UTF_8, shell);
        assertEquals(2, console.code(), console.out() + console.err());
        assertTrue(console.err().contains("has bytes that are not valid in the encoding"), console.err());
        assertEquals(before, files());
    }

    @Test
    void nothingIsWrittenFromADirectoryWhoseNameIsNoUtf8() throws IOException {
        String shell = "mkdir \"$(printf '\\377')\" && cd \"$(printf '\\377')\" && exec \"$@\"";
        Console console = Program.run(
                directory, UTF_8, shell, "predict", in("run"), in("rows.csv"), "--engine", "reference", "-o", "o.csv");
        assertEquals(2, console.code(), console.out() + console.err());
        assertTrue(console.err().contains("is in the current directory"), console.err());
    }

    /** The rows come from a pipe that stays open, so that the prediction is certainly still running. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM o.csv", "HUP o.npz", "TERM o.jsonl"})
    void anEndedPredictionLeavesNothing(String how) throws IOException {
        String[] words = how.split(" ");
        // The first 2,000 rows fill a block, so the part exists when its directory has the content.
        // Whoever runs the tests by nohup ignores HUP, and so would the program.
        String shell =
                "mkfifo pipe; as=; if env --default-signal=HUP true 2> none; then as='env --default-signal=HUP'; fi;"
                        + " $as \"$@\" < pipe & exec 3> pipe; i=0; while [ $i -lt 2000 ]; do echo 0,1,1 >&3;"
                        + " i=$((i+1)); done; until ls -d .plumbline-*.part/content > ready 2> none; do sleep 0.1; done;"
                        + " kill -" + words[0] + " $!; wait $!; code=$?; rm -f pipe ready none; exit $code";
        Console console = Program.run(
                directory,
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + in("tmp")),
                shell,
                "predict",
                "run",
                "-",
                "--engine",
                "reference",
                "-o",
                words[1]);
        int signal = words[0].equals("TERM") ? 15 : 1;
        assertEquals(128 + signal, console.code(), console.out() + console.err());
        assertEquals(before, files());
    }

    @Test
    void aLinkToNothingIsNotReplaced() throws IOException {
        Files.createSymbolicLink(directory.resolve("o.csv"), Path.of("none"));
        Console console = Console.run("predict", in("run"), in("rows.csv"), "--engine", "reference", "-o", in("o.csv"));
        assertEquals(2, console.code());
        assertEquals(
                List.of(),
                Stream.of(directory.resolve("none")).filter(Files::exists).toList());
        assertTrue(Files.isSymbolicLink(directory.resolve("o.csv")));
    }
}
