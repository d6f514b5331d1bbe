package dev.plumbline.spark;

import dev.plumbline.data.DataException;
import dev.plumbline.data.examples.CsvScan;
import dev.plumbline.data.examples.TextPart;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;

/** A CSV file, or a directory of CSV files that all have the same first line, read in parts of whole rows. */
final class CsvTable implements TextTable {
    /** The length of a part in bytes; {@code spark.plumbline.partBytes} replaces it. */
    private static final int PART = 32 << 20;

    private final Session session;
    private final Storage storage;
    private final String name;
    private final List<FileStatus> files;
    private final List<Part> parts = new ArrayList<>();

    /** Bytes of a file. */
    private record Piece(int file, String address, long start, long length) implements Serializable {}

    /** Whole rows. */
    private record Part(Piece piece, TextPart text) implements Serializable {}

    /**
     * Finds the parts.
     *
     * @param delimiter an ASCII character
     * @param header whether the first line of each file has the names of the columns
     */
    CsvTable(Session session, Storage storage, String address, String name, char delimiter, boolean header)
            throws IOException {
        this.session = session;
        this.storage = storage;
        this.name = name;
        this.files = storage.files(address, name);
        if (header) {
            requireOneHeader();
        }
        List<Piece> pieces = pieces();
        List<CsvScan> scans = session.await(session.context()
                .parallelize(pieces, Math.max(1, pieces.size()))
                .map(piece -> {
                    try (InputStream in = storage.open(piece.address(), piece.start(), piece.length())) {
                        return new CsvScan(in, piece.length(), delimiter);
                    }
                })
                .collectAsync());
        for (int file = 0; file < files.size(); file++) {
            addParts(file, pieces, scans, header);
        }
    }

    private void requireOneHeader() throws IOException {
        String first = header(0);
        for (int file = 1; file < files.size(); file++) {
            if (!header(file).equals(first)) {
                throw new DataException(
                        ErrorKind.COLUMN_NOT_FOUND,
                        label(file) + " has another first line than " + label(0),
                        "files with the same columns");
            }
        }
    }

    private String header(int file) throws IOException {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return Objects.requireNonNullElse(text.readLine(), "");
        }
    }

    private String label(int file) {
        return files.size() == 1 ? name : name + "/" + files.get(file).getPath().getName();
    }

    private InputStream open(int file) throws IOException {
        return storage.open(
                files.get(file).getPath().toString(), 0, files.get(file).getLen());
    }

    private List<Piece> pieces() {
        int length = session.context().getConf().getInt("spark.plumbline.partBytes", PART);
        List<Piece> pieces = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            String address = files.get(file).getPath().toString();
            long end = files.get(file).getLen();
            for (long start = 0; start < end; start += length) {
                pieces.add(new Piece(file, address, start, Math.min(length, end - start)));
            }
        }
        return pieces;
    }

    /** Adds a part for each piece in which a row begins: from there to where the first row of the next part begins. */
    private void addParts(int file, List<Piece> pieces, List<CsvScan> scans, boolean header) {
        List<Long> starts = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        int state = CsvScan.START;
        boolean afterReturn = false;
        long line = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).file() != file) {
                continue;
            }
            CsvScan scan = scans.get(i);
            long first = scan.first(state);
            if (first >= 0 && first < pieces.get(i).length()) {
                starts.add(pieces.get(i).start() + first);
                lines.add(line + scan.linesBeforeFirst(state, afterReturn));
            }
            state = scan.end(state);
            line += scan.lines(afterReturn);
            afterReturn = scan.endsWithReturn();
        }
        starts.add(files.get(file).getLen());
        lines.add(line + 1); // the last line may have no end
        String address = files.get(file).getPath().toString();
        for (int i = 0; i + 1 < starts.size(); i++) {
            long length = starts.get(i + 1) - starts.get(i);
            parts.add(new Part(
                    new Piece(file, address, starts.get(i), length),
                    new TextPart(
                            label(file), lines.get(i), length, lines.get(i + 1) - lines.get(i), header && i == 0)));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NetworkSpec described(NetworkSpec spec) {
        return spec;
    }

    @Override
    public InputStream firstLine() throws IOException {
        return open(0);
    }

    @Override
    public TextTable select(List<String> names) {
        return this;
    }

    @Override
    public <T> JavaRDD<T> map(Work<T> work) {
        Storage here = storage;
        return session.context().parallelize(parts, Math.max(1, parts.size())).map(part -> {
            Piece piece = part.piece();
            return work.on(() -> here.open(piece.address(), piece.start(), piece.length()), part.text());
        });
    }
}
