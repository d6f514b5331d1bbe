package dev.plumbline.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A minimal second implementation that writes NPY, NPZ and IDX files, and reads NPY and IDX. It shares no code with the
 * readers under test, so it reveals their wrong numbers.
 */
final class RawArrays {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\s*\\{\\s*'descr'\\s*:\\s*'([<>|])([fiub][1248])'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
                    + "\\s*'shape'\\s*:\\s*\\(([\\d, ]*)\\)\\s*,?\\s*\\}\\s*");
    private static final Map<Integer, String> IDX_TYPES =
            Map.of(0x08, "u1", 0x09, "i1", 0x0B, "i2", 0x0C, "i4", 0x0D, "f4", 0x0E, "f8");

    private RawArrays() {}

    /** An NPY file. The values are given in C order, regardless of the order in the file. */
    static byte[] npy(String descr, boolean fortran, List<Integer> shape, double[] values) {
        String lengths = shape.stream().map(length -> length + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + lengths + "), }\n";
        byte[] numbers = numbers(descr.substring(1), descr.charAt(0) == '>', values, order(shape, fortran));
        return join(npyStart(1, header), numbers);
    }

    /** The beginning of an NPY file, before its numbers, with any text as its header. */
    static byte[] npyStart(int version, String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) text.length);
        } else {
            length.putInt(text.length);
        }
        return join(MAGIC, new byte[] {(byte) version, 0}, length.array(), text);
    }

    /** The numbers of an NPY file in C order; empty if its header is not a simple one. */
    static Optional<double[]> ofNpy(byte[] file) {
        if (file.length < 12 || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int start = file[6] == 1 ? 10 : 12;
        long end = start + (file[6] == 1 ? bytes.getShort(8) & 0xFFFFL : bytes.getInt(8) & 0xFFFFFFFFL);
        if (end > file.length) {
            return Optional.empty();
        }
        Matcher header = HEADER.matcher(new String(file, start, (int) end - start, StandardCharsets.ISO_8859_1));
        if (!header.matches()) {
            return Optional.empty();
        }
        List<Integer> shape = Arrays.stream(header.group(4).split("[, ]+"))
                .filter(length -> !length.isEmpty())
                .map(Integer::valueOf)
                .toList();
        int[] order = order(shape, header.group(3).equals("True"));
        return Optional.of(
                numbers(bytes, (int) end, header.group(2), header.group(1).equals(">"), order));
    }

    /** An IDX file of a type of {@link #IDX_TYPES}. */
    static byte[] idx(int type, List<Integer> shape, double[] values) {
        ByteBuffer start = ByteBuffer.allocate(4 + 4 * shape.size());
        start.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.size());
        shape.forEach(start::putInt);
        return join(start.array(), numbers(IDX_TYPES.getOrDefault(type, "u1"), true, values, order(shape, false)));
    }

    /** The numbers of an IDX file; empty if its header is invalid. */
    static Optional<double[]> ofIdx(byte[] file) {
        if (file.length < 8 || !IDX_TYPES.containsKey((int) file[2]) || file.length < 4 + 4 * (file[3] & 0xFF)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        List<Integer> shape = IntStream.range(0, file[3] & 0xFF)
                .mapToObj(i -> bytes.getInt(4 + 4 * i))
                .toList();
        return Optional.of(numbers(
                bytes, 4 + 4 * shape.size(), IDX_TYPES.getOrDefault((int) file[2], "u1"), true, order(shape, false)));
    }

    /** A zip archive of stored or deflated files. */
    static byte[] zip(Map<String, byte[]> files, boolean deflated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                if (!deflated) {
                    CRC32 checksum = new CRC32();
                    checksum.update(file.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(file.getValue().length);
                    entry.setCrc(checksum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot occur in memory
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The index in the file of each number in C order. */
    private static int[] order(List<Integer> shape, boolean fortran) {
        int[] order = new int[shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < order.length; i++) {
            int rest = i;
            int place = i;
            if (fortran) {
                int stride = order.length;
                place = 0;
                for (int axis = shape.size() - 1; axis >= 0; axis--) {
                    stride /= shape.get(axis);
                    place += rest % shape.get(axis) * stride;
                    rest /= shape.get(axis);
                }
            }
            order[i] = place;
        }
        return order;
    }

    private static byte[] numbers(String type, boolean big, double[] values, int[] order) {
        int size = type.charAt(1) - '0';
        ByteBuffer bytes =
                ByteBuffer.allocate(size * values.length).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            int at = order[i] * size;
            switch (type) {
                case "f8" -> bytes.putDouble(at, values[i]);
                case "f4" -> bytes.putFloat(at, (float) values[i]);
                case "f2" ->
                    bytes.putShort(at, (short) (Float.floatToIntBits((float) values[i] * 0x1p-112f) >>> 13 & 0x7FFF
                            | (values[i] < 0 ? 0x8000 : 0)));
                case "i8", "u8" -> bytes.putLong(at, (long) values[i]);
                case "i4", "u4" -> bytes.putInt(at, (int) (long) values[i]);
                case "i2", "u2" -> bytes.putShort(at, (short) values[i]);
                default -> bytes.put(at, (byte) values[i]);
            }
        }
        return bytes.array();
    }

    private static double[] numbers(ByteBuffer file, int from, String type, boolean big, int[] order) {
        int size = type.charAt(1) - '0';
        ByteBuffer bytes = file.duplicate().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[order.length];
        for (int i = 0; i < values.length; i++) {
            int at = from + order[i] * size;
            values[i] = switch (type) {
                case "f8" -> bytes.getDouble(at);
                case "f4" -> bytes.getFloat(at);
                case "f2" -> half(bytes.getShort(at));
                case "i8", "u8" -> bytes.getLong(at); // readers refuse numbers with more bits than a double
                case "i4" -> bytes.getInt(at);
                case "u4" -> bytes.getInt(at) & 0xFFFFFFFFL;
                case "i2" -> bytes.getShort(at);
                case "u2" -> bytes.getShort(at) & 0xFFFF;
                case "i1" -> bytes.get(at);
                default -> bytes.get(at) & 0xFF;
            };
        }
        return values;
    }

    /** A float has the same layout with a wider exponent: the bits are shifted, and a factor corrects the exponent. */
    private static double half(short bits) {
        double size = (bits & 0x7C00) == 0x7C00
                ? (bits & 0x3FF) == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : (double) Float.intBitsToFloat((bits & 0x7FFF) << 13) * 0x1p112;
        return bits < 0 ? -size : size;
    }
}
