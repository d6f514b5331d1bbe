package dev.plumbline.dl4j;

import dev.plumbline.spec.ClassList;
import dev.plumbline.spec.ColumnSelection;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.MissingValueRule;
import dev.plumbline.spec.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a generated program gets its examples.
 *
 * @param methods {@code inputs()}, {@code targets()}, {@code weights()} if there are any, and the methods that they
 *     call; each returns an array of f64 with one row per example
 * @param isInFiles whether it reads files, which can fail
 */
record ProgramData(List<String> methods, boolean isInFiles) {

    /** Whether a program can read the examples by itself: from plain columns or arrays, all of which it trains on. */
    static boolean canRead(NetworkSpec spec) {
        boolean isPlain = !(spec.data() instanceof DataSource.Csv csv) || isPlain(csv);
        return isPlain && spec.prepare().isEmpty() && spec.validation().isEmpty();
    }

    private static boolean isPlain(DataSource.Csv csv) {
        boolean isInferred =
                csv.classes().filter(ClassList.Infer.class::isInstance).isPresent();
        return csv.header()
                && csv.missing() instanceof MissingValueRule.Error
                && csv.categorical().isEmpty()
                && !isInferred
                && csv.inputs() instanceof ColumnSelection.Named named
                && Stream.concat(named.names().stream(), csv.targets().stream()).noneMatch(name -> name.contains(".."));
    }

    /** Examples in the source of the program. */
    private static ProgramData inSource(String inputs, String targets, String... helpers) {
        return of("", inputs, targets, helpers);
    }

    /** Examples that the program reads from files. */
    private static ProgramData inFiles(String inputs, String targets, String... helpers) {
        return of(" throws Exception", inputs, targets, helpers);
    }

    /** Adds the weights of the examples, if there are any. */
    private ProgramData withWeights(Optional<String> expression) {
        String fails = isInFiles ? " throws Exception" : "";
        List<String> all = new ArrayList<>(methods);
        expression.ifPresent(weights ->
                all.add(2, "private static INDArray weights()" + fails + " {\n    return " + weights + ";\n}\n"));
        return new ProgramData(all, isInFiles);
    }

    private static ProgramData of(String fails, String inputs, String targets, String... helpers) {
        List<String> methods = new ArrayList<>();
        methods.add("private static INDArray inputs()" + fails + " {\n    return " + inputs + ";\n}\n");
        methods.add("private static INDArray targets()" + fails + " {\n    return " + targets + ";\n}\n");
        methods.addAll(List.of(helpers));
        return new ProgramData(methods, !fails.isEmpty());
    }

    /**
     * The code for each kind of data source.
     *
     * @param directory the base directory of relative paths
     * @param outputs the number of the network's outputs
     */
    record Sources(Path directory, int outputs) implements DataSource.Cases<ProgramData> {
        /**
         * The largest number of values in an array literal, which must fit in the bytecode of a method; more values
         * become text.
         */
        private static final int MOST_IN_AN_ARRAY = 1_000;

        /**
         * The largest length of a text block, in characters with indentation; a compiler accepts strings of up to
         * 65,535.
         */
        private static final int PIECE = 60_000;

        private static final int LINE = 100;
        private static final int INDENT = 16;

        @Override
        public ProgramData inline(DataSource.Inline inline) {
            boolean text = Math.max(size(inline.inputs()), size(inline.targets())) > MOST_IN_AN_ARRAY;
            Optional<List<List<Double>>> weights =
                    inline.weights().map(each -> each.stream().map(List::of).toList());
            return text
                    ? inSource(text(inline.inputs()), text(inline.targets()), TABLE)
                            .withWeights(weights.map(Sources::text))
                    : inSource(array(inline.inputs()), array(inline.targets()))
                            .withWeights(weights.map(Sources::array));
        }

        /** The expression of these numbers. */
        static String numbers(List<List<Double>> rows) {
            return size(rows) > MOST_IN_AN_ARRAY ? text(rows) : array(rows);
        }

        private static int size(List<List<Double>> rows) {
            return rows.size() * rows.get(0).size();
        }

        /** An array initializer: one line if all rows fit, otherwise one line per row. */
        private static String array(List<List<Double>> rows) {
            List<String> lines = rows.stream()
                    .map(row -> row.stream().map(JavaText::number).collect(Collectors.joining(", ", "{", "}")))
                    .toList();
            String oneLine = String.join(", ", lines);
            String all = oneLine.length() <= LINE - 50
                    ? oneLine
                    : "\n            " + String.join(",\n            ", lines) + "\n    ";
            return "Nd4j.createFromArray(new double[][] {" + all + "})";
        }

        /** Text blocks of numbers, with line breaks between any two numbers. */
        private static String text(List<List<Double>> rows) {
            StringBuilder java = new StringBuilder("table(" + rows.get(0).size());
            int piece = PIECE; // the length of the current text block; starts as a full one
            for (List<Double> row : rows) {
                StringBuilder line = new StringBuilder();
                for (double value : row) {
                    String number = JavaText.number(value);
                    if (line.length() + number.length() > LINE) {
                        piece = append(java, line, piece);
                    }
                    line.append(line.isEmpty() ? "" : " ").append(number);
                }
                piece = append(java, line, piece);
            }
            return java.append("            \"\"\")").toString();
        }

