package dev.plumbline.recording;

import dev.plumbline.data.ShutdownHook;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A process that trains a network and records it, and a temporary directory for what it is given and what it writes.
 * Nothing of it remains: when it is closed, or when our own process ends, the process ends with all that it started, and
 * the directory is deleted. Order of use: start, await, close.
 */
public final class RecordingProcess implements AutoCloseable {
    private final TemporaryDirectory directory = TemporaryDirectory.create();
    private Optional<RunningCommand> running = Optional.empty();
    private boolean isOver;
    private final ShutdownHook hook = ShutdownHook.of("end-recording", this::end); // last: it may run at once

    /** The temporary directory. */
    public Path directory() {
        return directory.path();
    }

    /**
     * Starts the process, which has no input.
     *
     * @param echo receives each line that it prints on either stream, as soon as it is printed
     * @param charset the encoding of these lines
     */
    public synchronized void start(ProcessBuilder builder, Consumer<String> echo, Charset charset) throws IOException {
        if (isOver) {
            throw new SubjectFailedException(ErrorKind.CODE_FAILED, "the check was interrupted");
        }
        Process process = builder.redirectErrorStream(true).start();
        running = Optional.of(new RunningCommand(process, echo, charset));
        process.getOutputStream().close();
    }

    /**
     * Waits for the end of the process, and ends what it has left running.
     *
     * @param timeout the time after which the process is ended, counted from the latest change of its progress
     * @param progress a number that changes as the process goes on
     * @return its exit code; empty if it did not end in time
     * @throws SubjectFailedException if this thread is interrupted
     */
    public OptionalInt await(Duration timeout, LongSupplier progress) {
        RunningCommand command = started();
        try {
            OptionalInt code = command.await(timeout, progress);
            command.end();
            return code;
        } catch (InterruptedException e) {
            command.end();
            Thread.currentThread().interrupt();
            throw new SubjectFailedException(ErrorKind.CODE_FAILED, "the check was interrupted", e);
        }
    }

    private synchronized RunningCommand started() {
        return running.orElseThrow(() -> new IllegalStateException("the process was not started"));
    }

    /** The last lines that the process printed. Later ones are not echoed. */
    public List<String> lastLines() {
        return started().lastLines();
    }

    private synchronized void end() {
        isOver = true;
        running.ifPresent(RunningCommand::end);
        directory.close();
    }

    @Override
    public void close() {
        if (hook.cancel()) {
            end();
        }
    }
}
