package dev.plumbline.fuzz;

import dev.plumbline.data.Npy;
import dev.plumbline.spec.data.DataSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Files that declare or unpack to excessive sizes, nest deeply, or contain code. Readers must refuse all of them. */
final class HostileData {
    /** The size of an array of zeros; deflate compresses it to a thousandth. */
    private static final int BOMB = 64 << 20;

    private final List<Candidate> files = new ArrayList<>();

    private HostileData() {}

    static List<Candidate> all() {
        HostileData data = new HostileData();
        data.headers().forEach(header -> data.npy(RawArrays.join(RawArrays.npyStart(2, header), new byte[64])));
        data.npy(new byte[0]);
        data.npy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1});
        data.archives();
        data.idx();
        data.csv();
        return data.files;
    }

    private static String header(String descr, String shape) {
        return "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    private List<String> headers() {
        return List.of(
                header("'<f8'", "(1099511627776,)"),
                header("'<f8'", "(2147483647, 2147483647, 2147483647, 2147483647)"),
                header("'<f8'", "(0, 2147483647)"),
                header("'<f8'", "(-8,)"),
                header("'<f8'", "(" + "9".repeat(50_000) + ",)"),
                header("'<f8'", "(".repeat(60_000)),
                header("'<f8'", "(" + "1, ".repeat(20_000) + ")"),
                header("'|O'", "(8,)"),
                header("'<M8[ns]'", "(8,)"),
                header("[('x', '<f8'), ('y', '<f8')]", "(4,)"),
                header("__import__('os').system('true')", "(8,)"),
                header("'<f8', 'descr': '<f4'", "(8,)"),
                "{".repeat(60_000),
                " ".repeat(60_000));
    }

    private void npy(byte[] bytes) {
        add("npy", bytes, file -> Npy.read(file).toRowMajor());
    }

    private void archive(byte[] bytes) {
        add(
                "npz",
                bytes,
                file -> DamagedData.numbers(file, new DataSource.Npz(DamagedData.nameOf(file), "inputs", "targets")));
        add("recording.npz", bytes, DamagedData::recorded);
    }

    /** Uses the same array for the inputs and targets and for all tensors of a recording. */
    private static Map<String, byte[]> named(byte[] array) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List.of("inputs", "targets", "W1", "b1", "outputs").forEach(name -> files.put(name + ".npy", array));
        return files;
    }

    private void archives() {
        byte[] few = RawArrays.npy("<f8", false, List.of(1, 1), new double[1]);
        archive(RawArrays.zip(named(RawArrays.join(few, new byte[BOMB])), true));
        archive(RawArrays.zip(named(new byte[BOMB]), true));
        archive(RawArrays.zip(named(RawArrays.npyStart(1, header("'<f8'", "(1, 2147483000)"))), true));
        archive(RawArrays.zip(named("cos\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII)), false));
        Map<String, byte[]> many = new LinkedHashMap<>();
        IntStream.range(0, 20_000).forEach(i -> many.put("../array" + i + ".npy", few));
        archive(RawArrays.zip(many, false));
        archive(RawArrays.zip(Map.of("x".repeat(60_000) + ".npy", few), false));
    }

    private void idx() {
        byte[] huge = {0, 0, 8, 4, 127, -1, -1, -1, 127, -1, -1, -1, 127, -1, -1, -1, 127, -1, -1, -1};
        byte[] negative = {0, 0, 14, 1, -1, -1, -1, -1};
        byte[] many = {0, 0, 8, -1};
        byte[] two = RawArrays.idx(0x08, List.of(2), new double[2]);
        for (byte[] bytes : List.of(huge, negative, many, RawArrays.join(two, new byte[BOMB]))) {
            add("idx.gz", DamagedData.gzip(bytes), file -> DamagedData.inputs(file, 2));
            if (bytes.length < BOMB) {
                add("idx", bytes, file -> DamagedData.inputs(file, 2));
            }
        }
    }

    private void csv() {
        List<String> texts = List.of(
                "",
                "x,y\n",
                "x,y\n\"1,2\n" + "3,4\n".repeat(200_000),
                "x,y\n1," + "9".repeat(1 << 20) + "z\n",
                "x,y\n1,1e999999999\n",
                "x,y\n1,\u0000\n",
                "x,y\n1,NaN\n",
                "x,y\n1,0x1p3\n",
                "x,y\n1,1d\n",
                "x,y\n1,\u0661\n",
                ",".repeat(1 << 20) + "\n",
                "x,".repeat(100_000) + "y\n1,2\n",
                "x,y\n" + ",".repeat(1 << 20) + "\n",
                "x,y\n" + "z,z\n".repeat(200_000));
        for (String text : texts) {
            add(
                    "csv",
                    text.getBytes(StandardCharsets.UTF_8),
                    file -> DamagedData.numbers(
                            file,
                            new DataSource.Csv(DamagedData.nameOf(file), List.of("x"), List.of("y"), List.of(), ",")));
        }
    }

    private void add(String format, byte[] bytes, DamagedData.Numbers reader) {
        files.add(new Candidate("hostile." + format, bytes, file -> {
            if (DamagedData.reads(file, reader, Optional::empty)) {
                throw new IllegalStateException("reads a file that it must refuse");
            }
            return false;
        }));
    }
}
