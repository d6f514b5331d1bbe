package dev.plumbline.cli;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recordings of networks that show their weights alone. */
final class Recordings {
    private Recordings() {}

    /**
     * Writes one of a network without biases.
     *
     * @param steps how many steps are recorded
     * @param factor what every update is multiplied by: 1 where nothing is wrong
     */
    static Path ofWeights(Path file, Experiment experiment, int steps, double factor) throws IOException {
        int layers = experiment.spec().layers().size();
        Map<String, List<Matrix>> weights = new LinkedHashMap<>();
        try (ReplayableRun run = new ReferenceEngine().start(experiment)) {
            Iterator<Batch> batches = experiment.batches().iterator();
            for (int step = 0; step < steps; step++) {
                TrainingState before = run.state();
                StepTrace trace = run.step(batches.next());
                List<LayerWeights> own = new ArrayList<>();
                for (int l = 1; l <= layers; l++) {
                    Matrix from = before.weights().get(l - 1).weights();
                    Matrix change = trace.get(Quantity.WEIGHTS, l).orElseThrow().minus(from);
                    own.add(new LayerWeights(
                            from.plus(change.times(factor)),
                            before.weights().get(l - 1).bias()));
                    weights.computeIfAbsent("W" + l, name -> new ArrayList<>())
                            .add(own.get(l - 1).weights());
                }
                run.restore(run.state().with(own));
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        weights.forEach((name, each) -> arrays.put(name, stacked(each)));
        Npz.write(file, arrays);
        return file;
    }

    private static NpyArray stacked(List<Matrix> steps) {
        int size = steps.get(0).size();
        double[] values = new double[steps.size() * size];
        for (int i = 0; i < steps.size(); i++) {
            System.arraycopy(steps.get(i).toRowMajor(), 0, values, i * size, size);
        }
        return NpyArray.of(
                List.of(steps.size(), steps.get(0).rows(), steps.get(0).columns()), values);
    }
}
