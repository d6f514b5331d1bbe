package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.plumbline.data.examples.CsvScan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Texts that are cut anywhere: the places of the rows are those that the parser finds in the whole. */
class CsvScanTests {
    private static final String[] FIELDS = {
        "",
        "1",
        "abc",
        "\"\"",
        "\"a,b\"",
        "\"a\nb\"",
        "\"a\r\nb\"",
        "\"a\rb\"",
        "\"a\"\"b\"",
        "\"\"\"\"",
        "a\"b",
        "ä",
        "\"\n\n\"",
        "\"a\"\"\nb\"",
        "\"\"\"\r\n\"\"\""
    };
    private static final String[] ENDS = {"\n", "\r\n", "\r"};

    @RepeatedTest(200)
    void findsEveryRowAndItsLine(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder text = new StringBuilder();
        int rows = random.nextInt(40);
        for (int row = 0; row < rows; row++) {
            int fields = 1 + random.nextInt(3);
            for (int i = 0; i < fields; i++) {
                text.append(i == 0 ? "" : ",").append(FIELDS[random.nextInt(FIELDS.length)]);
            }
            text.append(row + 1 < rows || random.nextBoolean() ? ENDS[random.nextInt(ENDS.length)] : "");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        List<String> expected = records(text.toString(), 0);
        for (int length = 1; length <= Math.min(60, bytes.length); length++) {
            assertEquals(expected, recordsOfParts(bytes, length), () -> text.toString());
        }
    }

    /** The records with the lines on which they start; empty lines are no records. */
    private static List<String> records(String text, long linesBefore) {
        List<String> all = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            reader.forEach(each -> all.add(linesBefore + each.getStartingLineNumber() + ":" + each.getFields()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static List<String> recordsOfParts(byte[] bytes, int length) throws IOException {
        List<Integer> starts = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        int state = CsvScan.START;
        boolean afterReturn = false;
        long line = 0;
        for (int at = 0; at < bytes.length; at += length) {
            int size = Math.min(length, bytes.length - at);
            CsvScan scan = new CsvScan(new ByteArrayInputStream(bytes, at, size), size, ',');
            if (scan.first(state) >= 0 && scan.first(state) < size) {
                starts.add(at + (int) scan.first(state));
                lines.add(line + scan.linesBeforeFirst(state, afterReturn));
            }
            state = scan.end(state);
            line += scan.lines(afterReturn);
            afterReturn = scan.endsWithReturn();
        }
        starts.add(bytes.length);
        return Stream.iterate(0, i -> i + 1 < starts.size(), i -> i + 1)
                .flatMap(i -> records(
                        new String(bytes, starts.get(i), starts.get(i + 1) - starts.get(i), StandardCharsets.UTF_8),
                        lines.get(i))
                        .stream())
                .toList();
    }
}
