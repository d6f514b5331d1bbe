package dev.plumbline.subject;

import dev.plumbline.math.Matrix;
import dev.plumbline.recording.RecordedSize;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a trace step by step, see {@link TraceWriter}. Whatever the bytes are, it uses no more memory than a tensor of
 * this experiment may need, and refuses all that is not exactly a trace.
 */
final class TraceReader {
    private static final Quantity[] QUANTITIES = Quantity.values();
    private static final int BUFFER = 1 << 16;
    private static final int MOST_LINES = 50;

    /** The part of the memory that a single tensor may use. */
    private static final int PART_OF_MEMORY = 16;

    private final TraceBytes bytes;
    private final int layers;
    private final long largest;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long position; // of the next byte after the buffer

    /** The trace ends before its end. */
    static final class CutOffException extends EOFException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Starts at the first step.
     *
     * @param largest the most elements of a tensor
     */
    TraceReader(TraceBytes bytes, int layers, long largest) {
        this.bytes = bytes;
        this.layers = layers;
        this.largest = largest;
    }

    /**
     * The most elements that a tensor of another process may have: those of a recording, or more where the memory allows
     * it, since a mistake can make a tensor larger than it should be.
     */
    static long largestTensor(Experiment experiment) {
        long ofMemory = Runtime.getRuntime().maxMemory() / Double.BYTES / PART_OF_MEMORY;
        return Math.max(RecordedSize.most(experiment, true), ofMemory);
    }

    static SubjectFailedException damaged(String what) {
        return new SubjectFailedException(
                ErrorKind.CODE_FAILED,
                "the process of your network wrote a damaged trace, so there is no verdict: " + what);
    }

    /** The next step; empty after the last. */
    Optional<StepTrace> step(long number) throws IOException {
        if (number == 0 && need(Long.BYTES).getLong() != TraceWriter.MAGIC) {
            throw damaged("it does not begin as a trace does");
        }
        byte tag = need(1).get();
        if (tag != TraceWriter.STEP) {
            buffer.position(buffer.position() - 1);
            return Optional.empty();
        }
        long actual = need(Long.BYTES).getLong();
        if (actual != number) {
            throw damaged("it has step " + actual + " in place of step " + number);
        }
        StepTrace step = new StepTrace(number, layers);
        int tensors = need(Integer.BYTES).getInt();
        if (tensors < 0 || tensors > QUANTITIES.length * layers) {
            throw damaged("step " + number + " has " + tensors + " tensors");
        }
        for (int i = 0; i < tensors; i++) {
            tensor(step);
        }
        return Optional.of(step);
    }

    private void tensor(StepTrace step) throws IOException {
        int quantity = need(1).get();
        int layer = need(Integer.BYTES).getInt();
        boolean isKnown = quantity >= 0 && quantity < QUANTITIES.length && layer >= 1 && layer <= layers;
        if (!isKnown || step.get(QUANTITIES[quantity], layer).isPresent()) {
            throw damaged("step " + step.step() + " has a tensor that is unknown or there twice");
        }
        step.record(QUANTITIES[quantity], layer, matrix("step " + step.step()));
    }

    private Matrix matrix(String where) throws IOException {
        int rows = need(2 * Integer.BYTES).getInt();
        int columns = buffer.getInt();
        long size = (long) rows * columns;
        if (rows < 1 || columns < 1 || size > Math.min(largest, Integer.MAX_VALUE)) {
            throw damaged(String.format(
                    Locale.ROOT,
                    "%s has a tensor of %,d × %,d numbers; the most are %,d",
                    where,
                    rows,
                    columns,
                    largest));
        }
        if (size * Double.BYTES > bytes.size() - position + buffer.remaining()) {
            throw new CutOffException();
        }
        double[] elements = new double[(int) size];
        for (int done = 0; done < elements.length; ) {
            need(Double.BYTES);
            int count = Math.min(elements.length - done, buffer.remaining() / Double.BYTES);
            buffer.asDoubleBuffer().get(elements, done, count);
            buffer.position(buffer.position() + count * Double.BYTES);
            done += count;
        }
        return Matrix.wrap(rows, columns, elements);
    }

    /**
     * Reads all that follows the last step.
     *
     * @return the outputs
     * @throws SubjectFailedException if the network failed
     */
    Optional<Matrix> end() throws IOException {
        byte tag = need(1).get();
        Optional<Matrix> outputs = Optional.empty();
        if (tag == TraceWriter.OUTPUTS) {
            outputs = Optional.of(matrix("the trace"));
            tag = need(1).get();
        }
        long left = bytes.size() - position + buffer.remaining();
        if (tag == TraceWriter.FAILURE && left <= TraceWriter.LONGEST_MESSAGE) {
            byte[] text = new byte[(int) left];
            need(text.length).get(text);
            String failure = new String(text, StandardCharsets.UTF_8);
            int end = Math.min(ErrorKind.LENGTH, failure.length());
            ErrorKind kind = ErrorKind.of(failure.substring(0, end)).orElse(ErrorKind.CODE_FAILED);
            throw new SubjectFailedException(kind, printable(failure.substring(end)));
        }
        if (tag != TraceWriter.END || left > 0) {
            throw damaged("it does not end as a trace does");
        }
        return outputs;
    }

    /** A message in lines of which only the first starts at the margin, where a verdict would stand. */
    private static String printable(String message) {
        return Printable.lines(message)
                .lines()
                .limit(MOST_LINES)
                .map(line -> line.startsWith("  ") ? line : "  " + line)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** A buffer with at least this number of bytes. */
    private ByteBuffer need(int count) throws IOException {
        if (buffer.remaining() < count) {
            buffer.compact();
            int before = buffer.position();
            bytes.read(buffer, position);
            position += buffer.position() - before;
            buffer.flip();
            if (buffer.remaining() < count) {
                throw new CutOffException();
            }
        }
        return buffer;
    }
}
