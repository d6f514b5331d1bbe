package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MemoryLimit;
import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a part of a table that are to be predicted, prepared.
 *
 * @param rows the number of rows before the first invalid one
 * @param inputs rows × inputs; empty if the part is invalid
 * @param kind the kind of the problem of the first invalid row; undefined if all are valid
 * @param found the problem of the first invalid row; empty if all are valid
 * @param allowed what is allowed there
 */
public record PredictedPart(int rows, double[] inputs, ErrorKind kind, String found, String allowed)
        implements Serializable {

    /** Reads parts as a local prediction reads a file. */
    public static final class Reading implements Serializable {
        private static final long serialVersionUID = 1;

        private static final int BLOCK = 1024; // rows that are prepared together

        private final Map<String, Object> preparation;
        private final boolean header;
        private final boolean comma;
        private final String firstLine;

        /**
         * A reading.
         *
         * @param firstLine the line with the names of the columns, if the table has one
         * @param isGenerated whether the text has commas and no first line, whatever the training's text had
         */
        public Reading(Preparation preparation, String firstLine, boolean isGenerated) {
            this.preparation = preparation.toMap();
            this.header = isGenerated || preparation.layout().header();
            this.comma = isGenerated;
            this.firstLine = firstLine;
        }

        /** Reads a part. */
        public PredictedPart read(TextSource source, TextPart part) throws IOException {
            InputStream in = source.open();
            Preparation known = Preparation.fromMap(preparation);
            CsvLayout layout = new CsvLayout(
                    comma ? "," : known.layout().delimiter(),
                    header,
                    known.layout().missing());
            boolean named = header && !part.header();
            byte[] names = (firstLine + "\n").getBytes(StandardCharsets.UTF_8);
            InputStream text = named ? new SequenceInputStream(new ByteArrayInputStream(names), in) : in;
            int width = known.width();
            double[] inputs = new double
                    [MemoryLimit.check((part.lines() + 1) * width, part.file(), "a part of " + part.lines() + " rows")];
            int rows = 0;
            try (PreparedCsv prepared = new PreparedCsv(
                    new BufferedInputStream(text, 1 << 16),
                    Optional.empty(),
                    part.file(),
                    part.linesBefore() - (named ? 1 : 0),
                    known,
                    layout)) {
                try {
                    for (Optional<Matrix> block = prepared.next(BLOCK);
                            block.isPresent();
                            block = prepared.next(BLOCK)) {
                        System.arraycopy(
                                block.get().toRowMajor(),
                                0,
                                inputs,
                                rows * width,
                                block.get().size());
                        rows += block.get().rows();
                    }
                } catch (DataException e) {
                    rows += prepared.count();
                    boolean isBlank = !header
                            && rows == 0
                            && part.linesBefore() > 0
                            && e.found().endsWith(" is empty");
                    return isBlank
                            ? new PredictedPart(0, new double[0], ErrorKind.INTERNAL, "", "")
                            : new PredictedPart(rows, new double[0], e.kind(), e.found(), e.allowed());
                }
            }
            return new PredictedPart(rows, Arrays.copyOf(inputs, rows * width), ErrorKind.INTERNAL, "", "");
        }
    }

    /** The same without the inputs. */
    public PredictedPart summary() {
        return new PredictedPart(rows, new double[0], kind, found, allowed);
    }

    /** The problem. */
    public Optional<DataException> problem() {
        return found.isEmpty() ? Optional.empty() : Optional.of(new DataException(kind, found, allowed));
    }
}
