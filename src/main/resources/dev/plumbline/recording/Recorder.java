import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Records a hand-written network, so that Plumbline can check it. For Java 11 and newer, without dependencies.
 *
 * <pre>{@code
 * Recorder.Experiment given = Recorder.experiment();   // data, initial weights, batches
 * Recorder rec = new Recorder();
 * for (Recorder.Batch batch : given.batches()) {
 *     ...                                              // your forward pass, backward pass and update
 *     rec.A(l1, l2).dZ(l1Delta, l2Delta).W(syn0, syn1).step();
 * }
 * rec.save();
 * }</pre>
 *
 * The arguments are one array for every layer, from the first to the last; null for a layer that is not recorded. All are
 * optional; the more you record, the more precise is the diagnosis:
 *
 * <pre>
 * Z   pre-activations x W + b, examples x units       dW  weight gradients, inputs x units
 * A   activations, examples x units                   db  bias gradients, units
 * dZ  deltas, dl/dZ, examples x units                 uW  updates, subtracted from W
 * W   weights after the update, inputs x units        ub  updates, subtracted from b
 * b   biases after the update, units                  loss, a single number: the loss of the batch
 * </pre>
 *
 * If examples are columns, they are recorded as rows. {@code save(outputs)} adds the outputs of the trained network for all
 * examples. The file has JSON lines; each step is written at once, so the arrays may be changed afterwards.
 */
public final class Recorder {
    private static final List<String> PER_EXAMPLE = Arrays.asList("Z", "A", "dZ");

    private static Experiment latest; // null without one

    private final Path file;
    private final BufferedWriter out;
    private final Map<String, double[][]> next = new LinkedHashMap<>(); // of the next step, by name
    private final Map<String, Integer> counts = new LinkedHashMap<>(); // the steps in which each name was recorded
    private final Map<String, String> shapes = new HashMap<>();
    private Double loss;
    private int steps;
    private boolean columns; // whether examples are columns

    public Recorder() {
        this("recording.jsonl");
    }

