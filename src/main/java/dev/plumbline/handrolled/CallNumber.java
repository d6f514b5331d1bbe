package dev.plumbline.handrolled;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The number of the call of a network that is in progress, in a file of eight bytes: one process writes it and another
 * reads it, to end a call that does not return.
 *
 * @param file the file
 */
record CallNumber(Path file) {
    private static final long LOADING = 0;
    private static final long START = 1;
    private static final long FIRST_STEP = 2;

    /** Creates the file, before the network is loaded. */
    static CallNumber create(Path file) throws IOException {
        Files.write(file, new byte[Long.BYTES]);
        return new CallNumber(file);
    }

    /** The writer of the number. */
    record Writer(MappedByteBuffer number) {
        /** The call of the constructor and of the method that starts the network. */
        void start() {
            number.putLong(0, START);
        }

        /** The call of a step; the number of all steps stands for the outputs. */
        void step(long step) {
            number.putLong(0, FIRST_STEP + step);
        }
    }

    Writer writer() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Writer(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    private long read() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length < Long.BYTES ? LOADING : ByteBuffer.wrap(bytes).getLong();
        } catch (IOException e) {
            return LOADING;
        }
    }

    /** A number that changes from call to call, and all the time while no code of the network runs. */
    long progress() {
        long number = read();
        return number == LOADING ? -System.nanoTime() : number;
    }

    /** The call, such as "step 3". */
    String text(long steps) {
        long number = read();
        return number < FIRST_STEP ? "start" : number < FIRST_STEP + steps ? "step " + (number - FIRST_STEP) : "outputs";
    }
}
