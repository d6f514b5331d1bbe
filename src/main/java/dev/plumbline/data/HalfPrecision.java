package dev.plumbline.data;

/** Numbers of 16 bits (IEEE 754 binary16): a sign, 5 bits of exponent, 10 of fraction. */
final class HalfPrecision {
    private static final int SMALLEST_EXPONENT = -14;
    private static final int LARGEST_EXPONENT = 15;

    private HalfPrecision() {}

    /** Converts to a double exactly. */
    static double toDouble(short bits) {
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double size = switch (exponent) {
            case 0 -> fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb((double) (0x400 + fraction), exponent - 25);
        };
        return bits < 0 ? -size : size;
    }

    /** Converts to 16 bits by truncation; a number that is too large becomes infinite. */
    static short truncate(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        double size = Math.abs(value);
        int exponent = Math.getExponent(size);
        int bits;
        if (Double.isNaN(value)) {
            bits = 0x7e00;
        } else if (exponent > LARGEST_EXPONENT) {
            bits = 0x7c00;
        } else if (exponent < SMALLEST_EXPONENT) {
            bits = (int) (size * 0x1p24);
        } else {
            bits = (exponent + 15 << 10) + (int) Math.scalb(size, 10 - exponent) - 0x400;
        }
        return (short) (sign | bits);
    }
}
