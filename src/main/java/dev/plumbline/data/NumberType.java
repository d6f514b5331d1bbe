package dev.plumbline.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types of numbers in files, with the reading and writing of their bytes. All numbers become doubles; a number that
 * a double does not represent exactly is refused and never rounded.
 */
enum NumberType {
    F8(8) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getDouble(at);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putDouble(at, value);
        }
    },
    F4(4) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putFloat(at, (float) value);
        }
    },
    F2(2) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return HalfPrecision.toDouble(bytes.getShort(at));
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putShort(at, HalfPrecision.truncate(value));
        }
    },
    I8(8) {
        @Override
        double read(ByteBuffer bytes, int at) {
            long value = bytes.getLong(at);
            return isExact(Math.abs(value)) ? value : Double.NaN;
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putLong(at, (long) value);
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return Long.toString(bytes.getLong(at));
        }
    },
    I4(4) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getInt(at);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putInt(at, (int) value);
        }
    },
    I2(2) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getShort(at);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putShort(at, (short) (int) value);
        }
    },
    I1(1) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.get(at);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) (int) value);
        }
    },
    U8(8) {
        @Override
        double read(ByteBuffer bytes, int at) {
            long value = bytes.getLong(at);
            // An exact value of 2⁶³ or more ends in zero bits, so halving it is exact.
            return !isExact(value) ? Double.NaN : value >= 0 ? value : 2.0 * (value >>> 1);
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putLong(at, value < 0x1p63 ? (long) value : (long) (value / 2) << 1);
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return Long.toUnsignedString(bytes.getLong(at));
        }
    },
    U4(4) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putInt(at, (int) (long) value);
        }
    },
    U2(2) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Short.toUnsignedInt(bytes.getShort(at));
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.putShort(at, (short) (int) value);
        }
    },
    U1(1) {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Byte.toUnsignedInt(bytes.get(at));
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) (int) value);
        }
    },
    /** Booleans, as 0 and 1. */
    B1(1) {
        @Override
        double read(ByteBuffer bytes, int at) {
            byte value = bytes.get(at);
            return value == 0 || value == 1 ? value : Double.NaN;
        }

        @Override
        void write(ByteBuffer bytes, int at, double value) {
            bytes.put(at, (byte) (int) value);
        }

        @Override
        String text(ByteBuffer bytes, int at) {
            return "the byte " + Byte.toUnsignedInt(bytes.get(at)) + " as a boolean";
        }
    };

    private final int size;

    NumberType(int size) {
        this.size = size;
    }

    /**
     * Reads the number at a position in the buffer's byte order; a whole type returns NaN for a number that is not
     * allowed.
     */
    abstract double read(ByteBuffer bytes, int at);

    /** Writes a number that this type represents exactly; other numbers are written incorrectly. */
    abstract void write(ByteBuffer bytes, int at, double value);

    /** The number at a position, for messages. */
    String text(ByteBuffer bytes, int at) {
        return Double.toString(read(bytes, at));
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
