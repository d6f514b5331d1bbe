package dev.plumbline.spark;

import dev.plumbline.data.DataException;
import dev.plumbline.data.examples.TextPart;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * A Parquet file, or a directory of Parquet files. Each row is read as the CSV line that has the same values, so that a table
 * gives the same numbers and the same messages in both formats; the number of a line is that of the row.
 */
final class ParquetTable implements TextTable {
    private final Session session;
    private final String name;
    private final List<Dataset<Row>> files = new ArrayList<>(); // in their order, because Spark would sort them by size
    private final List<String> labels = new ArrayList<>(); // of the files

    /** Opens the files; the rows are read later. */
    ParquetTable(Session session, Storage storage, String address, String name) throws IOException {
        this.session = session;
        this.name = name;
        SparkSession sql =
                SparkSession.builder().sparkContext(session.context().sc()).getOrCreate();
        try {
            for (FileStatus each : storage.files(address, name)) {
                files.add(sql.read().parquet(each.getPath().toString()));
                labels.add(each.getPath().getName());
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw unreadable(e);
        }
    }

    private ParquetTable(ParquetTable other, List<String> names) throws DataException {
        this.session = other.session;
        this.name = other.name;
        this.labels.addAll(other.labels);
        Column[] columns = names.stream()
                .map(each -> functions.col("`" + each.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        for (int i = 0; i < other.files.size(); i++) {
            Dataset<Row> file = other.files.get(i);
            String label = other.files.size() == 1 ? name : name + "/" + labels.get(i);
            for (String column : names) {
                if (!List.of(file.columns()).contains(column)) {
                    throw new DataException(
                            ErrorKind.COLUMN_NOT_FOUND,
                            label + ": there is no column `" + column + "`",
                            "files with the same columns");
                }
            }
            files.add(file.select(columns));
            checkTypes(files.get(i), label);
        }
    }

    private static void checkTypes(Dataset<Row> file, String label) throws DataException {
        for (StructField field : file.schema().fields()) {
            boolean fits = field.dataType() instanceof NumericType
                    || field.dataType() instanceof StringType
                    || field.dataType() instanceof BooleanType;
            if (!fits) {
                throw new DataException(
                        ErrorKind.NOT_A_NUMBER,
                        label + ", column `" + field.name() + "`: its type is "
                                + field.dataType().simpleString(),
                        "numbers, texts, or true and false");
            }
        }
    }

    private DataException unreadable(Throwable e) {
        return new DataException(
                ErrorKind.WRONG_FORMAT,
                "`" + name + "` cannot be read as Parquet: " + Session.firstLine(Session.rootOf(e)),
                "a Parquet file, or a directory of them");
    }

    /** Whether a name is that of a Parquet file. */
    static boolean isNamed(String file) {
        return file.toLowerCase(Locale.ROOT).replaceAll("/+$", "").endsWith(".parquet");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NetworkSpec described(NetworkSpec spec) {
        DataSource text = Schema.with(Schema.with(spec.data(), "delimiter", ","), "header", true);
        return Schema.with(spec, "data", text);
    }

    @Override
    public InputStream firstLine() {
        return new ByteArrayInputStream(header());
    }

    private byte[] header() {
        List<Object> names = Arrays.asList((Object[]) files.get(0).columns());
        return RowText.line(names.iterator()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public TextTable select(List<String> names) throws DataException {
        return new ParquetTable(this, names);
    }

    @Override
    public <T> JavaRDD<T> map(Work<T> work) {
        JavaRDD<Row> rows = files.get(0).toJavaRDD();
        for (Dataset<Row> each : files.subList(1, files.size())) {
            rows = rows.union(each.toJavaRDD());
        }
        List<Long> counts = session.await(
                rows.mapPartitions(each -> List.of(count(each)).iterator()).collectAsync());
        String file = name;
        ArrayList<TextPart> parts = new ArrayList<>();
        long before = 0;
        for (long count : counts) {
            parts.add(new TextPart(file, before, Long.MAX_VALUE >> 1, count, false));
            before += count;
        }
        return rows.mapPartitionsWithIndex(
                (number, each) -> List.of(work.on(() -> new RowText(each), parts.get(number)))
                        .iterator(),
                false);
    }

    private static long count(Iterator<Row> rows) {
        long count = 0;
        for (; rows.hasNext(); rows.next()) {
            count++;
        }
        return count;
    }
}
