package dev.plumbline.dl4j.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.run.Tensors;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Backend;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** MaskDropout uses given masks; with DL4J's mask, its results equal those of DL4J's dropout. */
class MaskDropoutTests {
    private static final double KEEP = 0.7;

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void equalsDl4jsDropoutWithTheSameMask(DataType type) {
        Dl4j.start(Backend.CPU);
        Dropout stock = new Dropout(KEEP);
        INDArray x = random(1, type);
        INDArray gradient = random(2, type);
        INDArray dropped = forward(stock, x);
        INDArray mask = dropped.neq(0).castTo(type);
        MaskDropout ours = new MaskDropout(KEEP);
        ours.setMask(mask);

        double share = mask.meanNumber().doubleValue();
        assertTrue(share > KEEP - 0.1 && share < KEEP + 0.1, () -> "kept " + share);
        assertEquals(Tensors.toMatrix(dropped), Tensors.toMatrix(forward(ours, x)));
        assertEquals(
                Tensors.toMatrix(stock.backprop(gradient.dup(), gradient.dup(), 0, 0)),
                Tensors.toMatrix(ours.backprop(gradient.dup(), gradient.dup(), 0, 0)));
    }

    @Test
    void refusesToReuseTheMaskOfThePreviousStep() {
        Dl4j.start(Backend.CPU);
        INDArray x = random(1, DataType.DOUBLE);
        MaskDropout dropout = new MaskDropout(KEEP);
        dropout.setMask(x.gt(0).castTo(DataType.DOUBLE));
        forward(dropout, x);
        dropout.backprop(x, x, 0, 0);

        assertEquals(
                "a training step without a new mask",
                assertThrows(IllegalStateException.class, () -> forward(dropout, x))
                        .getMessage());
    }

    private static INDArray forward(IDropout dropout, INDArray x) {
        return dropout.applyDropout(x.dup(), x.dup(), 0, 0, LayerWorkspaceMgr.noWorkspaces());
    }

    private static INDArray random(long seed, DataType type) {
        return Tensors.toArray(Matrix.wrap(30, 20, new NumpyRandom(seed).uniform(1, 2, 600)), type);
    }
}
