package dev.plumbline.subject;

import dev.plumbline.math.Matrix;
import dev.plumbline.recording.TemporaryDirectory;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Writes a trace: {@link #MAGIC}, the steps, the outputs if there are any, and {@link #END}. A step is {@link #STEP}, its
 * number, the number of its tensors, and for each of them its quantity, its layer and a matrix. A matrix is its rows, its
 * columns and its elements, row by row. All numbers are little endian. A network that failed has {@link #FAILURE} and a
 * message in place of {@link #END}.
 */
public final class TraceWriter implements AutoCloseable {
    static final long MAGIC = 0x3145434152544c50L; // PLTRACE1
    static final byte STEP = 'S';
    static final byte OUTPUTS = 'O';
    static final byte END = 'E';
    static final byte FAILURE = 'F';

    /** The most bytes of a message. */
    static final int LONGEST_MESSAGE = 1 << 14;

    private static final int BUFFER = 1 << 16;

    private final long steps;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final Path directory; // where the file is, or would be
    private final boolean isOfCaller; // whether the caller reads the file
    private Optional<FileChannel> channel = Optional.empty();
    private byte[] memory = new byte[0];
    private long written;

    /**
     * Starts a trace.
     *
     * @param steps the number of steps of the training
     * @param file where to write it; if empty, into the memory, and into a temporary file if it is large
     */
    public TraceWriter(long steps, Optional<Path> file) throws IOException {
        this.steps = steps;
        this.isOfCaller = file.isPresent();
        this.directory = file.flatMap(path -> Optional.ofNullable(path.getParent()))
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        if (file.isPresent()) {
            channel =
                    Optional.of(FileChannel.open(file.get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }
        buffer.putLong(MAGIC);
    }

    /**
     * Records a run from the first step to the outputs.
     *
     * @param calls is told each call of the network before it: the number of the step; the number of all steps stands for
     *     the outputs
     * @throws SubjectFailedException if the network fails, or if there is no room for its tensors
     */
    public void record(SubjectRun run, Experiment experiment, LongConsumer calls) {
        for (Batch batch : experiment.batches()) {
            calls.accept(batch.step());
            Optional<StepTrace> step = run.step(batch);
            if (step.isEmpty()) {
                break;
            }
            guarded(batch.step(), () -> write(step.get()));
        }
        calls.accept(steps);
        Optional<Matrix> outputs = run.outputs();
        guarded(steps, () -> {
            if (outputs.isPresent()) {
                room(1).put(OUTPUTS);
                write(outputs.get());
            }
            room(1).put(END);
            flush();
        });
    }

    /**
     * Replaces the trace by the code and the message of a failure. It is short, so there is room for it on a disk that the trace has
     * filled.
     */
    public void fail(SubjectFailedException failure) throws IOException {
        byte[] text = (failure.kind().code() + failure.getMessage()).getBytes(StandardCharsets.UTF_8);
        FileChannel out = channel.orElseThrow();
        out.truncate(0);
        out.position(0);
        buffer.clear();
        buffer.putLong(MAGIC).put(FAILURE).put(text, 0, Math.min(text.length, LONGEST_MESSAGE));
        flush();
    }

    private void write(StepTrace step) throws IOException {
        room(Byte.BYTES + Long.BYTES + Integer.BYTES)
                .put(STEP)
                .putLong(step.step())
                .putInt(step.size());
        for (Key key : step.keys()) {
            room(Byte.BYTES + Integer.BYTES)
                    .put((byte) key.quantity().ordinal())
                    .putInt(key.layer());
            write(step.get(key).orElseThrow());
        }
        if (step.step() == 0) {
            requireRoom();
        }
    }

    private void write(Matrix matrix) throws IOException {
        room(2 * Integer.BYTES).putInt(matrix.rows()).putInt(matrix.columns());
        for (double element : matrix.toRowMajor()) {
            room(Double.BYTES).putDouble(element);
        }
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        buffer.flip();
        if (channel.isEmpty() && written + buffer.remaining() > TraceBytes.MOST_IN_MEMORY) {
            spill();
        }
        if (channel.isPresent()) {
            while (buffer.hasRemaining()) {
                written += channel.get().write(buffer);
            }
        } else {
            int end = (int) written + buffer.remaining();
            if (end > memory.length) {
                memory = Arrays.copyOf(memory, Math.max(end, 2 * memory.length));
            }
            int count = buffer.remaining();
            buffer.get(memory, (int) written, count);
            written += count;
        }
        buffer.clear();
    }

    /** Moves the trace from the memory to a file, which is deleted as soon as it is open. */
    private void spill() throws IOException {
        try (TemporaryDirectory temporary = TemporaryDirectory.create()) {
            channel = Optional.of(FileChannel.open(
                    temporary.path().resolve("trace"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
        }
        ByteBuffer kept = ByteBuffer.wrap(memory, 0, (int) written);
        while (kept.hasRemaining()) {
            channel.get().write(kept);
        }
        memory = new byte[0];
    }

    /** After the first step, refuses a trace for which the disk has no room, before the training goes on for hours. */
    private void requireRoom() throws IOException {
        long needed = needed(1);
        if (needed > TraceBytes.MOST_IN_MEMORY) {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (needed > free) {
                throw new IOException(String.format(Locale.ROOT, "only %,d MB are free", free >> 20));
            }
        }
    }

    /** The bytes of the whole trace, from those of the first steps. */
    private long needed(long stepsDone) {
        double ofStep = (double) (written + buffer.position()) / Math.max(1, stepsDone);
        return (long) Math.min(Long.MAX_VALUE, ofStep * steps);
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void guarded(long step, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE,
                    String.format(
                            Locale.ROOT,
                            "the tensors of all %,d steps need about %,d MB in %s, which cannot be written: %s; record fewer"
                                    + " tensors, train fewer epochs, or give another directory, such as"
                                    + " PLUMBLINE_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                            steps,
                            (needed(step + 1) >> 20) + 1,
                            directory,
                            e.getMessage()),
                    e);
        }
    }

    /** The bytes of the finished trace, if the caller gave no file. */
    TraceBytes bytes() {
        return channel.map(file -> TraceBytes.of(file, written)).orElseGet(() -> TraceBytes.of(memory, (int) written));
    }

    /** Ends writing to the file of the caller. */
    @Override
    public void close() throws IOException {
        if (isOfCaller) {
            channel.orElseThrow().close();
        }
    }
}
