package dev.plumbline;

import dev.plumbline.data.DataException;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.math.Matrix;
import dev.plumbline.model.Model;
import dev.plumbline.model.Predictions;
import dev.plumbline.report.document.NetworkSummary;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.LayerWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network from a file, as {@link TrainedNetwork#save} and {@code plumbline train --run} write it.
 *
 * <pre>{@code
 * SavedNetwork network = SavedNetwork.read(Path.of("model.zip"));
 * List<String> classes = network.classes(Matrix.row(5.1, 3.5, 1.4, 0.2));
 * }</pre>
 */
public final class SavedNetwork {
    private final Model model;
    private final MultiLayerNetwork network;

    SavedNetwork(Model model) {
        this.model = model;
        this.network = Dl4j.network(model.spec(), model.weights());
    }

    /**
     * Reads a network.
     *
     * @throws DataException if the file is not a whole model
     */
    public static SavedNetwork read(Path file) throws IOException {
        return new SavedNetwork(Model.read(file));
    }

    /** The description of the network. */
    public NetworkSpec spec() {
        return model.spec();
    }

    /** The trained weights, layer by layer. */
    public List<LayerWeights> weights() {
        return model.weights();
    }

    /**
     * The outputs for raw rows, which are prepared as those of the training were; in the unit of the targets.
     *
     * @param rows rows × columns of numbers; NaN is a missing value
     * @return rows × outputs
     * @throws DataException if there is another number of columns, or for the first value that cannot be prepared
     */
    public synchronized Matrix predict(Matrix rows) throws DataException {
        Matrix outputs = Dl4j.output(network, model.preparation().apply(rows));
        return model.preparation().inTargetUnit(outputs);
    }

    /**
     * The predicted class of each raw row.
     *
     * @param rows rows × columns of numbers; NaN is a missing value
     * @throws IllegalStateException if the outputs are not classes
     * @throws DataException if there is another number of columns, or for the first value that cannot be prepared
     */
    public List<String> classes(Matrix rows) throws DataException {
        Predictions predictions = Predictions.of(model);
        if (predictions.classes().isEmpty()) {
            throw new IllegalStateException("the outputs of " + spec().name() + " are not classes");
        }
        Matrix outputs = predict(rows);
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < outputs.rows(); i++) {
            classes.add(predictions.classOf(outputs, i));
        }
        return classes;
    }

    /** A new network of DL4J's with the trained weights: from prepared inputs to outputs as scaled as the targets. */
    public MultiLayerNetwork network() {
        return Dl4j.network(model.spec(), model.weights());
    }

    /** The name and the layers. */
    @Override
    public String toString() {
        return NetworkSummary.line(spec());
    }
}