        /** Adds a line, in a new text block if the current one is full, and returns the length of the block. */
        private static int append(StringBuilder java, StringBuilder line, int piece) {
            boolean full = piece + line.length() >= PIECE;
            if (full) {
                java.append(java.indexOf("\"") < 0 ? ",\n" : "            \"\"\",\n")
                        .append("            \"\"\"\n");
            }
            java.append("            ").append(line).append('\n');
            int length = INDENT + line.length() + 1;
            line.setLength(0);
            return full ? length : piece + length;
        }

        static final String TABLE = """
                /** The numbers of the texts, with this number of columns. */
                private static INDArray table(int columns, String... texts) {
                    double[] numbers = Arrays.stream(texts)
                            .flatMap(text -> Arrays.stream(text.split("\\\\s+")))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    return Nd4j.createFromArray(numbers).reshape('c', numbers.length / columns, columns);
                }
                """;

        @Override
        public ProgramData csv(DataSource.Csv csv) {
            String file = path(csv.file()) + ", " + JavaText.string(csv.delimiter());
            if (!(csv.inputs() instanceof ColumnSelection.Named named)) {
                throw new IllegalArgumentException("a program cannot find the columns of " + csv.file());
            }
            List<String> classes = csv.classes()
                    .filter(ClassList.Named.class::isInstance)
                    .map(list -> ((ClassList.Named) list).names())
                    .orElse(List.of());
            String inputs = "columns(" + file + ", " + JavaText.strings(named.names()) + ")";
            Optional<String> weights =
                    csv.weights().map(name -> "columns(" + file + ", " + JavaText.string(name) + ")");
            if (classes.isEmpty()) {
                return inFiles(inputs, "columns(" + file + ", " + JavaText.strings(csv.targets()) + ")", COLUMNS, CELLS)
                        .withWeights(weights);
            }
            return inFiles(
                            inputs,
                            "classes(" + file + ", " + JavaText.strings(csv.targets()) + ", "
                                    + JavaText.strings(classes) + ")",
                            COLUMNS,
                            single(classes.size()) ? SECOND_CLASS : ONE_HOT_CLASSES,
                            CELLS)
                    .withWeights(weights);
        }

        /** Whether two classes become one target, 0 or 1. */
        private boolean single(int classes) {
            return classes == 2 && outputs == 1;
        }

        private static final String COLUMNS = """
                /** The numbers in the columns with these names, one row per line. */
                private static INDArray columns(Path file, String delimiter, String... names) throws IOException {
                    double[][] columns = new double[names.length][];
                    for (int j = 0; j < names.length; j++) {
                        columns[j] = cells(file, delimiter, names[j]).stream().mapToDouble(Double::parseDouble).toArray();
                    }
                    return Nd4j.createFromArray(columns).transpose().dup('c');
                }
                """;

        private static final String ONE_HOT_CLASSES = """
                /** 1 in the column of the class of each line, 0 in the others. */
                private static INDArray classes(Path file, String delimiter, String name, String... classes)
                        throws IOException {
                    List<String> named = cells(file, delimiter, name);
                    double[][] targets = new double[named.size()][classes.length];
                    for (int i = 0; i < named.size(); i++) {
                        targets[i][List.of(classes).indexOf(named.get(i))] = 1;
                    }
                    return Nd4j.createFromArray(targets);
                }
                """;

        private static final String SECOND_CLASS = """
                /** 0 for lines of the first class, 1 for lines of the second. */
                private static INDArray classes(Path file, String delimiter, String name, String... classes)
                        throws IOException {
                    List<String> named = cells(file, delimiter, name);
                    double[][] targets = new double[named.size()][1];
                    for (int i = 0; i < named.size(); i++) {
                        targets[i][0] = List.of(classes).indexOf(named.get(i));
                    }
                    return Nd4j.createFromArray(targets);
                }
                """;

        private static final String CELLS = """
                /** The values in the column with this name, line by line. */
                private static List<String> cells(Path file, String delimiter, String name) throws IOException {
                    String text = Files.readString(file).replace("\\uFEFF", "");
                    if (text.contains("\\"")) {
                        throw new IOException(file + " has quoted values, which this program does not read");
                    }
                    List<String[]> lines = text.lines()
                            .filter(line -> !line.isEmpty())
                            .map(line -> line.split(Pattern.quote(delimiter), -1))
                            .toList();
                    int column = Arrays.stream(lines.get(0)).map(String::strip).toList().indexOf(name);
                    return lines.stream().skip(1).map(line -> line[column].strip()).toList();
                }
                """;

        @Override
        public ProgramData npz(DataSource.Npz npz) {
            String file = path(npz.file()) + ", ";
            return inFiles(
                            "archived(" + file + JavaText.string(npz.inputs()) + ")",
                            "archived(" + file + JavaText.string(npz.targets()) + ")",
                            ARCHIVED,
                            NPY,
                            NPY_NUMBER)
                    .withWeights(npz.weights().map(name -> "archived(" + file + JavaText.string(name) + ")"));
        }

