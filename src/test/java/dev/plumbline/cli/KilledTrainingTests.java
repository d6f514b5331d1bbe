package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed again and again, also while it writes a checkpoint, and each time goes on, ends with the bits of
 * one that was left alone. {@code -Dplumbline.kills=100} kills it as often.
 */
@Slow
@DisabledOnOs(OS.WINDOWS)
class KilledTrainingTests {
    private static final int KILLS = Integer.getInteger("plumbline.kills", 12);
    private static final long SEED = Long.getLong("plumbline.kills.seed", 1);

    /** A process is killed at most this long after its first step was possible. */
    private static final long LATEST_MILLISECONDS = 1500;

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void endsWithTheSameBits() throws IOException, InterruptedException {
        Path file = Console.write(
                directory,
                "net.yaml",
                Console.config("mini-batches.yaml")
                        .replace("epochs: 500", "epochs: 4000")
                        .replace("every: 50", "every: 100")
                        .replace("{ sgd: { learning_rate: 0.5 } }", "{ adam: { learning_rate: 0.01 } }"));
        run("train", "--engine", "reference", "--run", "whole", file.toString()).waitFor();
        int killed = 0;
        Process process = start(file);
        while (killed < KILLS) {
            boolean ended = process.waitFor(300 + random.nextLong(LATEST_MILLISECONDS), TimeUnit.MILLISECONDS);
            if (ended) {
                assertEquals(0, process.exitValue(), Files.readString(directory.resolve("err")));
                assertEquals(result("whole"), result("killed"));
                delete(directory.resolve("killed"));
                process = start(file);
            } else {
                process.destroyForcibly().waitFor();
                killed++;
                process = Files.exists(directory.resolve("killed/run.json"))
                        ? run("train", "--resume", "killed", "--checkpoint-every", "1")
                        : restart(file);
            }
        }
        assertEquals(0, process.waitFor(), Files.readString(directory.resolve("err")));
        assertEquals(result("whole"), result("killed"));
        assertEquals(
                Files.readString(directory.resolve("whole/history.csv")),
                Files.readString(directory.resolve("killed/history.csv")));
        assertEquals(-1, Files.mismatch(directory.resolve("whole/model.zip"), directory.resolve("killed/model.zip")));
        try (Stream<Path> files = Files.walk(directory.resolve("killed"))) {
            assertTrue(files.noneMatch(each -> each.toString().endsWith(".part")));
        }
    }

    private JsonObject result(String run) throws IOException {
        JsonObject outcome = JsonParser.parseString(
                        Files.readString(directory.resolve(run).resolve("run.json")))
                .getAsJsonObject()
                .getAsJsonObject("outcome");
        outcome.remove("seconds");
        return outcome;
    }

    private Process start(Path file) throws IOException {
        return run("train", "--engine", "reference", "--run", "killed", "--checkpoint-every", "1", file.toString());
    }

    private Process restart(Path file) throws IOException {
        if (Files.exists(directory.resolve("killed"))) {
            delete(directory.resolve("killed"));
        }
        return start(file);
    }

    private static void delete(Path all) throws IOException {
        try (Stream<Path> files = Files.walk(all)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Plumbline.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }
}
