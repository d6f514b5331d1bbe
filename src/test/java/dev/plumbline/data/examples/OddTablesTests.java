package dev.plumbline.data.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataException;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.data.preparation.PreparedExamples;
import dev.plumbline.data.table.CsvProfile;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a table looks like, training, evaluation and prediction read the same numbers from it, to the bit, or have the same
 * message; and {@code init} does not refuse a line with another message than the training.
 */
class OddTablesTests {
    /** Without names, a prediction may have the inputs alone, which an evaluation, with its targets, may not. */
    private static final String IN_ORDER = ", the inputs of the network in their order";

    @TempDir
    private static Path directory;

    /** The kinds of tables that a network was trained on. */
    private enum Kind {
        PLAIN(',', true, false),
        FILLED(',', true, true),
        SEMICOLONS(';', true, true),
        NAMELESS(',', false, false);

        private final char delimiter;
        private final boolean header;
        private final boolean isFilled;

        Kind(char delimiter, boolean header, boolean isFilled) {
            this.delimiter = delimiter;
            this.header = header;
            this.isFilled = isFilled;
        }

        /** The usual table, without the line of the names if it has none. */
        String table() {
            String names = header ? "a,b,kind,y\n" : "";
            return (names + "1,10,red,0.5\n2,-4,blue,1\n3.5,1e2,red,0\n-1,0,green,2\n7,3,blue,1\n")
                    .replace(',', delimiter);
        }

        DataSource.Csv source(String file) {
            return new DataSource.Csv(
                    file,
                    new ColumnSelection.Named(header ? List.of("a", "b", "kind") : List.of("1", "2", "3")),
                    List.of(header ? "y" : "4"),
                    Optional.empty(),
                    Optional.empty(),
                    String.valueOf(delimiter),
                    header,
                    List.of(header ? "kind" : "3"),
                    isFilled ? new MissingValueRule.Mean() : new MissingValueRule.Error(),
                    isFilled ? List.of("NA") : List.of(),
                    List.of());
        }
    }

    /** The inputs that were read, or the first problem. */
    private record Result(Optional<Matrix> inputs, Optional<Problem> problem, Optional<Preparation> learned) {
        String message() {
            return problem.map(Problem::message).orElse("");
        }
    }