        // Not Nd4j.createFromNpzFile, which refuses compressed archives, nor createNpyFromInputStream, which ignores
        // `fortran_order` and so reads the rows of such an array wrongly.
        static final String ARCHIVED = """
                /** An array of a NumPy archive. */
                private static INDArray archived(Path file, String name) throws IOException {
                    try (ZipFile archive = new ZipFile(file.toFile())) {
                        return array(file, archive.getInputStream(archive.getEntry(name + ".npy")).readAllBytes());
                    }
                }
                """;

        static final String NPY = """
                /** An array in the .npy format, with one row per example. */
                private static INDArray array(Path file, byte... bytes) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    int start = bytes[6] == 1 ? 10 : 12; // of the header, depends on the version of the format
                    int end = start + (bytes[6] == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8));
                    String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
                    Matcher header = Pattern.compile("'descr': '(.)(..)', 'fortran_order': (.).*?, 'shape': [(](.*?),?[)]")
                            .matcher(text);
                    if (!header.find()) {
                        throw new IOException(file + " has a header that this program cannot read: " + text);
                    }
                    buffer.order(header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                    long[] shape = Arrays.stream(header.group(4).split(", *")).mapToLong(Long::parseLong).toArray();
                    double[] numbers = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
                    buffer.position(end);
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = number(buffer, header.group(2));
                    }
                    char order = header.group(3).equals("T") ? 'f' : 'c';
                    INDArray array = Nd4j.createFromArray(numbers).reshape(order, shape).dup('c');
                    return array.reshape('c', shape[0], numbers.length / shape[0]);
                }
                """;

        static final String NPY_NUMBER = """
                /** The next number, in this NumPy type. */
                private static double number(ByteBuffer buffer, String type) {
                    return switch (type) {
                        case "f8" -> buffer.getDouble();
                        case "f4" -> buffer.getFloat();
                        case "b1", "u1" -> buffer.get() & 0xff;
                        case "i1" -> buffer.get();
                        case "u2" -> buffer.getShort() & 0xffff;
                        case "i2" -> buffer.getShort();
                        case "u4" -> buffer.getInt() & 0xffffffffL;
                        case "i4" -> buffer.getInt();
                        case "i8" -> buffer.getLong();
                        default -> throw new IllegalArgumentException("cannot read numbers of type " + type);
                    };
                }
                """;

        @Override
        public ProgramData idx(DataSource.Idx idx) {
            return inFiles(
                    "idx(" + path(idx.inputs()) + ").div(" + JavaText.number(idx.divideBy()) + ")",
                    "targets(idx(" + path(idx.targets()) + ").toDoubleVector())",
                    single(idx.classes()) ? SECOND_LABEL : ONE_HOT_LABELS.formatted(idx.classes()),
                    IDX,
                    NUMBER);
        }

        private static final String ONE_HOT_LABELS = """
                /** 1 in the column of each label, 0 in the others. */
                private static INDArray targets(double... labels) {
                    double[][] targets = new double[labels.length][%s];
                    for (int i = 0; i < labels.length; i++) {
                        targets[i][(int) labels[i]] = 1;
                    }
                    return Nd4j.createFromArray(targets);
                }
                """;

        private static final String SECOND_LABEL = """
                /** A column of the labels, which are 0 and 1. */
                private static INDArray targets(double... labels) {
                    return Nd4j.createFromArray(labels).reshape('c', labels.length, 1);
                }
                """;

        private static final String IDX = """
                /** The numbers of an IDX file, gzipped or not, with one row per example. */
                private static INDArray idx(Path file) throws IOException {
                    byte[] bytes = Files.readAllBytes(file);
                    if (bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
                        bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
                    }
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    int magic = buffer.getInt(); // 00 00, the type of number, the number of dimensions
                    int rows = buffer.getInt();
                    int columns = 1;
                    for (int dimension = 1; dimension < (magic & 0xff); dimension++) {
                        columns *= buffer.getInt();
                    }
                    double[] numbers = new double[rows * columns];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = number(buffer, magic >> 8);
                    }
                    return Nd4j.createFromArray(numbers).reshape('c', rows, columns);
                }
                """;

        private static final String NUMBER = """
                /** The next number, in this IDX type. */
                private static double number(ByteBuffer buffer, int type) {
                    return switch (type) {
                        case 0x08 -> buffer.get() & 0xff;
                        case 0x09 -> buffer.get();
                        case 0x0B -> buffer.getShort();
                        case 0x0C -> buffer.getInt();
                        case 0x0D -> buffer.getFloat();
                        case 0x0E -> buffer.getDouble();
                        default -> throw new IllegalArgumentException("unknown number type: " + type);
                    };
                }
                """;

        private String path(String file) {
            return ProgramData.path(directory, file);
        }
    }

    /** A file's path as an expression. */
    static String path(Path directory, String file) {
        return "Path.of(" + JavaText.string(directory.resolve(file).toString()) + ")";
    }
}
