package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that record, and those that do not. */
class CommandSubjectTests {
    @TempDir
    Path directory;

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 6));
    private final List<String> printed = new ArrayList<>();

    private CommandSubject shell(String script) {
        return new CommandSubject(List.of("sh", "-c", script, "sh", directory.toString()), printed::add);
    }

    private String failure(CommandSubject subject) {
        return assertThrows(SubjectFailedException.class, () -> subject.start(experiment))
                .getMessage();
    }

    @Test
    void handsTheExperimentOverAndReadsTheRecording() throws IOException {
        Matrix outputs = Matrix.column(0.1, 0.2, 0.3, 0.4);
        Npz.write(directory.resolve("net.npz"), Map.of("outputs", NpyArray.of(outputs)));
        CommandSubject subject =
                shell("cp \"$PLUMBLINE_EXPERIMENT\" \"$1/given.npz\" && echo begun && echo on its way >&2"
                        + " && cp \"$1/net.npz\" \"$PLUMBLINE_RECORDING\" && echo \"$PLUMBLINE_RECORDING\" >"
                        + " \"$1/where\"");
        try (SubjectRun run = subject.start(experiment)) {
            assertEquals(Optional.of(outputs), run.outputs());
            assertTrue(run.step(experiment.batches().iterator().next()).isEmpty());
        }
        assertEquals(List.of("begun", "on its way"), printed);
        try (Npz given = Npz.open(directory.resolve("given.npz"))) {
            assertEquals(experiment.inputs(), given.read("X").toMatrix());
        }
        Path recording = Path.of(Files.readString(directory.resolve("where")).strip());
        assertFalse(Files.exists(recording.getParent()), "nothing is left behind");
    }

    @Test
    void showsTheLastLinesOfACommandThatFails() {
        String text = failure(shell("i=1; while [ $i -le 12 ]; do echo line $i; i=$((i+1)); done; exit 3"));
        assertTrue(text.contains("` ended with exit code 3\n  Its last lines:\n    line 3\n    line 4\n"), text);
        assertTrue(text.endsWith("\n    line 12"), text);
        assertEquals(12, printed.size());
        assertTrue(failure(shell("exit 1")).endsWith("` ended with exit code 1\n  It printed nothing."));
    }

    @Test
    void saysThatNothingWasRecorded() {
        assertTrue(failure(shell("true"))
                .endsWith("` ended with exit code 0, but wrote no recording. It must write it to the file that the"
                        + " environment variable PLUMBLINE_RECORDING names, as save() of recorder.py does"));
    }

    @Test
    void saysWhatIsWrongWithTheRecording() {
        InvalidRecordingException refusal = assertThrows(
                InvalidRecordingException.class,
                () -> shell("echo nonsense > \"$PLUMBLINE_RECORDING\"").start(experiment));
        assertTrue(refusal.getMessage().contains("is not a zip archive"), refusal.getMessage());
    }

    /** Not after the temporary file in which it is. */
    @Test
    void namesTheRecordingAfterTheProgram() throws IOException {
        Npz.write(directory.resolve("net.npz"), Map.of("A9", NpyArray.of(Matrix.row(0.1))));
        InvalidRecordingException refusal = assertThrows(
                InvalidRecordingException.class,
                () -> shell("cp \"$1/net.npz\" \"$PLUMBLINE_RECORDING\"").start(experiment));
        assertTrue(
                refusal.getMessage().startsWith("the recording of sh, array `A9` is not an array of a network"),
                refusal.getMessage());
    }

    @Test
    void saysWhyAProgramCannotBeStarted() throws IOException {
        assertEquals(
                "there is no program `eccho` on the PATH; did you mean `echo`?",
                failure(new CommandSubject(List.of("eccho"), printed::add)));
        String missing = directory.resolve("net").toString();
        assertEquals(
                "there is no program `" + missing + "`", failure(new CommandSubject(List.of(missing), printed::add)));
        Files.writeString(Path.of(missing), "");
        assertEquals(
                "`" + missing + "` cannot be started: it is not an executable program",
                failure(new CommandSubject(List.of(missing), printed::add)));
        assertEquals(
                "`" + directory + "` is a directory, not a program",
                failure(new CommandSubject(List.of(directory.toString()), printed::add)));
    }

    @Test
    void isNamedAfterTheFileThatIsRun() throws IOException {
        String script = Files.writeString(directory.resolve("net.py"), "").toString();
        assertEquals("net.py", new CommandSubject(List.of("python3", "-u", script), printed::add).name());
        assertEquals("train", new CommandSubject(List.of("/opt/train"), printed::add).name());
    }

    @Test
    void waitsForTheCommandAndNotForWhoStillHoldsItsOutput() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String text = failure(shell("echo begun; sleep 60 & exit 3"));
            assertTrue(text.contains("` ended with exit code 3\n  Its last lines:\n    begun"), text);
        });
    }

    /** The shell ignores SIGTERM, and so does its child, whose number it tells. */
    @Test
    void endsACommandThatTakesTooLongWithAllThatItStarted() {
        CommandSubject subject = new CommandSubject(
                List.of(
                        "sh",
                        "-c",
                        "trap '' TERM; sh -c 'echo $$; while :; do sleep 1; done' & while :; do sleep 1; done"),
                printed::add,
                Duration.ofSeconds(1));
        String text = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> failure(subject));
        assertTrue(text.endsWith("` did not end within 1 s and was ended; --timeout sets another limit"), text);
        long child = Long.parseLong(printed.get(0));
        assertFalse(isRunning(child), "its child runs on");
    }

    /** A process whose parent has not asked for its exit code is listed still. */
    private static boolean isRunning(long process) {
        try {
            Thread.sleep(500);
            return ProcessHandle.of(process).isPresent()
                    && !Files.readString(Path.of("/proc/" + process + "/status"))
                            .contains("State:\tZ");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesNoMoreMemoryThanALineNeedsForWhatHasNoLineBreaks() {
        String text = failure(shell("head -c 50000000 /dev/zero | tr '\\0' x; exit 1"));
        assertTrue(text.length() < 5_000, text);
        assertEquals(1, printed.size());
    }
}
