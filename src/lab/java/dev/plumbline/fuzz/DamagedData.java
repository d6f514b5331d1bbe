package dev.plumbline.fuzz;

import dev.plumbline.data.DataException;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.Npy;
import dev.plumbline.data.examples.Datasets;
import dev.plumbline.math.Matrix;
import dev.plumbline.recording.InvalidRecordingException;
import dev.plumbline.recording.RecordedSubject;
import dev.plumbline.recording.RecordingReader;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Data files and recordings: first hostile ones, then random ones, most of them damaged. A reader must read undamaged
 * files. If it reads a damaged one, it must return the numbers in the file, which {@link RawArrays} reads independently;
 * if the format has a checksum, it must return the numbers before the damage.
 */
public final class DamagedData implements Supplier<Candidate> {
    private static final List<String> NPY_TYPES = List.of(
            "<f8", ">f8", "<f4", ">f4", "<f2", ">f2", "<i8", ">i8", "<i4", ">i4", "<i2", ">i2", "|i1", "<u8", ">u8",
            "<u4", ">u4", "<u2", ">u2", "|u1");
    private static final List<Integer> IDX_TYPES = List.of(0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E);
    private static final int INPUTS = 3;
    private static final int STEPS = 4;
    private static final Experiment EXPERIMENT =
            Experiment.of(YamlReader.read("""
                    inputs: 2
                    layers:
                      - dense: { units: 3, activation: sigmoid }
                    init: zeros
                    loss: half_squared_error
                    reduction: sum
                    training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: %d }
                    data: { inputs: [[0, 1]], targets: [[0, 1, 0]] }
                    """.formatted(STEPS), "network.yaml").spec());

    private final SplittableRandom random;
    private final Damage damage;
    private final Deque<Candidate> hostile;

    /** The files of a seed. */
    public DamagedData(long seed) {
        this.random = new SplittableRandom(seed);
        this.damage = new Damage(random);
        this.hostile = new ArrayDeque<>(HostileData.all());
    }

    /** Reads the numbers of a file. */
    @FunctionalInterface
    interface Numbers {
        double[] of(Path file) throws IOException;
    }

    /**
     * An undamaged file.
     *
     * @param format the extension of the name
     * @param reader the reader of its numbers
     * @param expected the numbers in a damaged copy; empty if they are unknown
     */
    private record Whole(String format, byte[] bytes, Numbers reader, Function<byte[], Optional<double[]>> expected) {}

    @Override
    public Candidate get() {
        if (!hostile.isEmpty()) {
            return hostile.remove();
        }
        Whole whole = switch (random.nextInt(5)) {
            case 0 -> npy();
            case 1 -> npz();
            case 2 -> idx();
            case 3 -> csv();
            default -> recording();
        };
        if (random.nextInt(4) == 0) {
            return new Candidate("whole." + whole.format(), whole.bytes(), file -> {
                if (!reads(file, whole.reader(), () -> whole.expected().apply(whole.bytes()))) {
                    throw new IllegalStateException("refuses an undamaged file");
                }
                return true;
            });
        }
        byte[] damaged = damage.of(whole.bytes());
        return new Candidate(
                "damaged." + whole.format(),
                damaged,
                file -> reads(file, whole.reader(), () -> whole.expected().apply(damaged)));
    }

    /**
     * Returns whether the reader reads the file rather than refuses it.
     *
     * @param expected the expected numbers, if they are known
     * @throws IllegalStateException if the reader returns other numbers, or refuses the file without a message
     */
    static boolean reads(Path file, Numbers reader, Supplier<Optional<double[]>> expected) throws IOException {
        double[] numbers;
        try {
            numbers = reader.of(file);
        } catch (DataException | InvalidSpecException | InvalidRecordingException | SubjectFailedException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new IllegalStateException("refuses without a reason", e);
            }
            return false;
        }
        expected.get().filter(right -> !Arrays.equals(right, numbers)).ifPresent(right -> {
            throw new IllegalStateException(
                    "reads the numbers " + Arrays.toString(numbers) + "; expected " + Arrays.toString(right));
        });
        return true;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Random numbers that the type represents exactly. */
    private double[] values(String type, int count) {
        boolean isSigned = type.charAt(0) != 'u';
        int most = type.endsWith("1") ? 127 : 2047;
        double unit = type.charAt(0) == 'f' ? 0x1p-4 : 1;
        return IntStream.range(0, count)
                .mapToDouble(i -> unit * (random.nextInt(most + 1) - (isSigned ? most / 2 : 0)))
                .toArray();
    }

    private List<Integer> shape(int first) {
        List<Integer> shape = new ArrayList<>(List.of(first));
        while (random.nextBoolean() && shape.size() < 4) {
            shape.add(1 + random.nextInt(4));
        }
        return shape;
    }

