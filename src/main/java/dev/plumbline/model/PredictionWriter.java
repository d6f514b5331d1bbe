package dev.plumbline.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.plumbline.data.NpzRows;
import dev.plumbline.math.Matrix;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Writes predictions, block by block. Order of use: write, close. */
public interface PredictionWriter extends Closeable {

    /**
     * Writes the outputs of some examples.
     *
     * @param outputs examples × outputs
     */
    void write(Matrix outputs) throws IOException;

    /**
     * CSV with a header: the class of each example, or its outputs by name.
     *
     * @param probabilities whether the probabilities of the classes follow the class, as {@code p(NAME)}
     */
    static PredictionWriter csv(Writer out, Predictions predictions, boolean probabilities) {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        boolean classified = !predictions.classes().isEmpty();
        List<String> header = new ArrayList<>();
        if (classified) {
            header.add("class");
            if (probabilities) {
                predictions.classes().forEach(name -> header.add("p(" + name + ")"));
            }
        } else {
            header.addAll(predictions.outputs());
        }
        csv.writeRecord(header);
        return new PredictionWriter() {
            @Override
            public void write(Matrix outputs) {
                for (int i = 0; i < outputs.rows(); i++) {
                    List<String> record = new ArrayList<>();
                    if (classified) {
                        record.add(predictions.classOf(outputs, i));
                    }
                    if (!classified || probabilities) {
                        predictions.probabilities(outputs, i).forEach(value -> record.add(Double.toString(value)));
                    }
                    csv.writeRecord(record);
                }
            }

            @Override
            public void close() throws IOException {
                csv.close();
            }
        };
    }

    /**
     * One JSON object per line: {@code {"class": "red"}}, with {@code "probabilities": {"red": 0.9, …}} on request, or
     * the outputs by name.
     */
    static PredictionWriter jsonLines(Writer out, Predictions predictions, boolean probabilities) {
        boolean classified = !predictions.classes().isEmpty();
        return new PredictionWriter() {
            @Override
            public void write(Matrix outputs) throws IOException {
                for (int i = 0; i < outputs.rows(); i++) {
                    JsonObject line = new JsonObject();
                    List<Double> values = predictions.probabilities(outputs, i);
                    if (classified) {
                        line.addProperty("class", predictions.classOf(outputs, i));
                        if (probabilities) {
                            line.add("probabilities", object(predictions.classes(), values));
                        }
                    } else {
                        line = object(predictions.outputs(), values);
                    }
                    out.write(line + "\n");
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    private static JsonObject object(List<String> names, List<Double> values) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < names.size(); i++) {
            double value = values.get(i);
            object.add(
                    names.get(i),
                    Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value)));
        }
        return object;
    }

    /** A NumPy archive with one array, {@code outputs}, examples × outputs. */
    static PredictionWriter npz(NpzRows rows) {
        return new PredictionWriter() {
            @Override
            public void write(Matrix outputs) throws IOException {
                rows.add(outputs);
            }

            @Override
            public void close() throws IOException {
                rows.close();
            }
        };
    }
}
