package dev.plumbline.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J's updater remembers. It lies in one flat array, block after block; a block is a stretch of parameters that
 * are updated alike, and holds first all of the stretch's first memory, then all of its second.
 */
final class Memories {
    private final BaseMultiLayerUpdater<?> updater;
    private final int parameters;

    Memories(BaseMultiLayerUpdater<?> updater, long parameters) {
        this.updater = updater;
        this.parameters = Math.toIntExact(parameters);
    }

    /** How many numbers are remembered of a parameter. */
    int count() {
        return (int) (size() / parameters);
    }

    private long size() {
        INDArray state = updater.getStateViewArray();
        return state == null ? 0 : state.length();
    }

    /** Each memory, in the order of the flat parameters. */
    List<double[]> read() {
        if (count() == 0) {
            return List.of();
        }
        double[] state = Tensors.read(array());
        List<double[]> memories = new ArrayList<>();
        for (int m = 0; m < count(); m++) {
            double[] memory = new double[parameters];
            for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                System.arraycopy(state, start(block, m), memory, block.getParamOffsetStart(), length(block));
            }
            memories.add(memory);
        }
        return memories;
    }

    /** Overwrites each memory. */
    void write(List<double[]> memories) {
        if (memories.isEmpty()) {
            return;
        }
        double[] state = new double[Math.toIntExact(size())];
        for (int m = 0; m < memories.size(); m++) {
            for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                System.arraycopy(memories.get(m), block.getParamOffsetStart(), state, start(block, m), length(block));
            }
        }
        Tensors.write(state, array());
    }

    /** All of it, as it lies there. */
    INDArray array() {
        INDArray state = updater.getStateViewArray();
        return state.reshape(state.length());
    }

    private static int length(UpdaterBlock block) {
        return block.getParamOffsetEnd() - block.getParamOffsetStart();
    }

    private static int start(UpdaterBlock block, int memory) {
        return block.getUpdaterViewOffsetStart() + memory * length(block);
    }
}
