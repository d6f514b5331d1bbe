package dev.plumbline.recording;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.spec.Training;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that an experiment hands to an engine, as an {@code .npz}, so that a program in another language starts from
 * the same bits: {@code X} and {@code y}, {@code W1}, {@code b1} and so on, {@code layers}, {@code epochs},
 * {@code batch_size}, and, where epochs are shuffled, {@code order}, epochs × examples, with the index of each example.
 */
public final class ExperimentArchive {
    private ExperimentArchive() {}

    /** Writes it. */
    public static void write(Experiment experiment, Path file) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("X", NpyArray.of(experiment.inputs()));
        arrays.put("y", NpyArray.of(experiment.targets()));
        List<LayerWeights> weights = experiment.initialWeights();
        arrays.put("layers", number(weights.size()));
        for (int l = 1; l <= weights.size(); l++) {
            String layer = String.valueOf(l);
            arrays.put("W" + layer, NpyArray.of(weights.get(l - 1).weights()));
            weights.get(l - 1)
                    .bias()
                    .ifPresent(b -> arrays.put("b" + layer, NpyArray.of(List.of(b.columns()), b.toRowMajor())));
        }
        Training training = experiment.spec().training();
        arrays.put("epochs", number(training.epochs()));
        arrays.put(
                "batch_size", number(training.batchSize().of(experiment.inputs().rows())));
        Npz.write(file, arrays);
    }

    private static NpyArray number(int value) {
        return NpyArray.of(List.of(), value);
    }
}
