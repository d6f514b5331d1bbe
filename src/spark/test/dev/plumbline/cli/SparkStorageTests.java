package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spark.LoopbackHadoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose tables are on HDFS give what they give on local files, and say what is wrong with HDFS. */
class SparkStorageTests {
    private static final String[] SPARK = {"--spark", "local[2]"};

    @TempDir
    private static Path directory;

    private static LoopbackHadoop hadoop;
    private static Path run;

    /** HDFS with iris.csv, the same rows in Parquet, and in two files; and a training on the local file. */
    @BeforeAll
    static void start() throws IOException {
        hadoop = LoopbackHadoop.start(directory.resolve("hadoop"), 0);
        List<String> lines = Files.readAllLines(Path.of("configs/iris.csv"));
        hadoop.write("/open/iris.csv", text(lines));
        hadoop.write("/open/parts/1.csv", text(lines.subList(0, 61)));
        hadoop.write(
                "/open/parts/2.csv",
                (lines.get(0) + "\n" + new String(text(lines.subList(61, 151)), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        try (SparkSession sql = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            sql.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(hadoop.address("/open/iris.csv"))
                    .write()
                    .parquet(hadoop.address("/open/iris.parquet"));
        }
        run = directory.resolve("local");
        assertTrained(run, Path.of("configs/iris.csv").toAbsolutePath().toString());
    }

    private static byte[] text(List<String> lines) {
        return lines.stream().collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        hadoop.close();
    }

    private static void assertTrained(Path run, String table, String... more) {
        Console console = run(
                more,
                "train",
                "configs/iris.yaml",
                "--run",
                run.toString(),
                "--epochs",
                "3",
                "--set",
                "training.distributed.workers=2",
                "--set",
                "data.csv.file=" + table);
        assertEquals(0, console.code(), console.err());
    }

    private static Console run(String[] more, String... first) {
        String[] all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Console.run(all);
    }

    @Test
    void aTrainingOnHdfsHasTheBitsOfALocalOne() {
        for (String table : List.of("/open/iris.csv", "/open/parts", "/open/iris.parquet")) {
            Path onHdfs = directory.resolve("run" + table.replace('/', '-'));
            assertTrained(onHdfs, hadoop.address(table), SPARK);
            Console compared = Console.run("compare", run.toString(), onHdfs.toString());
            assertEquals(0, compared.code(), compared.out());
            assertTrue(compared.out().contains("Result: equal"), compared.out());
        }
    }

    @Test
    void predictionsOnHdfsAreThoseOfALocalFile() throws IOException {
        String expected = Console.run("predict", run.toString(), "configs/iris.csv", "--probabilities")
                .out();
        for (String table : List.of("/open/iris.csv", "/open/iris.parquet")) {
            String out = "/open/predicted" + table.replace('/', '-') + "-out";
            assertPredicted(table, out);
            assertEquals(List.of("part-00000.csv"), hadoop.list(out));
            assertEquals(expected, read(out + "/part-00000.csv"));
        }
        assertPredicted("/open/iris.csv", "/open/predicted.parquet");
        assertTrue(hadoop.list("/open/predicted.parquet").contains("_SUCCESS"));
        assertTrue(hadoop.list("/open").stream().noneMatch(name -> name.startsWith(".")));
    }

    private static void assertPredicted(String table, String out) {
        Console console = predict(hadoop.address(table), hadoop.address(out), "--probabilities");
        assertEquals(0, console.code(), console.err());
        assertEquals("plumbline: 150 rows are in " + hadoop.address(out) + "\n", console.err());
    }

    private static String read(String path) throws IOException {
        FileSystem system = hadoop.system();
        try (var in = system.open(new org.apache.hadoop.fs.Path(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Console predict(String table, String out, String... more) {
        return run(more, "predict", run.toString(), table, "-o", out, "--spark", "local[2]");
    }

    @Test
    void evaluatesATableOnHdfsAsALocalOne() {
        Console local = Console.run("evaluate", run.toString(), "--data", "configs/iris.csv", "--json");
        Console onHdfs = run(SPARK, "evaluate", run.toString(), "--data", hadoop.address("/open/iris.csv"), "--json");
        assertEquals(metrics(local), metrics(onHdfs));
    }

    private static String metrics(Console console) {
        assertEquals(0, console.code(), console.err());
        return console.out().substring(console.out().indexOf("\"examples\""));
    }

    @Test
    void saysInALineWhatIsWrongWithAFileSystem() throws IOException {
        String in = hadoop.address("/open/iris.csv");
        assertRefused(hadoop.address("/open/none.csv"), hadoop.address("/open/o"), "there is no file `");
        assertRefused(in, hadoop.address("/open/parts"), "already exists");
        assertRefused(in, hadoop.address("/closed"), "`" + hadoop.address("/closed") + "`: Permission denied: user=");
        assertRefused(in, hadoop.address("/open/iris.csv/o"), "(is not a directory)");
        assertRefused(hadoop.address(""), hadoop.address("/open/o"), "there is no path after the host");
        assertRefused("hdfs://127.0.0.1:1/x.csv", hadoop.address("/open/o"), "Connection refused; allowed: a file");
        assertRefused(in, "hdfs://nowhere.invalid:1/o", "unknown host; allowed: a file system that answers");
        assertRefused("s3a://bucket/x.csv", hadoop.address("/open/o"), "S3 needs hadoop-aws");
        assertFalse(hadoop.list("/open").contains("o"));
        hadoop.write("/open/secret.csv", new byte[1]);
        hadoop.system().setPermission(new org.apache.hadoop.fs.Path("/open/secret.csv"), new FsPermission("000"));
        assertRefused(hadoop.address("/open/secret.csv"), hadoop.address("/open/o"), "Permission denied: user=");
    }

    @Test
    void givesUpOnASilentFileSystem() throws IOException {
        System.setProperty("spark.plumbline.answer", "2");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(
                    "hdfs://127.0.0.1:" + silent.getLocalPort() + "/x.csv",
                    "o",
                    "no answer within # s; allowed: a file");
        } finally {
            System.clearProperty("spark.plumbline.answer");
        }
    }

    private static void assertRefused(String table, String out, String reason) {
        Console console = predict(table, out);
        assertEquals(2, console.code(), console.err());
        assertTrue(console.err().contains(reason), console.err());
        assertEquals(1, console.err().lines().count(), console.err());
        assertFalse(console.err().contains("\\n"), console.err());
    }

    @Test
    void refusesToWriteARunToHdfs() {
        Console console = run(SPARK, "train", "configs/iris.yaml", "--run", hadoop.address("/open/run"));
        assertEquals(2, console.code());
        assertTrue(console.err().contains("is not on this machine's file system"), console.err());
        assertFalse(Files.exists(Path.of("hdfs:")));
    }
}