    private static int product(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    private byte[] array(List<Integer> shape, double[] values) {
        return RawArrays.npy("<f8", random.nextBoolean(), shape, values);
    }

    private Whole npy() {
        String type = pick(NPY_TYPES);
        List<Integer> shape = shape(1 + random.nextInt(5));
        double[] values = values(type.substring(1), product(shape));
        byte[] bytes = RawArrays.npy(type, random.nextBoolean(), shape, values);
        return new Whole("npy", bytes, file -> Npy.read(file).toRowMajor(), RawArrays::ofNpy);
    }

    private Whole npz() {
        int rows = 1 + random.nextInt(5);
        double[] inputs = values("f8", rows * INPUTS);
        double[] targets = values("f8", rows);
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("inputs.npy", array(List.of(rows, INPUTS), inputs));
        arrays.put("targets.npy", array(List.of(rows, 1), targets));
        double[] both = joined(inputs, targets);
        return new Whole(
                "npz",
                RawArrays.zip(arrays, random.nextBoolean()),
                file -> numbers(file, new DataSource.Npz(nameOf(file), "inputs", "targets")),
                damaged -> Optional.of(both));
    }

    private Whole idx() {
        int type = pick(IDX_TYPES);
        List<Integer> shape = shape(1 + random.nextInt(5));
        String kind = type == 0x08 ? "u1" : type == 0x09 ? "i1" : type < 0x0D ? "i2" : "f4";
        double[] values = values(kind, product(shape));
        byte[] bytes = RawArrays.idx(type, shape, values);
        boolean isZipped = random.nextBoolean();
        return new Whole(
                isZipped ? "idx.gz" : "idx",
                isZipped ? gzip(bytes) : bytes,
                file -> inputs(file, shape.get(0)),
                damaged -> isZipped ? Optional.of(values) : RawArrays.ofIdx(damaged));
    }

    private Whole csv() {
        int rows = 1 + random.nextInt(6);
        double[] values = values("f8", rows * (INPUTS + 1));
        String header = IntStream.range(0, INPUTS).mapToObj(i -> "x" + i + ",").collect(Collectors.joining()) + "y\n";
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < values.length; i++) {
            text.append(values[i]).append(i % (INPUTS + 1) == INPUTS ? "\n" : ",");
        }
        List<String> inputs = IntStream.range(0, INPUTS).mapToObj(i -> "x" + i).toList();
        return new Whole(
                "csv",
                text.toString().getBytes(StandardCharsets.UTF_8),
                file -> numbers(file, new DataSource.Csv(nameOf(file), inputs, List.of("y"), List.of(), ",")),
                damaged -> plainCsv(damaged, header));
    }

    /** The numbers of a CSV file, inputs before targets; empty if it has other text than its header and numbers. */
    private static Optional<double[]> plainCsv(byte[] bytes, String header) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(header) || !text.substring(header.length()).matches("[-+.0-9eE,\n]*")) {
            return Optional.empty();
        }
        List<double[]> rows = text.substring(header.length())
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(number -> number.matches(".*\\d.*") ? Double.parseDouble(number) : Double.NaN)
                        .toArray())
                .toList();
        return Optional.of(joined(
                rows.stream()
                        .flatMapToDouble(row -> Arrays.stream(row, 0, INPUTS))
                        .toArray(),
                rows.stream().mapToDouble(row -> row[INPUTS]).toArray()));
    }

    private Whole recording() {
        double[] weights = values("f8", STEPS * 2 * 3);
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("W1.npy", array(List.of(STEPS, 2, 3), weights));
        arrays.put("b1.npy", array(List.of(STEPS, 3), values("f8", STEPS * 3)));
        arrays.put("loss.npy", array(List.of(STEPS), values("f8", STEPS)));
        return new Whole(
                "recording.npz",
                RawArrays.zip(arrays, random.nextBoolean()),
                DamagedData::recorded,
                damaged -> Optional.of(weights));
    }

    /** The recorded weights of all steps. */
    static double[] recorded(Path file) {
        double[] weights = new double[0];
        try (SubjectRun run = new RecordedSubject(RecordingReader.read(file, EXPERIMENT)).start(EXPERIMENT)) {
            for (Batch batch : EXPERIMENT.batches()) {
                Optional<Matrix> step = run.step(batch).flatMap(trace -> trace.get(Quantity.WEIGHTS, 1));
                weights = joined(weights, step.map(Matrix::toRowMajor).orElse(new double[0]));
            }
        }
        return weights;
    }

    /** The numbers of examples, inputs before targets. */
    static double[] numbers(Path file, DataSource source) {
        Dataset read = Datasets.read(source, parent(file), 1);
        return joined(read.inputs().toRowMajor(), read.targets().toRowMajor());
    }

    /** The numbers of an IDX file, read as inputs with this number of labels. */
    static double[] inputs(Path file, int labels) throws IOException {
        byte[] zeros = RawArrays.idx(0x08, List.of(labels), new double[labels]);
        Files.write(file.resolveSibling("labels.idx"), zeros);
        return Datasets.read(new DataSource.Idx(nameOf(file), "labels.idx", 2, 1), parent(file), 1)
                .inputs()
                .toRowMajor();
    }

    private static Path parent(Path file) {
        return Path.of(String.valueOf(file.getParent()));
    }

    static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static double[] joined(double[] some, double[] others) {
        double[] both = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, both, some.length, others.length);
        return both;
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot occur in memory
        }
        return out.toByteArray();
    }
}
