package dev.plumbline.data.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.DataMessages;
import dev.plumbline.data.Dataset;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.Schema;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTests {
    private static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");
    private static final String IRIS = """
            sepal_length,sepal_width,petal_length,petal_width,species
            5.1,3.5,1.4,0.2,setosa
            7.0,3.2,4.7,1.4,versicolor
            6.3,3.3,6.0,2.5,virginica
            """;

    @TempDir
    Path directory;

    @Test
    void readsColumnsByNameInTheOrderAskedFor() throws IOException {
        write(IRIS);

        Dataset read = read(csv(List.of("petal_width", "sepal_length"), List.of("petal_length")), 1);

        assertEquals(Matrix.of(3, 2, 0.2, 5.1, 1.4, 7.0, 2.5, 6.3), read.inputs());
        assertEquals(Matrix.column(1.4, 4.7, 6.0), read.targets());
    }

    @Test
    void readsAColumnOfWeights() throws IOException {
        DataSource source = new DataSource.Csv(
                "t.csv", List.of("x"), List.of("kind"), Optional.of("weight"), List.of("a", "b"), ",");
        write("kind,weight,x\na,0.5,1\nb,2,3\n");

        Dataset read = read(source, 1);

        assertEquals(Optional.of(Matrix.column(0.5, 2)), read.weights());
        assertEquals(Matrix.column(1, 3), read.inputs());
        assertEquals(Matrix.column(0, 1), read.targets());

        write("kind,weight,x\na,half,1\nb,2,3\n");
        assertEquals(
                List.of("data.weights: t.csv:2, column `weight`: found `half`; allowed: a finite number"),
                problems(source, 1));
        write("kind,weight,x\na,-1,1\nb,2,3\n");
        assertEquals(
                List.of("data.weights: t.csv: found -1.0 at [0]; allowed: a finite number of at least 0"),
                problems(source, 1));
        write("kind,weigth,x\na,1,1\nb,2,3\n");
        assertEquals(
                List.of("data.weights: t.csv:1: there is no column `weight`; did you mean `weigth`? Allowed: kind,"
                        + " weigth, x"),
                problems(source, 1));
    }

    @Test
    void makesOneTargetForEachClass() throws IOException {
        write(IRIS);

        assertEquals(Matrix.eye(3), read(iris(SPECIES), 3).targets());
    }

    @Test
    void makesOneTargetOfTwoClassesForOneOutput() throws IOException {
        write("x,answer\n1,no\n2,yes\n3,no\n");
        DataSource source = csv(List.of("x"), List.of("answer"), List.of("no", "yes"), ",");

        assertEquals(Matrix.column(0, 1, 0), read(source, 1).targets());
        assertEquals(Matrix.of(3, 2, 1, 0, 0, 1, 1, 0), read(source, 2).targets());
    }

    @Test
    void refusesClassesThatDoNotFitTheOutputs() throws IOException {
        write(IRIS);

        assertEquals(
                List.of("data.classes: there are 3 classes for a last layer of `units: 1`; allowed: as many classes as"
                        + " units, or two classes for one unit"),
                problems(iris(SPECIES), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n3,4\n",
                "a,b\n1,2\n3,4",
                "\uFEFFa,b\n1,2\n3,4\n",
                "a,b\r\n1,2\r\n3,4\r\n",
                "a,b\r1,2\r3,4",
                " a , b\n 1 ,\t2\n3, 4 \n",
                "\"a\",\"b\"\n\"1\",\"2\"\n3,4\n",
                "\n\na,b\n\n1,2\n\n\n3,4\n\n",
                "unused,a,\"of\nno use\",b\nx,1,\"y\nz\",2\n\"\",3,\"u\"\"v\",4\n"
            })
    void readsEveryWayToWriteTheSameTable(String text) throws IOException {
        write(text);

        Dataset read = read(csv(List.of("a"), List.of("b")), 1);

        assertEquals(Matrix.column(1, 3), read.inputs());
        assertEquals(Matrix.column(2, 4), read.targets());
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|", " "})
    void readsOtherDelimiters(String delimiter) throws IOException {
        write("a,b\n1.5,2\n".replace(",", delimiter));

        assertEquals(
                Matrix.column(1.5),
                read(csv(List.of("a"), List.of("b"), List.of(), delimiter), 1).inputs());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "n/a,`n/a`",
                "NaN,`NaN`",
                "-Infinity,`-Infinity`",
                "inf,`inf`",
                "1f,`1f`",
                "0x10,`0x10`",
                "1e,`1e`",
                "1e+,`1e+`",
                "--1,`--1`",
                "1.2.3,`1.2.3`",
                "1 2,`1 2`",
                ".,`.`",
                "~~,nothing",
                "~  ~,nothing",
                "1_000,`1_000`",
                "true,`true`",
                "٣,`٣`"
            })
    void takesOnlyDecimalNumbers(String text, String shown) throws IOException {
        write("a,b\n1,2\n3," + text + "\n");

        assertEquals(
                List.of("data.targets[0]: t.csv:3, column `b`: found " + shown + "; allowed: a finite number"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void refusesANumberThatIsTooLarge() throws IOException {
        write("a,b\n1,2\n3,1e309\n");

        assertEquals(
                List.of("data.targets[0]: t.csv:3, column `b`: found `1e309`; allowed: a finite number, of a size up to"
                        + " 1.8e308"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void namesTheLineWhereARowBegins() throws IOException {
        write("note,a,b\n\"two\nlines\",1,2\n\n\"two\nmore\",x,2\n");

        assertEquals(
                List.of(
                        "data.inputs[0]: t.csv:5, column `a`: found `x`; allowed: a finite number, or `categorical: [a]` if the column has texts"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void reportsTheFirstTenProblemsAndCountsTheOthers() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        IntStream.range(0, 1234).forEach(i -> text.append("x,y\n"));
        write(text.toString());

        List<String> problems = problems(csv(List.of("a"), List.of("b")), 1);

        assertEquals(11, problems.size());
        assertEquals(
                "data.inputs[0]: t.csv:2, column `a`: found `x`; allowed: a finite number, or `categorical: [a]` if the column has texts",
                problems.get(0));
        assertEquals("data: … and 2,458 more", problems.get(10));
    }

    @Test
    void refusesRowsOfAnotherLength() throws IOException {
        write("a,b\n1,2,3\n4\n5,6\n");

        assertEquals(
                List.of(
                        "data.file: t.csv:2: 3 values where the first line names 2 columns; allowed: 2 values, "
                                + "separated"
                                + " by `,`; a value that contains `,` is quoted",
                        "data.file: t.csv:3: 1 value where the first line names 2 columns: none for column `b`; allowed: 2 values, separated"
                                + " by `,`"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void suggestsTheColumnThatWasMeant() throws IOException {
        write(IRIS);

        assertEquals(
                List.of(
                        "data.inputs[1]: t.csv:1: there is no column `petal_widht`; did you mean `petal_width`? "
                                + "Allowed:"
                                + " sepal_length, sepal_width, petal_length, petal_width, species",
                        "data.targets[0]: t.csv:1: there is no column `Species`; did you mean `species`? Allowed:"
                                + " sepal_length, sepal_width, petal_length, petal_width, species"),
                problems(csv(List.of("sepal_length", "petal_widht"), List.of("Species"), SPECIES, ","), 3)
                        .subList(0, 2));
    }

    @Test
    void suggestsTheDelimiterWhereThereIsOneColumn() throws IOException {
        write("a;b\n1;2\n");

        assertEquals(
                "data.inputs[0]: t.csv:1: there is no column `a` but only one, `a;b`; did you mean `delimiter: \";\"`?"
                        + " Allowed: a;b",
                problems(csv(List.of("a"), List.of("b")), 1).get(0));
    }

    @Test
    void seesThatTheNamesOfTheColumnsAreMissing() throws IOException {
        write("1,2\n3,4\n");

        assertEquals(
                "data.inputs[0]: t.csv:1: there is no column `a`, and the first line has only numbers instead of the"
                        + " names of the columns; did you mean `header: false`? Allowed: 1, 2",
                problems(csv(List.of("a"), List.of("b")), 1).get(0));
    }

    @Test
    void refusesAColumnThatIsNamedTwiceInTheFile() throws IOException {
        write("a,b,a\n1,2,3\n");

        assertEquals(
                List.of("data.inputs[0]: t.csv:1: 2 columns are named `a`, the first two being columns 1 and 3; "
                        + "allowed:"
                        + " one column of that name"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void refusesAColumnThatIsAskedForTwice() throws IOException {
        write("a,b\n1,2\n");

        assertEquals(
                List.of(
                        "data.inputs[1]: the column `a` is here and in data.inputs[0]; allowed: each column once",
                        "data.targets[0]: the column `a` is an input too; allowed: a column that is not among the"
                                + " inputs: the network would be given the answer"),
                problems(csv(List.of("a", "a"), List.of("a")), 1).subList(0, 2));
    }

    @Test
    void showsEachNameThatIsNoClassOnce() throws IOException {
        write(IRIS + "1,2,3,4,Virginica\n1,2,3,4,Virginica\n1,2,3,4,\n1,2,3,4,rose\n");

        assertEquals(
                List.of(
                        "data.targets[0]: t.csv:5, column `species`: found `Virginica`, in 2 rows; did you mean"
                                + " `virginica`? Allowed: setosa, versicolor, virginica",
                        "data.targets[0]: t.csv:7, column `species`: found nothing; allowed: setosa, versicolor,"
                                + " virginica",
                        "data.targets[0]: t.csv:8, column `species`: found `rose`; allowed: setosa, versicolor,"
                                + " virginica"),
                problems(iris(SPECIES), 3));
    }

    @Test
    void refusesAClassThatStandsTwice() throws IOException {
        write(IRIS);

        assertEquals(
                "data.classes[3]: the class `setosa` is here and in data.classes[0]; allowed: each class once",
                problems(iris(List.of("setosa", "versicolor", "virginica", "setosa")), 4)
                        .get(0));
    }

    @Test
    void refusesAFileWithoutRows() throws IOException {
        DataSource source = csv(List.of("a"), List.of("b"));
        write("");
        assertEquals(
                List.of("data.file: t.csv is empty; allowed: a first line that names the columns, then rows"),
                problems(source, 1));
        write("\n\n");
        assertEquals(
                List.of("data.file: t.csv is empty; allowed: a first line that names the columns, then rows"),
                problems(source, 1));
        write("a,b\n");
        assertEquals(
                List.of("data.file: t.csv has a header and no rows; allowed: at least one row"), problems(source, 1));
    }

    @Test
    void saysThatOnlySparkReadsParquetAndOtherFileSystems() {
        String allowed = "; allowed: a local CSV file; `train`, `evaluate` and `predict` read others on Spark"
                + " (`--spark MASTER`)";
        assertEquals(
                List.of("data.file: `t.parquet` is a Parquet file" + allowed),
                problems(Schema.with(iris(List.of()), "file", "t.parquet"), 1));
        assertEquals(
                List.of("data.file: `hdfs://host/t.csv` is not on this machine's file system" + allowed),
                problems(Schema.with(iris(List.of()), "file", "hdfs://host/t.csv"), 1));
    }

    @Test
    void refusesWhatIsNotUtf8WithItsLineAndColumn() throws IOException {
        write("name,a,b\nx,1,2\nMüller,3,4\n", StandardCharsets.ISO_8859_1);
        assertEquals(
                List.of("data.file: t.csv:3:2: there are bytes that are not UTF-8; allowed: text in UTF-8"),
                problems(csv(List.of("a"), List.of("b")), 1));
        write("a,b\n1,2\n", StandardCharsets.UTF_16);
        assertEquals(
                List.of("data.file: t.csv:1:1: there are bytes that are not UTF-8; allowed: text in UTF-8"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    @Test
    void saysThatANumberHasADecimalComma() throws IOException {
        write("a;b\n1;2\n12,5;\"1,234.5\"\n");
        DataSource source = csv(List.of("a"), List.of("b"));
        String allowed = "allowed: a finite number, with a decimal point and without separators of thousands";
        assertEquals(
                List.of(
                        "data.inputs[0]: t.csv:3, column `a`: found `12,5`; " + allowed,
                        "data.targets[0]: t.csv:3, column `b`: found `1,234.5`; " + allowed),
                problems(Schema.with(source, "delimiter", ";"), 1));
    }

    @Test
    void refusesQuotesThatDoNotMatch() throws IOException {
        write("a,b\n1,2\n3,\"4\n5,6\n");
        assertEquals(
                List.of("data.file: t.csv:3, column `b`: a quote opens here and never closes, so the rest of"
                        + " the file is one value; allowed: a closing quote; a quote inside a quoted value is doubled"),
                problems(csv(List.of("a"), List.of("b")), 1));
        write("a,b\n1,\"2\"x\n");
        assertTrue(problems(csv(List.of("a"), List.of("b")), 1).get(0).contains("t.csv:2, column `b`: in the row"));
        write("\"a,b\n1,2\n");
        assertTrue(
                problems(csv(List.of("a"), List.of("b")), 1).get(0).contains("t.csv:1, column 1: a quote opens here"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"~\"~,`\"`", "~\n~,`\\n`", "~\r~,`\\r`"})
    void refusesADelimiterThatMeansSomethingElse(String delimiter, String shown) throws IOException {
        write("a,b\n1,2\n");

        assertEquals(
                List.of("data.delimiter: found " + shown
                        + "; allowed: one character, not a quote and not the end of a line"),
                problems(csv(List.of("a"), List.of("b"), List.of(), delimiter), 1));
    }

    @Test
    void takesNoMemoryForMoreRowsThanTheFileCanHold() throws IOException {
        String names =
                String.join(",", IntStream.range(0, 1000).mapToObj(i -> "c" + i).toList());
        String row =
                String.join(",", IntStream.range(0, 1000).mapToObj(i -> "1").toList());
        write(names + "\n" + "\n".repeat(3_000_000) + row + "\n");

        Dataset read = read(csv(IntStream.range(0, 999).mapToObj(i -> "c" + i).toList(), List.of("c999")), 1);

        assertEquals("1×999", read.inputs().shape());
    }

    @Test
    void cutsWhatItShows() throws IOException {
        write("a,b\n1," + "y".repeat(5000) + "\n");

        assertEquals(
                List.of("data.targets[0]: t.csv:2, column `b`: found `" + "y".repeat(40)
                        + "…`; allowed: a finite number"),
                problems(csv(List.of("a"), List.of("b")), 1));
    }

    private void write(String text) throws IOException {
        write(text, StandardCharsets.UTF_8);
    }

    private void write(String text, Charset charset) throws IOException {
        Files.writeString(directory.resolve("t.csv"), text, charset);
    }

    private Dataset read(DataSource source, int outputs) {
        return Datasets.read(source, directory, outputs);
    }

    private List<String> problems(DataSource source, int outputs) {
        return DataMessages.problems(source, directory, outputs);
    }

    private static DataSource iris(List<String> classes) {
        return csv(List.of("sepal_length", "petal_length"), List.of("species"), classes, ",");
    }

    private static DataSource csv(List<String> inputs, List<String> targets) {
        return csv(inputs, targets, List.of(), ",");
    }

    private static DataSource csv(List<String> inputs, List<String> targets, List<String> classes, String delimiter) {
        return new DataSource.Csv("t.csv", inputs, targets, classes, delimiter);
    }
}
