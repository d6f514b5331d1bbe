package dev.plumbline.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file, written by hand: a record for each scalar. A record is its length (64 bits, little endian),
 * the masked CRC-32C of the length, the data, and their masked CRC-32C; the data are TensorFlow's {@code Event} in the
 * encoding of Protocol Buffers. Sources: tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto.
 */
final class EventFile {
    private static final int MASK = 0xa282ead8;

    private final OutputStream out;

    /** Starts a file. */
    EventFile(OutputStream out, double seconds) throws IOException {
        this.out = out;
        byte[] version = "brain.Event:2".getBytes(StandardCharsets.UTF_8);
        record(message(event -> {
            doubleField(event, 1, seconds);
            bytesField(event, 3, version);
        }));
    }

    /**
     * Adds the value of a curve.
     *
     * @param seconds since 1970
     * @param step the position on the axis
     */
    void scalar(String tag, long step, double value, double seconds) throws IOException {
        byte[] entry = message(of -> {
            bytesField(of, 1, tag.getBytes(StandardCharsets.UTF_8));
            floatField(of, 2, (float) value);
        });
        byte[] summary = message(of -> bytesField(of, 1, entry));
        record(message(event -> {
            doubleField(event, 1, seconds);
            tag(event, 2, 0);
            varint(event, step);
            bytesField(event, 5, summary);
        }));
    }

    private void record(byte[] data) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.write(length);
        out.write(masked(length));
        out.write(data);
        out.write(masked(data));
    }

    private static byte[] masked(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        int value = (int) checksum.getValue();
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((value >>> 15 | value << 17) + MASK)
                .array();
    }

    @FunctionalInterface
    private interface Fields {
        void write(DataOutputStream message) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            fields.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // impossible for an array in memory
        }
        return bytes.toByteArray();
    }

    private static void doubleField(DataOutputStream message, int field, double value) throws IOException {
        tag(message, field, 1);
        message.writeLong(Long.reverseBytes(Double.doubleToLongBits(value)));
    }

    private static void floatField(DataOutputStream message, int field, float value) throws IOException {
        tag(message, field, 5);
        message.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
    }

    private static void bytesField(DataOutputStream message, int field, byte[] value) throws IOException {
        tag(message, field, 2);
        varint(message, value.length);
        message.write(value);
    }

    private static void tag(DataOutputStream message, int field, int type) throws IOException {
        varint(message, (long) field << 3 | type);
    }

    private static void varint(DataOutputStream message, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            message.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        message.writeByte((int) rest);
    }
}