    @TestFactory
    Stream<DynamicTest> trainingEvaluationAndPredictionAgree() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> odd(kind).entrySet().stream()
                        .map(table -> DynamicTest.dynamicTest(
                                kind + ": " + table.getKey(),
                                () -> check(
                                        kind, kind + "-" + table.getKey().replaceAll("\\W+", "-"), table.getValue()))));
    }

    @Test
    void thereAreManyOddTables() {
        assertTrue(
                Arrays.stream(Kind.values()).mapToInt(kind -> odd(kind).size()).sum() >= 200);
    }

    private static void check(Kind kind, String name, byte[] text) throws IOException {
        Files.writeString(directory.resolve("usual-" + kind), kind.table());
        Preparation usual = learned(kind.source("usual-" + kind)).learned().orElseThrow();
        String file = Files.write(directory.resolve(name), text).toString();
        Result training = learned(kind.source(file));
        agree(evaluated(kind, file, usual), predicted(file, usual), training);
        if (training.problem().isEmpty()) {
            Preparation learned = training.learned().orElseThrow();
            assertEquals(training.inputs(), evaluated(kind, file, learned).inputs(), "the evaluation");
            assertEquals(training.inputs(), predicted(file, learned).inputs(), "the prediction");
        }
        profiled(kind, file, training);
    }

    private static void agree(Result evaluation, Result prediction, Result training) {
        boolean isOfTargets = evaluation
                .problem()
                .filter(each -> each.path().startsWith("data.targets"))
                .isPresent();
        boolean isWithoutRows = evaluation.message().matches("(?s).* has (a header and )?no rows");
        if (isWithoutRows) {
            assertEquals(new Result(Optional.empty(), Optional.empty(), Optional.empty()), prediction);
        } else if (prediction.problem().map(Problem::allowed).orElse("").endsWith(IN_ORDER)) {
            assertTrue(evaluation.message().contains(": there is no column"), evaluation.message());
        } else if (!isOfTargets) {
            assertEquals(evaluation.inputs(), prediction.inputs());
            assertEquals(evaluation.message(), prediction.message());
            assertEquals(
                    evaluation.problem().map(Problem::allowed),
                    prediction.problem().map(Problem::allowed));
        }
        boolean isOfReading = training.problem()
                .filter(each -> each.path().matches("data\\.(file|inputs).*"))
                .isPresent();
        if (isOfReading) {
            assertEquals(training.message(), evaluation.message());
        }
    }

    /** What {@code init} refuses at a line, the training refuses alike, if it has the same delimiter. */
    private static void profiled(Kind kind, String file, Result training) throws IOException {
        try {
            CsvProfile.of(Path.of(file), file);
        } catch (DataException e) {
            boolean isOfLine = e.found().startsWith(file + ":");
            if (isOfLine && e.allowed().contains("by `" + kind.delimiter + "`")
                    || e.found().contains("UTF-8")) {
                assertEquals(e.found(), training.message());
            }
        }
    }

    private static Result learned(DataSource.Csv source) {
        return result(() -> {
            PreparedExamples read = new ExamplesReader(
                            source, directory, 1, Optional.of(new Prepare(Scaling.STANDARDIZE)), Optional.empty(), 1)
                    .read();
            return new Result(Optional.of(read.training().inputs()), Optional.empty(), Optional.of(read.preparation()));
        });
    }

    private static Result evaluated(Kind kind, String file, Preparation preparation) {
        return result(() -> {
            Dataset read = new ExamplesReader(
                            kind.source("usual-" + kind), directory, 1, Optional.empty(), Optional.empty(), 1)
                    .other(file, Optional.empty(), preparation);
            return new Result(Optional.of(read.inputs()), Optional.empty(), Optional.empty());
        });
    }

    private static Result result(Supplier<Result> reading) {
        try {
            return reading.get();
        } catch (InvalidSpecException e) {
            return new Result(Optional.empty(), Optional.of(e.problems().get(0)), Optional.empty());
        }
    }

    /** Predicts in small blocks, so that a table has several. */
    private static Result predicted(String file, Preparation preparation) throws IOException {
        List<double[]> inputs = new ArrayList<>();
        try (PreparedRows rows = PreparedRows.open(Path.of(file), file, preparation)) {
            for (Optional<Matrix> block = rows.next(3); block.isPresent(); block = rows.next(3)) {
                inputs.addAll(Arrays.asList(block.get().toArray()));
            }
        } catch (DataException e) {
            return new Result(
                    Optional.empty(), Optional.of(new Problem(e.kind(), "", e.found(), e.allowed())), Optional.empty());
        }
        return new Result(
                inputs.isEmpty() ? Optional.empty() : Optional.of(Matrix.of(inputs.toArray(double[][]::new))),
                Optional.empty(),
                Optional.empty());
    }

    /** Odd tables of a kind, by what is odd about them. */
    private static Map<String, byte[]> odd(Kind kind) {
        Map<String, byte[]> tables = new LinkedHashMap<>();
        String table = kind.table();
        String d = String.valueOf(kind.delimiter);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("nothing odd", table);
        cells(texts, table, d);
        lines(texts, table, d);
        texts.put("empty", "");
        texts.put("blank lines only", "\n\n\n");
        texts.put("spaces only", "   ");
        texts.put("names only", kind.header ? table.substring(0, table.indexOf('\n') + 1) : "");
        texts.put("other delimiter", table.replace(d, d.equals(";") ? "," : ";"));
        texts.put("tabs", table.replace(d, "\t"));
        texts.put("decimal commas", table.replace("3.5", "3,5"));
        texts.put("a byte order mark", "\uFEFF" + table);
        texts.put("two byte order marks", "\uFEFF\uFEFF" + table);
        texts.put("carriage returns and line feeds", table.replace("\n", "\r\n"));
        texts.put("carriage returns", table.replace("\n", "\r"));
        texts.put("mixed line ends", table.replaceFirst("\n", "\r\n").replaceFirst("red", "red "));
        texts.put("no last line end", table.stripTrailing());
        texts.put("many last line ends", table + "\n\n\r\n");
        texts.put("renamed column", table.replace("b" + d, "bb" + d));
        texts.put("upper case names", table.replace("a" + d + "b", "A" + d + "B"));
        texts.put("spaces around the names", table.replace("a" + d + "b", " a " + d + " b "));
        texts.put("quoted names", table.replace("a" + d + "b", "\"a\"" + d + "\"b\""));
        texts.put("the same name twice", table.replace("a" + d + "b", "a" + d + "a"));
        texts.put("an unnamed column", table.replace("a" + d + "b", d + "b"));
        texts.put("other order", columns(table, d, 2, 1, 0, 3));
        texts.put("target first", columns(table, d, 3, 0, 1, 2));
        texts.put("a further column", columns(table, d, 0, 0, 1, 2, 3));
        texts.put("a column is missing", columns(table, d, 0, 1, 3));
        texts.put("one column", columns(table, d, 0));
        texts.put("constant column", table.replaceAll("(?m)^[-0-9.]+", "4"));
        texts.forEach((name, text) -> tables.put(name, text.getBytes(UTF_8)));
        tables.put("Latin-1", table.replace("red", "rosé").getBytes(ISO_8859_1));
        tables.put("UTF-16", table.getBytes(UTF_16));
        return tables;
    }

    /** Tables with an odd value: a number in the first column, or a category, in the third row. */
    private static void cells(Map<String, String> texts, String table, String d) {
        for (String number : List.of(
                "",
                " ",
                "NA",
                "nan",
                "inf",
                "-Infinity",
                "1e999",
                "-1e999",
                "1e308",
                "1e-400",
                "0x1p3",
                "1f",
                "1_000",
                "1 000",
                "--1",
                "+3.5",
                ".5",
                "5.",
                "1e",
                "four",
                "\"3.5\"",
                " 3.5 ",
                "\t3.5",
                "3.5.1",
                "\u0663",
                "12345678901234567890123",
                "\"3\n.5\"",
                "\"\"",
                "\"3.5",
                "3\"5",
                "\"3.5\" ",
                "''")) {
            texts.put("the number " + number, table.replace("3.5" + d, number + d));
        }
        for (String category : List.of("", " ", "NA", "black", "Red", "\"red\"", " red ", "re d", "\"r\"\"d\"", "1")) {
            texts.put("the category " + category, table.replace("1e2" + d + "red", "1e2" + d + category));
        }
        for (String target : List.of("", "NA", "one", "1e999")) {
            texts.put("the target " + target, table.replace("blue" + d + "1\n", "blue" + d + target + "\n"));
        }
    }

    /** Tables with an odd line in their middle. */
    private static void lines(Map<String, String> texts, String table, String d) {
        String row = "3.5" + d + "1e2" + d + "red" + d + "0\n";
        for (String line : List.of(
                "",
                "3.5\n",
                "3.5" + d + "1e2\n",
                "3.5" + d + "1e2" + d + "red" + d + "0" + d + "\n",
                d + d + d + "\n",
                "\n",
                "  \n",
                "# a comment\n",
                "\"" + "\n",
                row + row + row)) {
            texts.put("the line " + line.strip().replace(d, "|") + line.length(), table.replace(row, line));
        }
    }

    private static String columns(String table, String d, int... order) {
        StringBuilder text = new StringBuilder();
        for (String line : table.split("\n")) {
            String[] values = line.split(Pattern.quote(d));
            for (int i = 0; i < order.length; i++) {
                text.append(i > 0 ? d : "").append(values[order[i]]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
