package dev.plumbline.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.data.AtomicFile;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exports the weights of a model for other software, as W1, b1, W2 and so on: each W is inputs × units, each b has one
 * element per unit.
 */
public final class WeightExport {
    private static final int ALIGNMENT = 8; // of the numbers in a safetensors file

    private WeightExport() {}

    /** The shape for other software, where a bias is a vector. */
    private static List<Integer> shape(String name, Matrix matrix) {
        return name.startsWith("b") ? List.of(matrix.columns()) : List.of(matrix.rows(), matrix.columns());
    }

    /** The arrays of a NumPy archive. */
    public static Map<String, NpyArray> arrays(List<LayerWeights> weights) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        LayerWeights.byName(weights)
                .forEach((name, matrix) -> arrays.put(name, NpyArray.of(shape(name, matrix), matrix.toRowMajor())));
        return arrays;
    }

    /** Writes a NumPy archive. */
    public static void npz(Model model, Path file) throws IOException {
        AtomicFile.write(file, out -> Npz.write(out, arrays(model.weights())));
    }

    /**
     * Writes a safetensors file: the length of a JSON header in 64 bits, the header with the type, shape and place of
     * each array, and the numbers, little endian. Source: the format's description at
     * github.com/huggingface/safetensors.
     */
    public static void safetensors(Model model, Path file) throws IOException {
        boolean isDouble = model.spec().precision() == Precision.F64;
        int bytes = isDouble ? Double.BYTES : Float.BYTES;
        Map<String, Matrix> weights = LayerWeights.byName(model.weights());
        JsonObject header = new JsonObject();
        long at = 0;
        for (Map.Entry<String, Matrix> array : weights.entrySet()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", isDouble ? "F64" : "F32");
            JsonArray lengths = new JsonArray();
            shape(array.getKey(), array.getValue()).forEach(lengths::add);
            entry.add("shape", lengths);
            JsonArray offsets = new JsonArray();
            offsets.add(at);
            at += (long) array.getValue().size() * bytes;
            offsets.add(at);
            entry.add("data_offsets", offsets);
            header.add(array.getKey(), entry);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = (ALIGNMENT - text.length % ALIGNMENT) % ALIGNMENT;
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length + padding)
                    .array());
            out.write(text);
            out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
            for (Matrix matrix : weights.values()) {
                write(out, matrix, isDouble);
            }
        });
    }

    private static void write(OutputStream out, Matrix matrix, boolean isDouble) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : matrix.toRowMajor()) {
            buffer.clear();
            if (isDouble) {
                buffer.putDouble(value);
            } else {
                buffer.putFloat((float) value);
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }
}
