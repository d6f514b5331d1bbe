package dev.plumbline.data;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The header of an NPY file.
 *
 * @param shape the length in each dimension; empty for a single number
 * @param dtype the type of number as NumPy writes it, such as {@code <f8}: byte order, kind, bytes
 * @param fortranOrder whether the first index varies fastest in the file, instead of the last
 */
public record NpyHeader(List<Integer> shape, String dtype, boolean fortranOrder) {
    /** NumPy's limit. */
    private static final int MOST_DIMENSIONS = 64;

    static final String ALLOWED_DTYPES =
            "real numbers and truth values: <f8, <f4, <f2, <i8, <i4, <i2, |i1, <u8, <u4, <u2, "
                    + "|u1, |b1, and > for < (big endian)";

    /** @throws IllegalArgumentException if the dtype is not supported, or a length is negative */
    public NpyHeader {
        shape = List.copyOf(shape);
        String problem = problemOf(dtype);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem + "; allowed: " + ALLOWED_DTYPES);
        }
        if (shape.size() > MOST_DIMENSIONS || shape.stream().anyMatch(length -> length < 0)) {
            throw new IllegalArgumentException("cannot make an array of shape " + text(shape));
        }
    }

    /** The problem of a dtype; empty if it is supported. */
    static String problemOf(String dtype) {
        if (dtype.startsWith("|O") || dtype.startsWith("O")) {
            return "an array of Python objects (dtype " + MessageNames.quote(dtype) + "), which Plumbline does not "
                    + "unpickle";
        }
        boolean isSupported = dtype.length() > 1
                && NumberType.of(dtype.substring(1))
                        .filter(type -> dtype.charAt(0) == '<'
                                || dtype.charAt(0) == '>'
                                || dtype.charAt(0) == '|' && type.size() == 1)
                        .isPresent();
        return isSupported ? "" : "an array of dtype " + MessageNames.quote(dtype);
    }

    NumberType type() {
        return NumberType.of(dtype.substring(1)).orElseThrow();
    }

    ByteOrder byteOrder() {
        return dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The number of elements; {@link Long#MAX_VALUE} if it exceeds a long. */
    public long numbers() {
        return numbers(shape);
    }

    /** The number of elements of this shape; {@link Long#MAX_VALUE} if it exceeds a long. */
    public static long numbers(List<Integer> shape) {
        if (shape.contains(0)) {
            return 0;
        }
        long product = 1;
        for (int length : shape) {
            if (product > Long.MAX_VALUE / length) {
                return Long.MAX_VALUE;
            }
            product *= length;
        }
        return product;
    }

    /** The shape as NumPy writes it: {@code (3, 4)}, {@code (3,)}, {@code ()}. */
    public static String text(List<Integer> shape) {
        return shape.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
    }

    /** The header as in a file: a Python dictionary. */
    String toPython() {
        return String.format(
                Locale.ROOT,
                "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }",
                dtype,
                fortranOrder ? "True" : "False",
                text(shape));
    }

    @Override
    public String toString() {
        return dtype + " " + text(shape) + (fortranOrder ? " in Fortran order" : "");
    }
}
