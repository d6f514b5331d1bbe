package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.data.DataException;
import dev.plumbline.data.examples.NetworkData;
import dev.plumbline.model.Model;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that cannot be used: what is wrong, and where, as on one machine; and nothing is left behind. */
class SparkDataFaultTests {
    private static final SparkMaster LOCAL = new SparkMaster("local[2]");

    @TempDir
    private static Path directory;

    @BeforeAll
    static void divideFinely() {
        System.setProperty("spark.plumbline.partBytes", "5003");
    }

    @AfterAll
    static void divideAsUsual() {
        System.clearProperty("spark.plumbline.partBytes");
    }

    /** Rows of two numbers, with some lines replaced. */
    private static String rows(int count, String... replaced) {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int line = 2; line < count + 2; line++) {
            String row = line + ".5," + line % 3;
            for (int i = 0; i < replaced.length; i += 2) {
                row = replaced[i].equals(Integer.toString(line)) ? replaced[i + 1] : row;
            }
            text.append(row).append('\n');
        }
        return text.toString();
    }

    private static NetworkSpec spec(String file, String input) {
        return TestTables.spec("""
                inputs: 1
                layers: [dense: { units: 1, activation: identity }]
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: mean
                training:
                  optimizer: { sgd: { learning_rate: 0.1 } }
                  batch_size: 10
                  epochs: 1
                  distributed: { workers: 2 }
                data: { csv: { file: FILE, inputs: [INPUT], targets: [b] } }
                """.replace("FILE", file).replace("INPUT", input));
    }

    private static List<Problem> refused(NetworkSpec spec) {
        return assertThrows(InvalidSpecException.class, () -> new SparkEngines().read(LOCAL, spec, directory, false))
                .problems();
    }

    private static void assertRefusedAsHere(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
        assertRefusedAsHere(spec(name, "a"));
    }

    private static void assertRefusedAsHere(NetworkSpec spec) {
        List<Problem> here = assertThrows(InvalidSpecException.class, () -> NetworkData.read(spec, directory))
                .problems();
        assertEquals(here, refused(spec));
    }

    @Test
    void namesTheRowAndTheColumnOfEveryBadValue() throws IOException {
        String text = rows(3000, "17", "x,1", "1999", "2,", "2000", "1e999,1");
        assertRefusedAsHere("bad.csv", text);
        assertEquals(
                "bad.csv:1999, column `b`: found nothing",
                refused(spec("bad.csv", "a")).get(1).message());
    }

    @Test
    void namesTheRowOfATargetWithoutALogarithm() throws IOException {
        Files.writeString(
                directory.resolve("logs.csv"), rows(3000, "1999", "2,-1").replace(",0\n", ",3\n"));
        Prepare logarithms = new Prepare(Optional.empty(), Optional.of(Scaling.LOG));
        NetworkSpec spec = Schema.with(spec("logs.csv", "a"), "prepare", Optional.of(logarithms));
        assertRefusedAsHere(spec);
        assertEquals(
                "logs.csv:1999, column `b`: found `-1`", refused(spec).get(0).message());
    }

    @Test
    void refusesAsHereWhatIsNoTable() throws IOException {
        assertRefusedAsHere("long.csv", rows(3000, "2500", "1,2,3"));
        assertRefusedAsHere("bytes.csv", rows(3000, "2500", "1,\u00e4"));
        assertRefusedAsHere("quote.csv", rows(3000, "2500", "\"1\"x,2"));
        assertRefusedAsHere("header.csv", "a,b\n");
        assertRefusedAsHere("empty.csv", "");
        assertRefusedAsHere("twice.csv", "a,a,b\n1,2,3\n");
        assertRefusedAsHere("other.csv", "c,b\n1,2\n");
    }

    @Test
    void countsTheProblemsThatItDoesNotShow() throws IOException {
        assertRefusedAsHere("many.csv", rows(4000).replace(".5", "x"));
    }

    @Test
    void saysThatThereIsNoFile() {
        assertEquals(
                List.of(new Problem(
                        ErrorKind.FILE_NOT_FOUND,
                        "data.file",
                        "there is no file `none.csv`",
                        "a file that all machines of the cluster can read")),
                refused(spec("none.csv", "a")));
        assertTrue(refused(spec("unknown://host/x.csv", "a")).get(0).message().contains("unknown"));
    }

    @Test
    void saysWhatIsWrongWithAParquetFile() throws IOException {
        Files.writeString(directory.resolve("text.parquet"), rows(10));
        assertTrue(refused(spec("text.parquet", "a"))
                .get(0)
                .message()
                .startsWith("`text.parquet` cannot be read as Parquet: "));
        try (Session session = Session.connect(LOCAL, "tests", false)) {
            SparkSession sql =
                    SparkSession.builder().sparkContext(session.context().sc()).getOrCreate();
            sql.range(100)
                    .select(
                            functions.current_date().as("a"),
                            functions.col("id").as("b"),
                            functions
                                    .when(functions.col("id").equalTo(57), functions.lit(Double.NaN))
                                    .otherwise(1.5)
                                    .as("c"))
                    .coalesce(1)
                    .write()
                    .parquet(directory.resolve("t.parquet").toString());
            String two = directory.resolve("two.parquet").toString();
            sql.range(5)
                    .select(functions.col("id").as("a"), functions.col("id").as("b"))
                    .write()
                    .parquet(two + "/1");
            sql.range(5).select(functions.col("id").as("b")).write().parquet(two + "/2");
            gather(directory.resolve("two.parquet"));
        }
        assertEquals(
                List.of(new Problem(
                        ErrorKind.COLUMN_NOT_FOUND,
                        "data.file",
                        "two.parquet/2.parquet: there is no column `a`",
                        "files with the same columns")),
                refused(spec("two.parquet", "a")));
        assertEquals(
                List.of(new Problem(
                        ErrorKind.NOT_A_NUMBER,
                        "data.file",
                        "t.parquet, column `a`: its type is date",
                        "numbers, texts, or true and false")),
                refused(spec("t.parquet", "a")));
        assertTrue(refused(spec("t.parquet", "d")).get(0).message().contains("there is no column `d`"));
        assertTrue(refused(spec("t.parquet", "c")).get(0).message().endsWith(", column `c`: found `NaN`"));
    }

    @Test
    void aPredictionLeavesNothingOfABadTableAndReplacesNothing() throws IOException {
        Files.writeString(directory.resolve("good.csv"), rows(3000));
        Files.writeString(directory.resolve("late.csv"), rows(3000, "2999", "oops,1"));
        NetworkSpec spec = spec("good.csv", "a");
        NetworkData data = NetworkData.read(spec, directory);
        Model model = new Model(
                spec,
                Experiment.of(spec, data.examples().inputs(), data.examples().targets())
                        .initialWeights(),
                data.preparation());
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path out = folder.resolve("out");
        DataException bad = assertThrows(DataException.class, () -> predict(model, "late.csv", out));
        assertEquals(
                directory.resolve("late.csv") + ":2999, column `a`: found `oops`; allowed: a finite number",
                bad.getMessage());
        assertEquals(0, count(folder));
        assertThrows(DataException.class, () -> predict(model, "none.csv", out));
        assertEquals(0, count(folder));
        Files.createDirectory(out);
        DataException exists = assertThrows(DataException.class, () -> predict(model, "good.csv", out));
        assertEquals("`" + out + "` already exists; Plumbline does not overwrite it", exists.getMessage());
        assertEquals(0, count(out));
    }

    private static void predict(Model model, String file, Path out) throws IOException {
        new SparkEngines().predict(LOCAL, model, directory.resolve(file).toString(), out.toString(), false);
    }

    /** Moves the only Parquet file of each directory to the directory above, under the name of its own. */
    private static void gather(Path folder) throws IOException {
        for (String each : List.of("1", "2")) {
            try (Stream<Path> files = Files.list(folder.resolve(each))) {
                Path file = files.filter(path -> path.toString().endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();
                Files.move(file, folder.resolve(each + ".parquet"));
            }
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
