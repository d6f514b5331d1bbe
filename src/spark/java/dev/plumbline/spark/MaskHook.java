package dev.plumbline.spark;

import dev.plumbline.dl4j.extension.MaskDropout;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Gives the layers of a worker's network the dropout masks of the batch that comes next. */
final class MaskHook implements TrainingHook {
    private static final long serialVersionUID = 1;

    @Override
    public void preUpdate(DataSet batch, Model model) {
        if (!(batch instanceof MaskedDataSet masked) || !(model instanceof MultiLayerNetwork network)) {
            throw new IllegalStateException("a batch that was not made for this training");
        }
        List<Optional<INDArray>> masks = masked.masks();
        Layer[] layers = network.getLayers();
        for (int i = 0; i < masks.size(); i++) {
            if (layers[i].conf().getLayer().getIDropout() instanceof MaskDropout dropout) {
                dropout.setMask(masks.get(i).orElseThrow());
            }
        }
    }

    @Override
    public void postUpdate(DataSet batch, Model model) {}

    @Override
    public void preUpdate(MultiDataSet batch, Model model) {}

    @Override
    public void postUpdate(MultiDataSet batch, Model model) {}
}
