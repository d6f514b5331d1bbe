package dev.plumbline.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types of numbers in files, with the reading and writing of their bytes. All numbers become doubles; a number that
 * a double does not represent exactly is refused and never rounded.
 */
enum NumberType {
    F8(8),
    F4(4),
    F2(2),
    I8(8),
    I4(4),
    I2(2),
    I1(1),
    U8(8),
    U4(4),
    U2(2),
    U1(1),
    /** Booleans, as 0 and 1. */
    B1(1);

    private final int size;

    NumberType(int size) {
        this.size = size;
    }

    /**
     * Reads the number at a position in the buffer's byte order; a whole type returns NaN for a number that is not
     * allowed.
     */
    double read(ByteBuffer bytes, int at) {
        return switch (this) {
            case F8 -> bytes.getDouble(at);
            case F4 -> bytes.getFloat(at);
            case F2 -> HalfPrecision.toDouble(bytes.getShort(at));
            case I8 -> isExact(Math.abs(bytes.getLong(at))) ? bytes.getLong(at) : Double.NaN;
            case I4 -> bytes.getInt(at);
            case I2 -> bytes.getShort(at);
            case I1 -> bytes.get(at);
            case U8 -> isExact(bytes.getLong(at)) ? unsigned(bytes.getLong(at)) : Double.NaN;
            case U4 -> Integer.toUnsignedLong(bytes.getInt(at));
            case U2 -> Short.toUnsignedInt(bytes.getShort(at));
            case U1 -> Byte.toUnsignedInt(bytes.get(at));
            case B1 -> bytes.get(at) == 0 || bytes.get(at) == 1 ? bytes.get(at) : Double.NaN;
        };
    }

    /** An exact value of 2⁶³ or more ends in zero bits, so halving it is exact. */
    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * (value >>> 1);
    }

    /** Writes a number that this type represents exactly; other numbers are written incorrectly. */
    void write(ByteBuffer bytes, int at, double value) {
        switch (this) {
            case F8 -> bytes.putDouble(at, value);
            case F4 -> bytes.putFloat(at, (float) value);
            case F2 -> bytes.putShort(at, HalfPrecision.truncate(value));
            case I8 -> bytes.putLong(at, (long) value);
            case U8 -> bytes.putLong(at, value < 0x1p63 ? (long) value : (long) (value / 2) << 1);
            case I4, U4 -> bytes.putInt(at, (int) (long) value);
            case I2, U2 -> bytes.putShort(at, (short) (int) value);
            case I1, U1, B1 -> bytes.put(at, (byte) (int) value);
        }
    }

    /** The number at a position, for messages. */
    String text(ByteBuffer bytes, int at) {
        return switch (this) {
            case I8 -> Long.toString(bytes.getLong(at));
            case U8 -> Long.toUnsignedString(bytes.getLong(at));
            case B1 -> "the byte " + Byte.toUnsignedInt(bytes.get(at)) + " as a boolean";
            default -> Double.toString(read(bytes, at));
        };
    }

    /** The bytes per number. */
    int size() {
        return size;
    }

    /** Whether the type has only whole numbers, so neither NaN nor infinities. */
    boolean isWhole() {
        return name().charAt(0) != 'F';
    }

    /** Finds the type by NumPy's kind and size, such as {@code f8}. */
    static Optional<NumberType> of(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** NumPy's kind and size, such as {@code f8}. */
    String code() {
        return (char) (name().charAt(0) - 'A' + 'a') + name().substring(1);
    }

    /** Whether a double, with 53 significant bits, represents this unsigned number exactly. */
    private static boolean isExact(long value) {
        return 64 - Long.numberOfLeadingZeros(value) - Long.numberOfTrailingZeros(value) <= 53;
    }
}