    /** If Plumbline runs this program, it gives the path instead. */
    public Recorder(String file) {
        String given = System.getenv("PLUMBLINE_RECORDING");
        this.file = Paths.get(given == null || given.isEmpty() ? file : given);
        try {
            out = Files.newBufferedWriter(this.file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line("{\"format\":\"plumbline recording\",\"version\":1}");
    }

    /** The weights before the first step, if they are not those of the experiment; either may be null. */
    public void start(double[][][] W, double[][] b) {
        for (int i = 0; W != null && i < W.length; i++) {
            write("W" + (i + 1) + "_initial", shape(W[i]), W[i]);
        }
        for (int i = 0; b != null && i < b.length; i++) {
            if (b[i] != null) {
                write("b" + (i + 1) + "_initial", "" + b[i].length, b[i]);
            }
        }
    }

    public Recorder Z(double[][]... layers) {
        return add("Z", layers);
    }

    public Recorder A(double[][]... layers) {
        return add("A", layers);
    }

    public Recorder dZ(double[][]... layers) {
        return add("dZ", layers);
    }

    public Recorder dW(double[][]... layers) {
        return add("dW", layers);
    }

    public Recorder uW(double[][]... layers) {
        return add("uW", layers);
    }

    public Recorder W(double[][]... layers) {
        return add("W", layers);
    }

    public Recorder db(double[]... layers) {
        return add("db", vectors(layers));
    }

    public Recorder ub(double[]... layers) {
        return add("ub", vectors(layers));
    }

    public Recorder b(double[]... layers) {
        return add("b", vectors(layers));
    }

    public Recorder loss(double loss) {
        this.loss = loss;
        return this;
    }

    private static double[][][] vectors(double[][] layers) {
        return Arrays.stream(layers)
                .map(layer -> layer == null ? null : new double[][] {layer})
                .toArray(double[][][]::new);
    }

    private Recorder add(String symbol, double[][][] layers) {
        if (latest != null && layers.length > latest.layers) {
            throw new IllegalArgumentException(
                    symbol + " has " + layers.length + " arrays, but the network has " + latest.layers + " layers");
        }
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] != null) {
                next.put(symbol + (i + 1), layers[i]);
            }
        }
        return this;
    }

    /** Records the next training step. It belongs to the batch of the same number, also after the loop. */
    public void step() {
        int examples = latest == null ? 0 : latest.examplesOf(steps);
        next.forEach((name, tensor) -> columns |= examples > 0
                && isPerExample(name)
                && tensor.length != examples
                && tensor[0].length == examples);
        next.forEach((name, tensor) -> {
            boolean isVector = name.matches("[a-z]*b\\d+");
            double[][] rows = isPerExample(name) && columns ? transposed(tensor) : tensor;
            if (isPerExample(name) && examples > 0 && rows.length != examples) {
                throw new IllegalArgumentException(name + " has shape " + shape(tensor) + ", but the batch has " + examples
                        + " examples: record a row for each example, as in " + examples + " x units");
            }
            count(name, isPerExample(name) ? "" + rows[0].length : shape(rows));
            write(name, isVector ? "" + rows[0].length : shape(rows), rows);
        });
        if (loss != null) {
            count("loss", "");
            write("loss", "", new double[] {loss});
        }
        next.clear();
        loss = null;
        steps++;
    }

    private static boolean isPerExample(String name) {
        return PER_EXAMPLE.contains(name.replaceAll("\\d", ""));
    }

    private static double[][] transposed(double[][] tensor) {
        double[][] turned = new double[tensor[0].length][tensor.length];
        for (int i = 0; i < tensor.length; i++) {
            for (int j = 0; j < tensor[0].length; j++) {
                turned[j][i] = tensor[i][j];
            }
        }
        return turned;
    }

    private void count(String name, String shape) {
        int count = counts.merge(name, 1, Integer::sum) - 1;
        if (count != steps) {
            throw unrecorded(name, count);
        }
        if (!shapes.computeIfAbsent(name, first -> shape).equals(shape)) {
            throw new IllegalArgumentException(name + " has another shape in step " + steps + " than before: a tensor must"
                    + " have the same shape in every step, except for the number of examples");
        }
    }

    private IllegalStateException unrecorded(String name, int count) {
        return new IllegalStateException(
                name + " was recorded in " + count + " of " + steps + " steps: record it in every step");
    }

    private static String shape(double[][] tensor) {
        return tensor.length + "," + tensor[0].length;
    }

    private void write(String name, String shape, double[]... rows) {
        StringBuilder text = new StringBuilder("{\"name\":\"" + name + "\",\"shape\":[" + shape + "],\"values\":[");
        String separator = "";
        for (double[] row : rows) {
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException(name + " has rows of different lengths");
            }
            for (double value : row) {
                boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
                text.append(separator).append(isFinite ? "" + value : "\"" + value + "\"");
                separator = ",";
            }
        }
        line(text.append("]}").toString());
    }

    private void line(String text) {
        try {
            out.write(text);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the file and returns its path. */
    public Path save() {
        return save(null);
    }

    /** The same with the outputs of the trained network for all examples. */
    public Path save(double[][] outputs) {
        if (outputs == null && counts.isEmpty()) {
            throw new IllegalStateException("nothing was recorded: call step() in your training loop, or save(outputs)");
        }
        if (outputs != null) {
            write("outputs", shape(outputs), outputs);
        }
        counts.forEach((name, count) -> {
            if (count != steps) {
                throw unrecorded(name, count);
            }
        });
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** X and y of one step, with the numbers of its examples and its dropout masks, by layer: 1 keeps an input. */
    public static final class Batch {
        public final double[][] X;
        public final double[][] y;
        public final int[] rows;
        public final Map<Integer, double[][]> masks = new HashMap<>();

        private Batch(double[][] X, double[][] y, int[] rows) {
            this.X = X;
            this.y = y;
            this.rows = rows;
        }
    }

    /** The data, the initial weights, and the batches in order, the same for all engines. */
    public static final class Experiment {
        public final double[][] X;
        public final double[][] y;
        /** The weights of the examples; null without weights. */
        public final double[] weights;

        public final int layers;
        public final double[][][] W;
        /** The biases; null for a layer without. */
        public final double[][] b;

        public final String[] activations;
        public final String loss;
        public final String reduction;
        public final String optimizer;
        /** NaN if it changes during training, or if the layers have different ones. */
        public final double learningRate;

        public final double momentum;
        public final int epochs;
        public final int batchSize;
        /** The dropout masks of all steps, by layer, and the probabilities with which an input is dropped. */
        public final Map<Integer, double[][]> dropout = new HashMap<>();

        public final Map<Integer, Double> dropProbability = new HashMap<>();
        private final Map<String, double[][]> given;

        private Experiment(Path file) throws IOException {
            given = arrays(file);
            X = array("X");
            y = array("y");
            weights = array("weights") == null ? null : transposed(array("weights"))[0];
            layers = (int) number("layers");
            W = new double[layers][][];
            b = new double[layers][];
            for (int l = 1; l <= layers; l++) {
                W[l - 1] = array("W" + l);
                b[l - 1] = array("b" + l) == null ? null : array("b" + l)[0];
                if (array("mask" + l) != null) {
                    dropout.put(l, array("mask" + l));
                    dropProbability.put(l, number("drop_probability" + l));
                }
            }
            activations = text("activations").split(" ");
            loss = text("loss");
            reduction = text("reduction");
            optimizer = text("optimizer");
            learningRate = number("learning_rate");
            momentum = number("momentum");
            epochs = (int) number("epochs");
            batchSize = (int) number("batch_size");
        }

        /** An array by its name; null without one. A vector is a single row. */
        public double[][] array(String name) {
            return given.get(name);
        }

        /** A number by its name, such as {@code beta1}; NaN without one. */
        public double number(String name) {
            double[][] array = array(name);
            return array == null || array[0].length != 1 ? Double.NaN : array[0][0];
        }

        private String text(String name) {
            StringBuilder text = new StringBuilder();
            for (double character : array(name)[0]) {
                text.append((char) character);
            }
            return text.toString();
        }

        private int examplesOf(int step) {
            int stepsOfEpoch = (X.length + batchSize - 1) / batchSize;
            return Math.min(batchSize, X.length - step % stepsOfEpoch * batchSize);
        }

        /** The batches over all epochs, with copies of the examples. */
        public Iterable<Batch> batches() {
            int stepsOfEpoch = (X.length + batchSize - 1) / batchSize;
            return () -> IntStream.range(0, epochs * stepsOfEpoch)
                    .mapToObj(step -> batch(step / stepsOfEpoch, step % stepsOfEpoch * batchSize))
                    .iterator();
        }

        private Batch batch(int epoch, int begin) {
            int end = Math.min(X.length, begin + batchSize);
            int[] rows = new int[end - begin];
            List<double[]> x = new ArrayList<>();
            List<double[]> t = new ArrayList<>();
            for (int i = begin; i < end; i++) {
                int row = array("order") == null ? i : (int) array("order")[epoch][i];
                rows[i - begin] = row;
                x.add(X[row].clone());
                t.add(y[row].clone());
            }
            Batch batch = new Batch(x.toArray(new double[0][]), t.toArray(new double[0][]), rows);
            int done = epoch * X.length;
            dropout.forEach(
                    (layer, mask) -> batch.masks.put(layer, Arrays.copyOfRange(mask, done + begin, done + end)));
            return batch;
        }
    }

    /** The arrays of an .npz that Plumbline wrote, by name. */
    private static Map<String, double[][]> arrays(Path file) throws IOException {
        Map<String, double[][]> arrays = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replace(".npy", ""), array(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    private static double[][] array(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int begin = 10 + numbers.getShort(8);
        String header = new String(bytes, 10, begin - 10, StandardCharsets.UTF_8);
        Matcher shape = Pattern.compile("\\((\\d*)(?:, ?(\\d+))?,?\\)").matcher(header);
        if (!shape.find()) {
            throw new IllegalArgumentException("an array of more than two dimensions: " + header);
        }
        int first = shape.group(1).isEmpty() ? 1 : Integer.parseInt(shape.group(1));
        boolean isTable = shape.group(2) != null;
        double[][] rows = new double[isTable ? first : 1][isTable ? Integer.parseInt(shape.group(2)) : first];
        numbers.position(begin);
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = header.contains("f8")
                        ? numbers.getDouble()
                        : header.contains("i8") ? numbers.getLong() : numbers.get() & 0xff;
            }
        }
        return rows;
    }

    /** The experiment of {@code plumbline check FILE --against "java Net.java"}; null if Plumbline did not start this program. */
    public static Experiment experiment() {
        return experiment(null);
    }

    /**
     * The same. If the program runs alone, the experiment that {@code plumbline experiment FILE -o file} wrote; null without
     * such a file.
     */
    public static Experiment experiment(String file) {
        String handed = System.getenv("PLUMBLINE_EXPERIMENT");
        String path = handed == null || handed.isEmpty() ? file : handed;
        try {
            latest = path == null || !Files.exists(Paths.get(path)) ? null : new Experiment(Paths.get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return latest;
    }
}
